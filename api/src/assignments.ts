import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { FieldName } from './fields.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { Language } from './language-tag.ts'
import { ShownValue } from './media/shown.ts'
import { Project } from './project-settings.ts'
import { nonEmptyText, text } from './text.ts'
import { TrainingFeedback, TrainingScore } from './training.ts'

const worker = { who: 'worker' } as const

/** What a worker sees of a project: no counts, no names of other people, nothing of its results. */
export const WorkerProject = z
  .object({
    id: ProjectId,
    title: z.string(),
    public_description: z.string(),
    language: z.string(),
    version: z.int(),
    output_spec: Project.shape.output_spec,
    input_spec: Project.shape.input_spec,
    status: Project.shape.status,
  })
  .meta({ id: 'WorkerProject' })
export type WorkerProject = z.infer<typeof WorkerProject>

export const listWorkerProjects = endpoint({
  method: 'GET',
  path: '/worker/projects',
  tag: 'assignments',
  summary: 'The projects that you may work on',
  policy: worker,
  keyOfProjects: 'theirs',
  query: z.strictObject({
    ...Page,
    language: Language.optional().meta({ description: 'Only in this language; `pt` finds `pt-BR` too' }),
  }),
  status: 200,
  response: page(WorkerProject),
  errors: ['invalid_cursor'],
})

export const readWorkerProject = endpoint({
  method: 'GET',
  path: '/worker/projects/{project_id}',
  tag: 'assignments',
  summary: 'Instructions and form of a project that you may work on',
  policy: worker,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({ version: numeric(z.int().min(1).max(2_147_483_647)).optional() }),
  status: 200,
  response: WorkerProject,
})

export const Assignment = z
  .object({
    id: Id,
    project_id: ProjectId,
    version: z.int().meta({ description: 'Version of the form to answer with' }),
    token: z.string().meta({ description: 'Goes with each step: it proves that this hold is still the one meant' }),
    deadline: Timestamp,
    seconds_left: z
      .number()
      .meta({ description: 'Until the deadline, by the clock of the service, for clocks that are off' }),
    items: z.array(z.record(FieldName, ShownValue)),
    training: TrainingScore.optional().meta({
      description: 'Only there when this is practice: how far you are. It does not count as work',
    }),
  })
  .meta({ id: 'Assignment' })
export type Assignment = z.infer<typeof Assignment>

/** What a take gives. */
const Given = z.object({
  assignments: z.array(Assignment),
  reason: z
    .enum([
      'none_left',
      'all_held',
      'pictures_missing',
      'paused',
      'worker_paused',
      'limit_reached',
      'holding_enough',
      'language_required',
      'skill_required',
      'training_failed',
      'training_not_ready',
    ])
    .nullable()
    .meta({
      description:
        'Only when nothing was given. `none_left`: you have seen all there is. `all_held`: others hold what is left; ask again. `pictures_missing`: the pictures of what is left cannot be shown right now; they come back by themselves. `paused`: by the requester, for everybody. `worker_paused`: for you, `detail` says why. `limit_reached`: you have answered as many as one person may. `holding_enough`: finish what you hold first. `language_required`: the project is for people who know its language; say so with `PATCH /person`. `skill_required`: it is for people who have done well in other projects of the same requester. `training_failed`: too few of the practice tasks were right; a new try comes after `retry_after_seconds`. `training_not_ready`: the requester has not made enough practice tasks yet',
    }),
  detail: z.string().nullable().meta({ description: 'For you to read, where `reason` alone does not say it' }),
  appeal: z.enum(['possible', 'waiting']).nullable().meta({
    description: 'While you are paused: you may write to the requester, or have done so and wait for the answer',
  }),
  retry_after_seconds: z.number().nullable(),
  training: TrainingScore.optional().meta({ description: 'How the practice went, with `training_failed`' }),
})

export const takeAssignments = endpoint({
  method: 'POST',
  path: '/assignments',
  tag: 'assignments',
  summary: 'Take the next tasks',
  description:
    'Gives up to `count` tasks, each for a limited time. In a project with `training`, practice comes first, one task at a time. Fewer, or none, when there are no more for you right now; `reason` then says why. What you hold already is given again only by `GET /assignments`.',
  policy: worker,
  body: z.strictObject({ project_id: ProjectId, count: z.int().min(1).max(10).default(1) }),
  status: 201,
  response: Given,
})

export const listAssignments = endpoint({
  method: 'GET',
  path: '/assignments',
  tag: 'assignments',
  summary: 'What you hold, after a reload of the page',
  policy: worker,
  query: z.strictObject({ project_id: numeric(ProjectId) }),
  status: 200,
  response: z.object({ assignments: z.array(Assignment) }),
})

const AssignmentParams = z.strictObject({ assignment_id: Id })
const token = nonEmptyText(100)

export const extendAssignment = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/extension',
  tag: 'assignments',
  summary: 'Ask for more time; six times the first span at the most',
  policy: worker,
  params: AssignmentParams,
  body: z.strictObject({ token }),
  status: 200,
  response: z.object({ deadline: Timestamp, seconds_left: z.number() }),
  errors: ['assignment_expired', 'gone', 'conflict'],
})

export const submitAssignment = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/submission',
  tag: 'assignments',
  summary: 'Answer',
  description:
    'Safe to send again: the same answer gets the same reply. After the deadline the answer still counts if its place is free; else it is kept as `late` and the reply is `assignment_expired`. The reply to practice (state `training`) says whether it was right, and what is right.',
  policy: worker,
  params: AssignmentParams,
  body: z.strictObject({
    token,
    answer: z
      .array(z.record(z.string(), z.unknown()))
      .min(1)
      .max(50)
      .meta({ description: 'One object an item, keyed by output field' }),
    take: z.int().min(1).max(10).optional().meta({
      description: 'Take so many of the next tasks of the project in the same request, once the answer counts',
    }),
  }),
  status: 200,
  response: z.object({
    state: z.enum(['counted', 'training']),
    submitted_at: Timestamp,
    feedback: TrainingFeedback.optional().meta({ description: 'Only after practice' }),
    next: Given.optional().meta({
      description:
        'With `take`: what `POST /assignments` would have given. Left out after practice, and when the answer counts but the take failed: take by itself then. Tasks whose reply was lost are in `GET /assignments`',
    }),
  }),
  errors: ['assignment_expired', 'already_answered', 'too_fast', 'gone'],
})

export const withdrawAnswer = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/withdrawal',
  tag: 'assignments',
  summary: 'Take your answer back, within ten seconds',
  description:
    'The answer goes and you hold the task again, with a new deadline; a task that the answer had completed is open again, unless a reviewer has said what its result is. Safe to send again. `too_late` once ten seconds are over.',
  policy: worker,
  params: AssignmentParams,
  body: z.strictObject({ token }),
  status: 200,
  response: Assignment,
  errors: ['too_late', 'gone', 'conflict'],
})

export const skipReasons = ['not_sure', 'not_loading', 'wrong_form', 'disturbing', 'other'] as const

export const skipAssignment = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/skip',
  tag: 'assignments',
  summary: 'Leave this task to others; it will not come back to you',
  policy: worker,
  params: AssignmentParams,
  body: z.strictObject({ token, reason: z.enum(skipReasons), comment: text(1000).default('') }),
  status: 204,
  errors: ['assignment_expired', 'gone', 'conflict'],
})

export const releaseAssignment = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/release',
  tag: 'assignments',
  summary: 'Give back a task without answering, when you leave; it may come back to you',
  policy: worker,
  params: AssignmentParams,
  body: z.strictObject({ token }),
  status: 204,
  errors: ['assignment_expired', 'gone', 'conflict'],
})

export const readAssignmentImage = endpoint({
  method: 'GET',
  path: '/assignments/{assignment_id}/images/{item}/{field}',
  tag: 'assignments',
  summary: 'A picture of a task that you hold',
  policy: worker,
  params: z.strictObject({ assignment_id: Id, item: numeric(z.int().min(0).max(49)), field: FieldName }),
  status: 200,
  responseStream: 'picture',
})
