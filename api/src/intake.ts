import { z } from 'zod'
import { Warning } from './assets.ts'
import { endpoint, write } from './endpoint.ts'
import { maxNameCharacters } from './file-names.ts'
import { Id, numeric, ProjectId } from './ids.ts'
import { FieldProblem, Problem } from './problem.ts'
import { Task, taskStatuses } from './tasks.ts'
import { nonEmptyText, text } from './text.ts'

/** Values of the input fields, by name. What they must be, the project's `input_spec` says. */
export const ItemDraft = z.record(z.string(), z.unknown()).meta({
  id: 'ItemDraft',
  description:
    'One key an input field. An image is a data URI (`data:image/jpeg;base64,...`), an `https://` address, or `asset:<sha256>` after `POST /assets`; a text is a string.',
})

/** Whole numbers beyond this are changed by most programs that read them. */
const exact = 2 ** 53

const MetadataValue = z
  .union([
    text(2000),
    z.number().refine((value) => !Number.isInteger(value) || Math.abs(value) < exact, {
      error: 'has more digits than a number can keep; send it as a text',
    }),
    z.boolean(),
    z.null(),
  ])
  .meta({ id: 'MetadataValue', description: 'A text, a number, true, false or null; it comes back as it was sent' })

const external = {
  external_id: nonEmptyText(200)
    .optional()
    .meta({ description: 'Your own id, unique in the project: sending it again makes no second task' }),
  name: text(maxNameCharacters)
    .optional()
    .meta({ description: 'What you call it, e.g. the file name. Workers do not see it' }),
  metadata: z
    .record(text(100), MetadataValue)
    .refine((value) => Object.keys(value).length <= 50, { error: 'must have at most 50 keys' })
    .optional()
    .meta({ description: 'Anything you want back with the result. Workers do not see it' }),
}

export const duplicateRules = ['reuse', 'keep'] as const
export type Duplicates = (typeof duplicateRules)[number]
const duplicates = z.enum(duplicateRules).optional().meta({
  description:
    'What happens when the project has a task of the same content. `reuse`: no second task, the reply is the one that is there, and a new `name` becomes one more of its names. `keep`: a second task. Without it: `reuse` for tasks with a picture, unless both have an `external_id` of your own and these differ; `keep` for texts',
})

const task_spec = z.array(ItemDraft).min(1).max(50)

/** What is right: one object an item. What it must be, the project's `output_spec` says. */
export const KnownAnswerDraft = z.array(z.record(z.string(), z.unknown())).min(1).max(50)
const gold = KnownAnswerDraft.optional().meta({
  description:
    'The right answer, one object an item, where you know it: the task is mixed in unseen to measure workers',
})

const training = z.boolean().optional().meta({
  description: 'With `gold`: the task is only for practice, with feedback, and never mixed into work',
})

function trainingNeedsGold({ value, issues }: z.core.ParsePayload<{ gold?: unknown; training?: boolean | undefined }>) {
  if (!value.training || value.gold !== undefined) return
  issues.push({ code: 'custom', input: true, path: ['training'], message: 'needs `gold`: the right answer to show' })
}

export const TaskDraft = z
  .strictObject({ project_id: ProjectId, task_spec, gold, training, duplicates, ...external })
  .check(trainingNeedsGold)
  .meta({ id: 'TaskDraft' })
export type TaskDraft = z.infer<typeof TaskDraft>

export const TaskReceipt = Task.extend({
  deduplicated: z
    .boolean()
    .meta({ description: 'true: the task was there already (same `external_id` or same picture); see `duplicates`' }),
  warnings: z.array(Warning),
}).meta({ id: 'TaskReceipt' })
export type TaskReceipt = z.infer<typeof TaskReceipt>

const pictureErrors = [
  'unsupported_image',
  'corrupt_image',
  'too_many_pixels',
  'empty_image',
  'too_large',
  'storage_full',
] as const

export const createTask = endpoint({
  method: 'POST',
  path: '/tasks',
  tag: 'tasks',
  summary: 'Make a task',
  policy: write,
  body: TaskDraft,
  status: 201,
  response: TaskReceipt,
  idempotent: true,
  errors: [...pictureErrors, 'duplicate_external_id', 'project_closed'],
})

/** One line of a bulk request: a task without the project, which the query names. */
export const BulkLine = z
  .strictObject({ task_spec, gold, training, duplicates, ...external })
  .check(trainingNeedsGold)
  .meta({ id: 'BulkLine' })

/** One line of a bulk answer, in the order of the request. */
export const BulkReceipt = z
  .union([
    z.object({
      line: z.int().meta({ description: 'From 1' }),
      status: z.enum(['created', 'duplicate']),
      task_id: Id,
      task_status: z.enum(taskStatuses).meta({
        description:
          'Of the task that is there now. A `duplicate` that is `cancelled` or `unreadable` gets no answers: open it again with `POST /tasks/{task_id}/reopening`',
      }),
      external_id: z.string().nullable(),
      warnings: z.array(Warning),
    }),
    z.object({
      line: z.int(),
      status: z.literal('error'),
      code: Problem.shape.code,
      detail: z.string(),
      external_id: z.string().nullable().optional(),
      errors: z.array(FieldProblem),
    }),
  ])
  .meta({ id: 'BulkReceipt' })
export type BulkReceipt = z.infer<typeof BulkReceipt>

export const createTasks = endpoint({
  method: 'POST',
  path: '/tasks/bulk',
  tag: 'tasks',
  summary: 'Make many tasks: one line of JSON in, one receipt line out',
  description:
    'The body is NDJSON of any length; receipts stream back while it is read. Good lines land when others fail. Give each line an `external_id`: then the whole stream can be sent again safely.',
  policy: write,
  query: z.strictObject({ project_id: numeric(ProjectId) }),
  bodyStream: 'ndjson',
  bodyLine: BulkLine,
  status: 200,
  response: BulkReceipt,
  responseStream: 'ndjson',
  errors: ['project_closed'],
})
