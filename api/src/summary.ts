import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { FieldName } from './fields.ts'
import { numeric, ProjectId, Timestamp } from './ids.ts'

/** How many values of a field are told apart in a summary. */
export const maxValues = 50

const Tasks = z.int().meta({ description: 'Tasks with a result' })

export const FieldSummary = z
  .object({
    field: FieldName,
    type: z.string(),
    values: z.array(z.object({ value: z.string(), tasks: Tasks })).meta({
      description: `The ${maxValues} most frequent values, each as \`label=<field>=<value>\` of \`GET /tasks\` finds it (its first 200 characters). A task with several values, by several items or in a checkbox field, counts for each`,
    }),
    others: z.object({ values: z.int(), tasks: Tasks }).meta({
      description: 'How many values more there are, and the tasks with them, counted in the same way',
    }),
    none: z.int().meta({ description: 'Tasks in whose result no item has a value in this field' }),
    histogram: z
      .array(z.object({ from: z.number(), to: z.number(), tasks: Tasks }))
      .nullable()
      .meta({
        description:
          'Numbers and ratings, from the least: one bar a star, or for numbers up to 20 bars of equal width, from <= value < to (the last one up to its end). null for other fields, and without values',
      }),
  })
  .meta({ id: 'FieldSummary' })
export type FieldSummary = z.infer<typeof FieldSummary>

const Answers = z.int().meta({ description: 'Answers' })

export const ProjectSummary = z
  .object({
    project_id: ProjectId,
    counted_at: Timestamp.meta({ description: 'Kept for some seconds, or ten times as long as the counting took' }),
    results: z.int().meta({
      description: 'Tasks with a result. Those that wait for a review have a likely one: the export leaves them out',
    }),
    confidence: z
      .array(z.object({ from: z.number(), to: z.number(), tasks: Tasks }))
      .meta({ description: 'Results by the confidence of their least certain field, from <= confidence < to' }),
    fields: z.array(FieldSummary).meta({ description: 'In the order of the form' }),
    agreement: z.number().min(0).max(1).nullable().meta({
      description:
        'Mean share of the votes on a result that are for it, over fields, items and tasks with two answers or more; numbers are left out, since a median need not be anybody’s vote. null: there is no such result',
    }),
    answers: z.int().meta({ description: 'Counted answers in all, those to gold among them' }),
    answers_per_task: z.number().nullable().meta({
      description: 'Mean over completed tasks; those whose answer was known (gold) are left out. null: there is none',
    }),
    answers_to_come: z.object({ least: Answers, expected: Answers, most: Answers }).meta({
      description:
        'What the open tasks still cost. `least`: the answers that they want by now; `most`: up to `max_answers` of each; `expected`: as many in all as `answers_per_task`, but not fewer than they want by now',
    }),
    hours: z
      .array(z.object({ from: Timestamp, answers: Answers }))
      .length(48)
      .meta({
        description: 'Counted answers by the hour (UTC) of the last 48, oldest first; the last one is not over',
      }),
    answers_last_hour: z.int().meta({ description: 'Counted answers of the last 60 minutes' }),
    seconds_left: z.number().nullable().meta({
      description:
        '`answers_to_come.expected` at the rate of the last 60 minutes. null: nothing is to come, or nobody has answered',
    }),
  })
  .meta({ id: 'ProjectSummary' })
export type ProjectSummary = z.infer<typeof ProjectSummary>

export const readSummary = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/summary',
  tag: 'projects',
  summary: 'The project in figures: labels, agreement, pace and cost',
  description: 'Counted from all results and answers when it is asked for; all who ask share one count.',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  status: 200,
  response: ProjectSummary,
})
