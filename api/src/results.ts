import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { BooleanText, Id, numeric, ProjectId, Timestamp } from './ids.ts'
import { ItemResult } from './tasks.ts'

export const resultMethods = ['majority', 'model', 'reviewer', 'gold'] as const

/** One completed task, as the export gives it: one line a task in JSONL and JSON, one line an item in CSV. */
export const ResultRow = z
  .object({
    task_id: Id,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    version: z.int(),
    task_spec: z.array(z.record(z.string(), z.string())),
    result: z.array(ItemResult),
    answers: z.int(),
    gold: z.boolean().meta({ description: 'The result is the known answer' }),
    method: z.enum(resultMethods).meta({ description: 'Who decided; see `GET /tasks/{task_id}/explanation`' }),
    corrected: z.boolean().meta({ description: 'A reviewer has changed it' }),
    completed_at: Timestamp,
  })
  .meta({ id: 'ResultRow' })
export type ResultRow = z.infer<typeof ResultRow>

export const exportFormats = ['jsonl', 'csv', 'json'] as const

export const exportResults = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/results',
  tag: 'results',
  summary: 'The results of a project, streamed from one snapshot',
  description:
    'The answer’s trailer-free header `Whisker-Cursor` is where this export ends: pass it as `after` and get only what was completed since. CSV is safe for spreadsheets: values that a spreadsheet would run as a formula get an apostrophe in front (`safe_csv=false` leaves them as they are); JSONL and JSON are exact.',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    format: z.enum(exportFormats).optional(),
    after: z.string().max(4000).optional(),
    safe_csv: BooleanText.optional(),
  }),
  status: 200,
  response: ResultRow,
  responseStream: 'export',
  errors: ['invalid_cursor'],
})
