import { z } from 'zod'
import { Warning } from './assets.ts'
import { endpoint, read, write } from './endpoint.ts'
import { DecidedAt, ItemResult, resultMethods } from './field-result.ts'
import { BooleanText, Id, listOf, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { moment } from './moment.ts'
import { nonEmptyText, text } from './text.ts'

export const taskStatuses = ['open', 'completed', 'needs_review', 'cancelled', 'unreadable'] as const

export const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type Metadata = z.infer<typeof Metadata>

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
