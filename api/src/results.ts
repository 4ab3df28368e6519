import { z } from 'zod'
import { csvDialects } from './csv.ts'
import { endpoint, read } from './endpoint.ts'
import { exportFormatNames } from './export-formats.ts'
import { ItemResult } from './field-result.ts'
import { BooleanText, Id, numeric, ProjectId, Timestamp } from './ids.ts'
import { Metadata, taskStatuses } from './tasks.ts'

export const resultMethods = ['majority', 'model', 'reviewer', 'gold'] as const

export const resultStatuses = [...taskStatuses, 'withdrawn'] as const

/** One task, as the export gives it: one line a task in JSONL and JSON, one line an item in CSV. */
export const ResultRow = z
  .object({
    task_id: Id,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    other_names: z.array(z.string()).meta({
      description: 'Names that were sent later for the same picture: files with the same bytes are one task',
    }),
    metadata: Metadata,
    version: z.int().nullable().meta({ description: 'null: the task was deleted' }),
    task_spec: z.array(z.record(z.string(), z.string())),
    result: z.array(ItemResult).nullable().meta({ description: 'null: there is no result any more' }),
    answers: z.int(),
    gold: z.boolean().meta({ description: 'The result is the known answer' }),
    method: z
      .enum(resultMethods)
      .nullable()
      .meta({ description: 'Who decided; see `GET /tasks/{task_id}/explanation`' }),
    corrected: z.boolean().meta({ description: 'A reviewer has changed it' }),
    completed_at: Timestamp.nullable().meta({ description: 'null: the result is not final' }),
    status: z.enum(resultStatuses).meta({
      description:
        '`completed`: final. `open`: somebody asked about it again, and this is the last result until then. `needs_review` (with `likely`): what the answers make likely. `withdrawn` (with `after`): what an export before has given is no result any more',
    }),
  })
  .meta({ id: 'ResultRow' })
export type ResultRow = z.infer<typeof ResultRow>

export const exportResults = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/results',
  tag: 'results',
  summary: 'The results of a project, streamed from one snapshot',
  description: [
    'The header `Whisker-Cursor` is where this export ends: pass it as `after` and get only what has changed since. One export has each task once. With `after`, a task whose result has changed comes again (the last row of a task counts), and one whose result was taken back comes with `status` "withdrawn" and no result.',
    'The header `Whisker-Tasks` says how many tasks are where (`open=3, completed=12, needs_review=7, cancelled=0, unreadable=0`, as `GET /projects/{project_id}` counts them): those to review are not final, and only given with `likely`.',
    'CSV has the values that were sent as columns, is safe for spreadsheets (values that one would run as a formula get an apostrophe in front; `safe_csv=false` leaves them as they are), and can be sent back as known answers. `|` is between the choices of a checkbox field; a backslash before a `|` or a backslash makes it part of a value. JSONL and JSON are exact.',
  ].join('\n\n'),
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    format: z.enum(exportFormatNames).optional(),
    after: z.string().max(4000).optional(),
    safe_csv: BooleanText.optional(),
    dialect: z.enum(csvDialects).optional().meta({
      description:
        'Of CSV. `excel`: as Excel opens it where numbers have a comma, with a byte order mark, `;` between cells and a comma in numbers',
    }),
    likely: BooleanText.optional().meta({
      description: 'true: tasks that wait for a review too, with what their answers make likely',
    }),
  }),
  status: 200,
  response: ResultRow,
  responseStream: 'export',
  errors: ['invalid_cursor'],
})
