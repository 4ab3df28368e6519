import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { FieldName, FieldValue } from './fields.ts'
import { basedOn, Page, page, Timestamp } from './ids.ts'
import { Task, TaskParams } from './tasks.ts'
import { text } from './text.ts'

export const CorrectionDraft = z
  .strictObject({
    result: z
      .array(z.record(z.string(), z.unknown()))
      .min(1)
      .max(50)
      .meta({ description: 'One object an item, keyed by output field: checked like a worker’s answer' }),
    comment: text(2000).default('').meta({ description: 'Why; for whoever looks at the task later' }),
    based_on: basedOn('task', 'decided_at').nullable().optional(),
  })
  .meta({ id: 'CorrectionDraft' })

export const correctTask = endpoint({
  method: 'PUT',
  path: '/tasks/{task_id}/correction',
  tag: 'tasks',
  summary: 'Say what the result is, as a reviewer',
  description:
    'For completed tasks and those to review. The result becomes yours with confidence 1, its votes are kept, and later changes of the model leave it alone; exports give it again. Another correction replaces it. It is checked by the form of today (`output_spec` of the project), whatever form the task was answered in, and the task takes that form (`version`); only a task that lacks an input which that form requires keeps its own. `DELETE` gives both back.',
  policy: write,
  params: TaskParams,
  body: CorrectionDraft,
  status: 200,
  response: Task,
  errors: ['conflict', 'changed_meanwhile'],
})

export const undoCorrection = endpoint({
  method: 'DELETE',
  path: '/tasks/{task_id}/correction',
  tag: 'tasks',
  summary: 'Take the correction back: the result of the answers, and the status before it, are there again',
  description: 'Safe to send again; a task that has no correction stays as it is.',
  policy: write,
  params: TaskParams,
  query: z.strictObject({ based_on: basedOn('task', 'decided_at').optional() }),
  status: 200,
  response: Task,
  errors: ['changed_meanwhile'],
})

export const Correction = z
  .object({
    result: z.array(z.record(FieldName, FieldValue)),
    comment: z.string(),
    by: z.string().nullable().meta({ description: 'Name of the member; null: by API key, or no longer here' }),
    created_at: Timestamp,
    ended_at: Timestamp.nullable().meta({ description: 'When it was undone or replaced by another' }),
  })
  .meta({ id: 'Correction' })

export const listCorrections = endpoint({
  method: 'GET',
  path: '/tasks/{task_id}/corrections',
  tag: 'tasks',
  summary: 'What reviewers said about a task, newest first',
  policy: read,
  params: TaskParams,
  query: z.strictObject(Page),
  status: 200,
  response: page(Correction),
  errors: ['invalid_cursor'],
})
