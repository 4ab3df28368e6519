import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { ItemResult } from './field-result.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { answerStates } from './task-answers.ts'
import { TaskParams } from './tasks.ts'

const taskRef = { project_id: ProjectId, task_id: Id, external_id: z.string().nullable() }

const result = z.array(ItemResult).nullable().meta({ description: 'null: there is none, or `result_omitted`' })
const result_omitted = z
  .literal(true)
  .optional()
  .meta({ description: 'There is a result, too long for an event: read the task' })

/** What each type of event carries. No pictures, no worker's e-mail, nothing about gold; always below 20 KB. */
export const eventData = {
  'project.created': z.object({ project_id: ProjectId }),
  'project.updated': z.object({ project_id: ProjectId, version: z.int(), status: z.string() }),
  'project.deleted': z.object({ project_id: ProjectId }),
  'task.created': z.object(taskRef),
  'task.completed': z.object({ ...taskRef, answers: z.int(), result, result_omitted }),
  'task.needs_review': z.object({ ...taskRef, answers: z.int(), result, result_omitted }),
  'task.reopened': z.object({ ...taskRef, answers: z.int(), answers_wanted: z.int() }).meta({
    description:
      'Somebody asked about it again, or one of its answers was taken back or changed; a `task.completed` that follows has the new result',
  }),
  'task.cancelled': z.object(taskRef),
  'task.deleted': z.object(taskRef).meta({ description: 'What was told of it before is gone from the events' }),
  'result.updated': z.object({
    ...taskRef,
    result: result.meta({ description: 'null: it was taken away, or `result_omitted`' }),
    result_omitted,
    reason: z.enum(['refit', 'correction', 'correction_undone', 'gold', 'reversal']).meta({
      description:
        '`refit`: what the whole crowd has shown since changes it. `correction`, `correction_undone`: a reviewer. `gold`: its answer is known now. `reversal`: answers of a worker were taken back',
    }),
  }),
  'task.reported': z.object({ ...taskRef, worker_id: z.string(), reason: z.string(), comment: z.string() }),
  'task.unreadable': z.object({ ...taskRef, reason: z.string() }),
  'answer.submitted': z.object({ ...taskRef, worker_id: z.string(), state: z.enum(answerStates) }),
  'answer.withdrawn': z.object({ ...taskRef, worker_id: z.string() }),
  'answer.changed': z.object({ ...taskRef, worker_id: z.string() }),
  'assignment.skipped': z.object({ ...taskRef, worker_id: z.string(), reason: z.string(), comment: z.string() }),
  'worker.paused': z.object({ project_id: ProjectId, worker_id: z.string(), reason: z.string() }),
  'worker.appealed': z.object({ project_id: ProjectId, worker_id: z.string(), comment: z.string() }),
  'bucket.followed': z
    .object({ project_id: ProjectId, taken: z.int(), replaced: z.int(), removed: z.int(), failed: z.int() })
    .meta({
      description:
        'A pass over the bucket has ended that found something new. What became of each object: `GET /projects/{project_id}/bucket/objects`',
    }),
  'bucket.troubled': z
    .object({ project_id: ProjectId, code: z.string(), detail: z.string() })
    .meta({ description: 'The bucket cannot be followed any more. Told once, until a pass ends well' }),
  'webhook.test': z.object({ message: z.string() }),
  'webhook.disabled': z.object({ webhook_id: Id, reason: z.string() }),
} as const
export type EventType = keyof typeof eventData
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>

export const eventTypes = Object.keys(eventData) as [EventType, ...EventType[]]

export const Event = z
  .object({
    id: z.string().meta({ description: 'Also the `webhook-id` of its deliveries' }),
    type: z.enum(eventTypes),
    timestamp: Timestamp,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })
export type Event = z.infer<typeof Event>

export const listEvents = endpoint({
  method: 'GET',
  path: '/events',
  tag: 'events',
  summary: 'What has happened, in order, without gaps',
  description:
    'Keep `next` and ask again with it: everything can be rebuilt from here without webhooks. `wait` holds the request open for up to that many seconds until there is something. Events are kept for 30 days.',
  policy: read,
  keyOfProjects: 'theirs',
  query: z.strictObject({
    ...Page,
    wait: numeric(z.int().min(0).max(60)).optional(),
    project_id: numeric(ProjectId).optional(),
    type: z.enum(eventTypes).optional(),
  }),
  status: 200,
  response: z.object({ data: z.array(Event), next: z.string() }),
  errors: ['invalid_cursor'],
})

export const listTaskEvents = endpoint({
  method: 'GET',
  path: '/tasks/{task_id}/events',
  tag: 'tasks',
  summary: 'What has happened to a task, oldest first; the last 500 events of 30 days',
  policy: read,
  params: TaskParams,
  query: z.strictObject(Page),
  status: 200,
  response: page(Event),
  errors: ['invalid_cursor'],
})
