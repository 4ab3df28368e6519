import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { FieldName, FieldValue } from './fields.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { TaskParams } from './tasks.ts'

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
