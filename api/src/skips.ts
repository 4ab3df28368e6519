import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'

/** A task that all who have seen it have skipped, since its last answer if it has one. */
export const SkippedTask = z
  .object({
    task_id: Id,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    text: z.string().nullable().meta({ description: 'Its first text, at most 200 characters of it' }),
    status: z.enum(['open', 'needs_review']),
    answers: z.int(),
    skips: z.array(
      z.object({
        worker_id: z.string(),
        worker_name: z.string(),
        reason: z.string(),
        comment: z.string(),
        skipped_at: Timestamp,
      }),
    ),
  })
  .meta({ id: 'SkippedTask' })
export type SkippedTask = z.infer<typeof SkippedTask>

export const listSkippedTasks = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/skipped-tasks',
  tag: 'projects',
  summary: 'Tasks that all who have seen them have skipped, with what they said',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject(Page),
  status: 200,
  response: page(SkippedTask),
  errors: ['invalid_cursor'],
})
