import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { BooleanText, Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { nonEmptyText, text } from './text.ts'

export const reportReasons = ['unclear', 'not_loading', 'disturbing', 'personal_data', 'other'] as const

export const reportTask = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/report',
  tag: 'assignments',
  summary: 'Say what is wrong with a task that you hold; you keep it and may still answer',
  description: 'One report a hold: sent again it takes the place of the first.',
  policy: { who: 'worker' },
  params: z.strictObject({ assignment_id: Id }),
  body: z.strictObject({ token: nonEmptyText(100), reason: z.enum(reportReasons), comment: text(1000).default('') }),
  status: 204,
  errors: ['assignment_expired', 'gone'],
})

export const Report = z
  .object({
    id: Id,
    task_id: Id,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    picture: z.string().nullable().meta({ description: 'The first picture of the task, `asset:<sha256>`' }),
    text: z.string().nullable().meta({ description: 'Its first text, at most 200 characters of it' }),
    worker_id: z.string(),
    worker_name: z.string(),
    reason: z.enum(reportReasons),
    comment: z.string(),
    created_at: Timestamp,
    settled_at: Timestamp.nullable().meta({
      description: 'When somebody of the workspace was done with it. A worker who changes the report opens it again',
    }),
    settled_by: z.string().nullable().meta({ description: 'The name of that member; null: by an API key' }),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>

export const listReports = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/reports',
  tag: 'projects',
  summary: 'What workers said is wrong with tasks, newest first',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    ...Page,
    task_id: Id.optional(),
    settled: BooleanText.optional().meta({ description: 'Only those that are settled, or are not yet' }),
  }),
  status: 200,
  response: page(Report),
  errors: ['invalid_cursor'],
})

const settlement = {
  path: '/reports/{report_id}/settlement',
  tag: 'projects',
  policy: write,
  params: z.strictObject({ report_id: Id }),
  status: 200,
  response: Report,
} as const

export const settleReport = endpoint({
  ...settlement,
  method: 'PUT',
  summary: 'Mark a report as settled: nothing is left to do about it',
})

export const unsettleReport = endpoint({
  ...settlement,
  method: 'DELETE',
  summary: 'Take the mark away: something is left to do after all',
})
