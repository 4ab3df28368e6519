import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
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
    task_id: Id,
    external_id: z.string().nullable(),
    worker_id: z.string(),
    worker_name: z.string(),
    reason: z.enum(reportReasons),
    comment: z.string(),
    created_at: Timestamp,
  })
  .meta({ id: 'Report' })

export const listReports = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/reports',
  tag: 'projects',
  summary: 'What workers said is wrong with tasks, newest first',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({ ...Page, task_id: Id.optional() }),
  status: 200,
  response: page(Report),
  errors: ['invalid_cursor'],
})
