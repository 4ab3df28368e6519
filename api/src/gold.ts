import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { DecidedAt } from './field-result.ts'
import { FieldName, FieldValue } from './fields.ts'
import { BooleanText, basedOn, Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { KnownAnswerDraft } from './intake.ts'
import { FieldProblem, Problem } from './problem.ts'
import { Task, TaskParams } from './tasks.ts'

export const goldSources = ['api', 'dashboard', 'csv', 'promoted', 'review'] as const

/** A task whose right answer is known. Only requesters are ever told which ones these are. */
export const GoldTask = z
  .object({
    task_id: Id,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    version: z.int(),
    answer: z.array(z.record(FieldName, FieldValue)).meta({ description: 'What is right: one object an item' }),
    source: z.enum(goldSources),
    by: z.string().nullable().meta({
      description:
        'Name of the member who said so last; null: by API key, chosen by Whisker (`source` "promoted"), no longer here, or from before this was kept',
    }),
    training: z.boolean().meta({ description: 'Only for practice, with feedback; never mixed into work' }),
    exposures: z.int().meta({ description: 'Workers who answered it or hold it' }),
    max_exposures: z
      .int()
      .nullable()
      .meta({ description: 'After so many it is no longer handed out; null for practice, which everybody may see' }),
    scored: z.int().meta({ description: 'Answers that were compared with what is right' }),
    right: z.number().min(0).max(1).nullable().meta({ description: 'Share of their values that were right' }),
    decided_at: DecidedAt,
    created_at: Timestamp,
    retired_at: Timestamp.nullable(),
  })
  .meta({ id: 'GoldTask' })
export type GoldTask = z.infer<typeof GoldTask>

export const listGold = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/gold',
  tag: 'gold',
  summary: 'The gold tasks of a project, newest first',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject(Page),
  status: 200,
  response: page(GoldTask),
  errors: ['invalid_cursor'],
})

export const markGold = endpoint({
  method: 'PUT',
  path: '/tasks/{task_id}/gold',
  tag: 'gold',
  summary: 'Say what the right answer to a task is, and use it to measure workers',
  description:
    'The task is completed with this answer (`method` "gold", confidence 1). Answers that came before are not scored. Again with another answer: earlier scores of this task are dropped. It is checked by the form of today, as a correction is, and the task takes that form.',
  policy: write,
  params: TaskParams,
  body: z.strictObject({
    answer: KnownAnswerDraft,
    source: z.enum(['api', 'dashboard', 'review']).default('api'),
    training: z.boolean().default(false).meta({
      description:
        'Use it for practice only, with feedback: it is never mixed into work. Who holds it is told with their next step',
    }),
    based_on: basedOn('task', 'decided_at').nullable().optional(),
  }),
  status: 200,
  response: GoldTask,
  errors: ['conflict', 'changed_meanwhile'],
})

export const unmarkGold = endpoint({
  method: 'DELETE',
  path: '/tasks/{task_id}/gold',
  tag: 'gold',
  summary: 'Use a task as gold no longer',
  description:
    'Its scores go, and it is an ordinary task again: completed by its answers if it has enough, else open. Who holds it is told with their next step.',
  policy: write,
  params: TaskParams,
  query: z.strictObject({ based_on: basedOn('task', 'decided_at').optional() }),
  status: 200,
  response: Task,
  errors: ['conflict', 'changed_meanwhile'],
})

/** One row of an import of known answers, in the order of the file. */
export const GoldReceipt = z
  .union([
    z.object({
      row: z.int().meta({ description: 'Row of the file; the header is row 1' }),
      status: z.literal('marked'),
      task_id: Id,
    }),
    z.object({
      row: z.int(),
      status: z.literal('error'),
      code: Problem.shape.code,
      detail: z.string(),
      errors: z.array(FieldProblem),
    }),
  ])
  .meta({ id: 'GoldReceipt' })
export type GoldReceipt = z.infer<typeof GoldReceipt>

export const importGold = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/gold-imports',
  tag: 'gold',
  summary: 'Known answers from a CSV file: one receipt line out for each row',
  description:
    'With a header, as an export of the results writes it: `task_id`, `external_id` or `name` says which task is meant, the other columns are output fields (`|` between the choices of a checkbox field; `\\|` is a `|` in a choice). Where a field of the form has one of these names, the column has a `_` in front (`_name`). A column `item` counts the items of a task from 0; a column `training` with `yes` makes it practice. Columns of an export that say nothing of the answer are passed over. Between the cells: `,`, `;` or a tab. UTF-8, UTF-16, or what the header `Content-Type: text/csv; charset=...` names. Good rows count when others fail, and the file can be sent again.',
  policy: write,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    based_on: Timestamp.optional().meta({
      description:
        'When the file was made. A row whose task somebody has said something else about since then is refused with `changed_meanwhile`, and the others count',
    }),
    safe_csv: BooleanText.optional().meta({
      description:
        'As of the export: true (the default) takes the apostrophe off that stands before what a spreadsheet would run; false: all apostrophes are text',
    }),
  }),
  bodyStream: 'csv',
  status: 200,
  response: GoldReceipt,
  responseStream: 'ndjson',
})

export const promoteGold = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/gold-promotions',
  tag: 'gold',
  summary: 'Make gold of completed tasks that everybody agreed about',
  description:
    'Of the latest completed tasks those whose five or more answers are all the same, until the project has `wanted` gold tasks that can still be shown. Colluders recognise gold that repeats: call it now and then.',
  policy: write,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  body: z.strictObject({ wanted: z.int().min(1).max(1000) }),
  status: 200,
  response: z.object({
    promoted: z.int(),
    live: z.int().meta({ description: 'Gold tasks that can still be shown' }),
  }),
})
