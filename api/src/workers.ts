import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { Id, numeric, ProjectId, Timestamp } from './ids.ts'
import { ProjectParams } from './project-settings.ts'
import { nonEmptyText, text } from './text.ts'
import { WorkerTraining } from './training.ts'

const Share = z.number().min(0).max(1)

/** What gold says about a worker: the likely share of right answers, and the 90 % interval of what it could be. */
export const Skill = z
  .object({ accuracy: Share, low: Share, high: Share, right: z.number(), answered: z.int() })
  .meta({ id: 'Skill' })

export const Appeal = z
  .object({
    id: Id,
    worker_id: z.string(),
    worker_name: z.string(),
    comment: z.string(),
    created_at: Timestamp,
    outcome: z.enum(['resumed', 'kept']).nullable().meta({ description: 'null: it waits for your answer' }),
    reply: z.string(),
    resolved_at: Timestamp.nullable(),
  })
  .meta({ id: 'Appeal' })
export type Appeal = z.infer<typeof Appeal>

export const Reversal = z
  .object({
    reason: z.string(),
    reverted: z.int().meta({ description: 'Answers taken back so far' }),
    asked_again: z.int().meta({ description: 'Tasks that are open again because of it' }),
    created_at: Timestamp,
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: 'Reversal' })
export type Reversal = z.infer<typeof Reversal>

export const WorkerDetail = z
  .object({
    worker_id: z.string(),
    name: z.string(),
    answers: z.object({ counted: z.int(), late: z.int(), reverted: z.int(), too_fast: z.int() }),
    median_seconds: z.number().nullable(),
    project_median_seconds: z.number().nullable(),
    skill: Skill.nullable().meta({ description: 'Over all fields; null without gold answers' }),
    fields: z.array(
      Skill.extend({
        field: z.string(),
        objects: z.object({ found: z.int(), missed: z.int(), extra: z.int() }).optional().meta({
          description:
            'Of the objects in gold (boxes, points, outlines, spans): those that overlap with a right one by a half and are called the same, right ones without such, and others',
        }),
      }),
    ),
    training: WorkerTraining.nullable().meta({ description: 'The latest try; null before the first' }),
    paused_at: Timestamp.nullable(),
    paused_reason: z.string().nullable(),
    appeals: z.array(Appeal),
    reversal: Reversal.nullable(),
  })
  .meta({ id: 'WorkerDetail' })
export type WorkerDetail = z.infer<typeof WorkerDetail>

const WorkerParams = z.strictObject({ project_id: numeric(ProjectId), worker_id: z.string().max(100) })

export const readWorker = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/workers/{worker_id}',
  tag: 'workers',
  summary: 'One worker of a project: skill by gold, speed, pause, appeals',
  policy: read,
  params: WorkerParams,
  status: 200,
  response: WorkerDetail,
})

export const revertWorker = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/workers/{worker_id}/reversal',
  tag: 'workers',
  summary: 'Take back all answers of a worker, and pause them',
  description:
    'Runs in the background; read the worker to follow it. A task is asked again only where too few answers are left, or where they leave more doubt than the project allows; the others get the result of the rest. Corrected results and gold stay. There is no way back.',
  policy: write,
  params: WorkerParams,
  body: z.strictObject({ reason: nonEmptyText(1000).meta({ description: 'The worker reads it' }) }),
  status: 202,
  response: Reversal,
})

export const createAppeal = endpoint({
  method: 'POST',
  path: '/worker/projects/{project_id}/appeals',
  tag: 'assignments',
  summary: 'Answer a pause: ask the requester to look at it again',
  policy: { who: 'worker' },
  params: ProjectParams,
  body: z.strictObject({ comment: nonEmptyText(2000) }),
  status: 201,
  response: z.object({ created_at: Timestamp }),
  errors: ['conflict'],
})

export const listAppeals = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/appeals',
  tag: 'workers',
  summary: 'What paused workers have written, those that wait for an answer first',
  policy: read,
  params: ProjectParams,
  status: 200,
  response: z.object({ data: z.array(Appeal) }),
})

export const resolveAppeal = endpoint({
  method: 'PUT',
  path: '/appeals/{appeal_id}/resolution',
  tag: 'workers',
  summary: 'Let a paused worker go on, or keep the pause and say why',
  policy: write,
  keyOfProjects: 'theirs',
  params: z.strictObject({ appeal_id: Id }),
  body: z.strictObject({
    outcome: z.enum(['resumed', 'kept']),
    reply: text(2000).default('').meta({ description: 'The worker reads it' }),
  }),
  status: 200,
  response: Appeal,
  errors: ['conflict'],
})

const verb = { tag: 'workers', policy: write, params: WorkerParams, status: 204 } as const

export const pauseWorker = endpoint({
  ...verb,
  method: 'PUT',
  path: '/projects/{project_id}/workers/{worker_id}/pause',
  summary: 'Give a worker no more tasks for now; what they hold can still be answered',
  body: z.strictObject({ reason: nonEmptyText(500).meta({ description: 'The worker reads it' }) }),
})
export const resumeWorker = endpoint({
  ...verb,
  method: 'DELETE',
  path: '/projects/{project_id}/workers/{worker_id}/pause',
  summary: 'Give a worker tasks again',
})
export const removeWorker = endpoint({
  ...verb,
  method: 'PUT',
  path: '/projects/{project_id}/workers/{worker_id}/removal',
  summary: 'Take a worker out of the project: what they hold is offered to others, what they answered stays',
})
export const restoreWorker = endpoint({
  ...verb,
  method: 'DELETE',
  path: '/projects/{project_id}/workers/{worker_id}/removal',
  summary: 'Let a removed worker in again',
})

export const ProjectWorker = z
  .object({
    worker_id: z.string().meta({ description: 'Stable in this workspace; another one elsewhere' }),
    name: z.string(),
    answers: z.int(),
    too_fast: z.int().meta({ description: 'Answers that came too fast, and were not counted' }),
    median_seconds: z.number().nullable().meta({ description: 'Of the latest 200 answers' }),
    last_answer_at: Timestamp.nullable(),
    removed: z.boolean(),
    quality: z
      .array(
        z.object({
          field: z.string(),
          answered: z.int(),
          accuracy: z.number().meta({ description: 'How often the worker is thought to be right' }),
          low: z.number(),
          high: z.number(),
          bits: z.number().nullable().meta({
            description: 'What one answer tells, in bits: 0 for a guesser, also for a consistent one',
          }),
          bits_low: z.number().nullable(),
          bits_high: z.number().nullable(),
        }),
      )
      .meta({ description: 'Per output field, by the last refit, with 90 % intervals; empty before the first' }),
    agreement: z
      .object({
        share: z.number().min(0).max(1),
        values: z.int().meta({ description: 'How many values of their answers could be compared' }),
        counted_at: Timestamp,
      })
      .nullable()
      .meta({
        description:
          'How often their counted answers say what the result says, value by value, as of the last refit; null before the first. Counted where at least two people answered, or a reviewer or gold decided: a single answer is its own result. Their own answers are among those that made the result, so this flatters where few answer a task. It is a plain count; `quality` is what the model makes of the same answers, and only gold measures',
      }),
    paused_at: Timestamp.nullable(),
    paused_reason: z.string().nullable().meta({ description: 'What the worker is told' }),
  })
  .meta({ id: 'ProjectWorker' })
export type ProjectWorker = z.infer<typeof ProjectWorker>

export const listProjectWorkers = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/workers',
  tag: 'projects',
  summary: 'Who works on the project',
  policy: read,
  params: ProjectParams,
  status: 200,
  response: z.object({ data: z.array(ProjectWorker) }),
})
