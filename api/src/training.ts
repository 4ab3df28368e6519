import { z } from 'zod'
import { FieldName, FieldValue } from './fields.ts'
import { Timestamp } from './ids.ts'

/** What a project asks of workers before real tasks come. */
export const TrainingSettings = z
  .strictObject({
    questions: z.int().min(1).max(50).meta({ description: 'Practice tasks of one try' }),
    pass: z.int().min(1).max(50).meta({ description: 'So many of them must be right' }),
  })
  .check(({ value, issues }) => {
    if (value.pass <= value.questions) return
    const message = `must not be above questions (${value.questions})`
    issues.push({ code: 'custom', input: value.pass, path: ['pass'], message })
  })
  .meta({ id: 'TrainingSettings' })

/** How far a worker is with one try. */
export const TrainingScore = z
  .object({
    answered: z.int(),
    right: z.int(),
    questions: z.int(),
    pass: z.int().meta({ description: 'So many must be right' }),
  })
  .meta({ id: 'TrainingScore' })
export type TrainingScore = z.infer<typeof TrainingScore>

/** What a worker is told after the answer to a practice task, and never before. */
export const TrainingFeedback = z
  .object({
    right: z.boolean(),
    answer: z
      .array(z.record(FieldName, FieldValue))
      .meta({ description: 'The right answer: one object an item, with the fields that are known' }),
    pairs: z
      .array(z.record(FieldName, z.array(z.int().nullable())))
      .optional()
      .meta({
        description:
          'Lists of objects: for each of yours, which of the right ones it is, from 0; null: none. One object an item, left out where the form asks for no such',
      }),
    score: TrainingScore.meta({ description: 'With this answer' }),
  })
  .meta({ id: 'TrainingFeedback' })
export type TrainingFeedback = z.infer<typeof TrainingFeedback>

/** What a requester sees of a worker's training: their latest try. */
export const WorkerTraining = TrainingScore.extend({
  round: z.int().meta({ description: 'Which try this is' }),
  passed: z.boolean(),
  started_at: Timestamp,
  finished_at: Timestamp.nullable(),
}).meta({ id: 'WorkerTraining' })
