import { z } from 'zod'
import { Warning } from './assets.ts'
import { endpoint, read, write } from './endpoint.ts'
import { FieldName, FieldValue } from './fields.ts'
import { maxNameCharacters } from './file-names.ts'
import { BooleanText, Id, listOf, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { moment } from './moment.ts'
import { FieldProblem, Problem } from './problem.ts'
import { nonEmptyText, text } from './text.ts'

export const taskStatuses = ['open', 'completed', 'needs_review', 'cancelled', 'unreadable'] as const

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

export const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type Metadata = z.infer<typeof Metadata>

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

/** The consolidated value of one output field, with the votes that made it. */
export const FieldResult = z
  .object({
    value: FieldValue.nullable().meta({ description: 'null: no answer was the answer (the field is optional)' }),
    confidence: z.number().min(0).max(1),
    votes: z.array(z.object({ value: FieldValue.nullable(), count: z.int() })),
    spread: z.number().optional().meta({
      description: 'Numbers and ratings: how far the answers lie apart, as a robust standard deviation',
    }),
    other: z.number().optional().meta({ description: 'Texts: the probability that nobody gave the right name' }),
  })
  .meta({ id: 'FieldResult' })
export type FieldResult = z.infer<typeof FieldResult>

export const resultMethods = ['majority', 'model', 'reviewer', 'gold'] as const

export const ItemResult = z.record(FieldName, FieldResult)
export type ItemResult = z.infer<typeof ItemResult>

export const DecidedAt = Timestamp.nullable().meta({
  description:
    'When somebody last said what the result is, by a correction or as a known answer; null: nobody has. Send it as `based_on` when you say something else',
})

export const Task = z
  .object({
    id: Id,
    project_id: ProjectId,
    version: z.int().meta({
      description:
        'The version of the specs that the task is in: it is made with the newest, and follows later ones (`apply_to`)',
    }),
    status: z.enum(taskStatuses),
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    names: z.array(z.string()).meta({
      description: 'Every name that was sent for it, the first one first: files with the same bytes are one task',
    }),
    metadata: Metadata,
    task_spec: z.array(z.record(z.string(), z.string())),
    answers: z.int().meta({ description: 'Counted answers' }),
    answers_wanted: z.int(),
    unreadable_reason: z.string().nullable().meta({
      description: 'Why no worker can be shown the task, ever: its own bytes are no picture',
    }),
    passed_over_reason: z.string().nullable().meta({
      description:
        'Why an open task is given to nobody right now: the stored picture is missing or damaged, say. It comes back by itself once its picture can be shown',
    }),
    result: z.array(ItemResult).nullable().meta({
      description:
        'One object an item, once the task is completed; while it needs a review, what the answers make likely. A task that was asked about again keeps the last one until the next',
    }),
    confidence: z.number().nullable().meta({ description: 'Of the least certain field of the result' }),
    method: z.enum(resultMethods).nullable().meta({ description: 'What made the result' }),
    corrected_at: Timestamp.nullable().meta({ description: 'When a reviewer corrected the result' }),
    decided_at: DecidedAt,
    gold: z.boolean().meta({ description: 'Its right answer is known; workers are not told' }),
    created_at: Timestamp,
    completed_at: Timestamp.nullable().meta({ description: 'When the result was made last' }),
    warnings: z.array(Warning).meta({ description: 'What you should know of its pictures, although they are shown' }),
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof Task>

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

export const lookUpTasks = endpoint({
  method: 'POST',
  path: '/task-lookups',
  tag: 'tasks',
  summary: 'Which of these external ids have a task already',
  description:
    '`sha256:<hash of a picture>` also finds the task of that picture when it came under another id, or under none.',
  policy: read,
  body: z.strictObject({ project_id: ProjectId, external_ids: z.array(z.string().max(200)).min(1).max(1000) }),
  status: 200,
  response: z.object({
    found: z.array(
      z.object({
        external_id: z.string(),
        task_id: Id,
        names: z
          .array(z.string())
          .meta({ description: 'The names that it has: another one can be added by sending it' }),
        status: z.enum(taskStatuses),
        unreadable_reason: Task.shape.unreadable_reason,
        passed_over_reason: Task.shape.passed_over_reason,
      }),
    ),
  }),
})

export const taskOrders = ['oldest', 'newest', 'least_confident'] as const

const share = z
  .string()
  .regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, { error: 'must be a number from 0 to 1, such as 0.95' })
  .transform(Number)
  .pipe(z.number().min(0).max(1))

export const listTasks = endpoint({
  method: 'GET',
  path: '/tasks',
  tag: 'tasks',
  summary: 'The tasks of a project, filtered and ordered',
  policy: read,
  query: z.strictObject({
    ...Page,
    project_id: numeric(ProjectId),
    status: listOf(z.enum(taskStatuses)).optional().meta({ description: 'One or several, with commas between them' }),
    external_id: z.string().max(200).optional(),
    search: nonEmptyText(200).optional().meta({
      description:
        'An `external_id`; if there is none like it, a part of a name, an id or a text, anywhere in it (capitals and small letters are the same, and so is every way of writing an accent)',
    }),
    label: text(400)
      .regex(/^[A-Za-z]\w{0,62}=/, { error: 'must be a field and its value, such as animal=cat' })
      .optional()
      .meta({ description: 'Results with this value in this output field, such as `animal=cat`' }),
    confidence_from: share.optional().meta({ description: 'Results that are at least so sure, 0 to 1' }),
    confidence_to: share.optional().meta({ description: 'Results that are at most so sure, 0 to 1' }),
    worker: z.string().max(100).optional().meta({ description: 'A `worker_id`: tasks that this worker has answered' }),
    skipped: BooleanText.optional().meta({
      description: 'true: tasks that all who have seen them have skipped, since their last answer',
    }),
    lapsed: BooleanText.optional().meta({
      description:
        'true: open tasks whose last three holds, or more, ran out with no answer in between, and which nobody has before them now',
    }),
    passed_over: BooleanText.optional().meta({
      description:
        'true: tasks that are given to nobody right now because a picture of theirs cannot be shown; each says why in `passed_over_reason`',
    }),
    created_from: moment('begin').optional(),
    created_to: moment('end').optional(),
    order: z.enum(taskOrders).optional().meta({
      description:
        'Default `oldest`. `least_confident`: tasks that are completed or to review, the least certain first',
    }),
  }),
  status: 200,
  response: page(Task),
  errors: ['invalid_cursor'],
})

export const TaskParams = z.strictObject({ task_id: Id })

export const readTask = endpoint({
  method: 'GET',
  path: '/tasks/{task_id}',
  tag: 'tasks',
  summary: 'One task',
  policy: read,
  params: TaskParams,
  status: 200,
  response: Task,
})

export const cancelTask = endpoint({
  method: 'PUT',
  path: '/tasks/{task_id}/cancellation',
  tag: 'tasks',
  summary: 'Cancel an open task; who holds it is told with their next step',
  policy: write,
  params: TaskParams,
  status: 200,
  response: Task,
  errors: ['conflict'],
})

export const askAgain = endpoint({
  method: 'POST',
  path: '/tasks/{task_id}/extra-answers',
  tag: 'tasks',
  summary: 'Ask more people about a task that is completed or to review',
  description:
    'The task is open again until it has `count` more answers, from people who have not answered it yet. Until then its last result stays readable and in the exports; the new one takes its place. A corrected result is final: undo the correction first.',
  policy: write,
  params: TaskParams,
  body: z.strictObject({ count: z.int().min(1).max(50) }),
  status: 201,
  response: Task,
  idempotent: true,
  errors: ['conflict', 'project_closed'],
})

export const reopenTask = endpoint({
  method: 'POST',
  path: '/tasks/{task_id}/reopening',
  tag: 'tasks',
  summary: 'Open a cancelled or unreadable task again',
  description:
    'The answers that it has stand, and people who gave them are not asked again. Its pictures are decoded anew before anybody sees them. If it has all the answers that its project asks for by now, they decide at once.',
  policy: write,
  params: TaskParams,
  status: 201,
  response: Task,
  idempotent: true,
  errors: ['conflict', 'project_closed'],
})

export const answerStates = ['counted', 'late', 'reverted', 'too_fast'] as const

export const Answer = z
  .object({
    task_id: Id,
    worker_id: z.string(),
    worker_name: z.string(),
    state: z.enum(answerStates).meta({
      description:
        'Only `counted` ones make results. `late`: came after its place was given away. `too_fast`: came before a careful look can have ended. `reverted`: taken back by the requester',
    }),
    version: z.int(),
    values: z.array(z.record(FieldName, FieldValue)).meta({ description: 'One object an item' }),
    seconds: z.number().meta({ description: 'From take to submit, by the clock of the database' }),
    submitted_at: Timestamp,
  })
  .meta({ id: 'Answer' })
export type Answer = z.infer<typeof Answer>

const AnswerOfProject = Answer.extend({ task_name: z.string().nullable() })
export type AnswerOfProject = z.infer<typeof AnswerOfProject>

export const listAnswers = endpoint({
  method: 'GET',
  path: '/tasks/{task_id}/answers',
  tag: 'tasks',
  summary: 'The answers to a task, each with its worker',
  policy: read,
  params: TaskParams,
  query: z.strictObject(Page),
  status: 200,
  response: page(Answer),
})

export const listProjectAnswers = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/answers',
  tag: 'projects',
  summary: 'The latest answers of a project, newest first',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject(Page),
  status: 200,
  response: page(AnswerOfProject),
})
