import { z } from 'zod'
import { endpoint, write } from './endpoint.ts'
import { BooleanText, Id, numeric, ProjectId } from './ids.ts'
import { KnownAnswerDraft } from './intake.ts'
import { FieldProblem, Problem } from './problem.ts'
import { nonEmptyText } from './text.ts'

/** One earlier answer. */
export const EarlierAnswer = z
  .strictObject({
    task_id: Id.optional(),
    external_id: nonEmptyText(200).optional().meta({ description: 'Your own id of the task, instead of `task_id`' }),
    answer: KnownAnswerDraft.meta({ description: 'One object an item, as a worker would send it' }),
  })
  .refine(({ task_id, external_id }) => (task_id === undefined) !== (external_id === undefined), {
    error: 'must say which task is meant: `task_id` or `external_id`, one of them',
    path: ['task_id'],
  })
  .meta({ id: 'EarlierAnswer' })
export type EarlierAnswer = z.infer<typeof EarlierAnswer>

/** What became of one line. */
export const EarlierAnswerReceipt = z
  .union([
    z.object({
      line: z.int().meta({ description: 'Line of the stream, from 1' }),
      status: z.enum(['counted', 'there']).meta({
        description: '`counted`: it is one of the answers of its task now. `there`: this source has said so before',
      }),
      task_id: Id,
    }),
    z.object({
      line: z.int(),
      status: z.literal('error'),
      code: Problem.shape.code,
      detail: z.string(),
      errors: z.array(FieldProblem),
    }),
  ])
  .meta({ id: 'EarlierAnswerReceipt' })
export type EarlierAnswerReceipt = z.infer<typeof EarlierAnswerReceipt>

export const importAnswers = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/answer-imports',
  tag: 'tasks',
  summary: 'Answers that were given somewhere else: one line of JSON in, one receipt line out',
  description:
    'Each counts as the answer of one worker, who is called as `source` says: it takes one of the places of its task, is weighed like any other, and finishes the task where it is the last one wanted. Whether its worker may be trusted is learned as of everybody: from gold, from reviewers and from the others. Tasks that want no more answers, and gold, take none. Limits that are for people (language, skill, training, seconds) are not asked. Good lines count when others fail, and the stream can be sent again.',
  policy: write,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    source: nonEmptyText(100).meta({
      description: 'Where they come from, e.g. `Label Studio 2024`. The same name is the same worker',
    }),
    review: BooleanText.optional().meta({
      description:
        'true: what an answer finishes waits for a reviewer, however sure it is. For labels that somebody shall look through',
    }),
  }),
  bodyStream: 'ndjson',
  bodyLine: EarlierAnswer,
  status: 200,
  response: EarlierAnswerReceipt,
  responseStream: 'ndjson',
  errors: ['project_closed', 'conflict'],
})
