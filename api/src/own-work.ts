import { z } from 'zod'
import { Assignment, submitAssignment } from './assignments.ts'
import { endpoint } from './endpoint.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { Answer } from './task-answers.ts'

const worker = { who: 'worker' } as const

export const OwnAnswer = z
  .object({
    assignment_id: Id,
    project_id: ProjectId,
    version: z.int(),
    state: Answer.shape.state,
    values: Answer.shape.values,
    submitted_at: Timestamp,
    may_edit: z.boolean().meta({
      description: 'The answer counts, was given less than ten minutes ago, and in the form that the project has now',
    }),
    items: Assignment.shape.items
      .nullable()
      .meta({ description: 'What was asked; null once the answer can no longer be changed' }),
  })
  .meta({ id: 'OwnAnswer' })
export type OwnAnswer = z.infer<typeof OwnAnswer>

export const listOwnAnswers = endpoint({
  method: 'GET',
  path: '/worker/answers',
  tag: 'assignments',
  summary: 'Your answers in a project, newest first',
  policy: worker,
  query: z.strictObject({
    project_id: numeric(ProjectId),
    after: Page.after,
    limit: numeric(z.int().min(1).max(50)).optional().meta({ description: 'Rows of a page, default 20' }),
  }),
  status: 200,
  response: page(OwnAnswer),
  errors: ['invalid_cursor'],
})

export const changeAnswer = endpoint({
  method: 'PUT',
  path: '/assignments/{assignment_id}/answer',
  tag: 'assignments',
  summary: 'Change your answer, within ten minutes',
  description:
    'Whatever has become of the task: a result that was made with the answer is made anew, or goes and more answers are asked for (`task.reopened`). What a reviewer has decided stays. `too_late` once ten minutes are over, or the form of the project has changed.',
  policy: worker,
  params: z.strictObject({ assignment_id: Id }),
  body: z.strictObject({ answer: submitAssignment.body.shape.answer }),
  status: 200,
  response: z.object({ submitted_at: Timestamp }),
  errors: ['too_late'],
})

export const OwnStatistics = z
  .object({
    today: z.int(),
    last_7_days: z.int(),
    median_seconds: z.number().nullable().meta({ description: 'Of your latest hundred answers' }),
    streak_days: z
      .int()
      .meta({ description: 'Days in a row with an answer, up to today or yesterday; 365 at the most' }),
  })
  .meta({ id: 'OwnStatistics' })
export type OwnStatistics = z.infer<typeof OwnStatistics>

export const readOwnStatistics = endpoint({
  method: 'GET',
  path: '/worker/statistics',
  tag: 'assignments',
  summary: 'How much you have done in a project',
  policy: worker,
  query: z.strictObject({
    project_id: numeric(ProjectId),
    time_zone: z
      .string()
      .max(64)
      .refine(isTimeZone, { error: 'must be the name of a time zone such as Europe/Berlin, or UTC' })
      .default('UTC')
      .meta({ description: 'Where your day begins and ends, e.g. Europe/Berlin' }),
  }),
  status: 200,
  response: OwnStatistics,
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
