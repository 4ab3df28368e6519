import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { numeric, ProjectId, Timestamp } from './ids.ts'
import { Join } from './quality.ts'

/** A share of right ones, with the 90 % interval of what it could still be. */
export const Share = z
  .object({
    share: z.number(),
    low: z.number(),
    high: z.number(),
    of: z.int().meta({ description: 'How many were looked at' }),
  })
  .meta({ id: 'Share' })

/** The same in the whole project. */
export const ReportedJoin = Join.extend({
  items: z.int().meta({ description: 'Items on which it was joined' }),
}).meta({ id: 'ReportedJoin' })

export const FieldReport = z
  .object({
    field: z.string(),
    type: z.string(),
    tasks: z.int().meta({ description: 'Items with an answer' }),
    answers: z.int(),
    alpha: z.number().nullable().meta({
      description:
        'Krippendorff’s alpha: agreement beyond chance. 1 is perfect, 0 is what dice would give; from 0.8 on reliable',
    }),
    gold: z.object({ tasks: z.int(), labels: Share, answers: Share }).nullable().meta({
      description:
        'Against gold: labels as they would be without knowing it, and single answers. null: no gold answered',
    }),
    confusion: z
      .object({ names: z.array(z.string().nullable()), counts: z.array(z.array(z.int())) })
      .nullable()
      .meta({
        description:
          'How often what (column) was answered where it was what (row): by gold where there is some, else by the label. The last name may be null: everything else',
      }),
    calibration: z
      .array(
        z.object({
          from: z.number(),
          to: z.number(),
          tasks: z.int(),
          confidence: z.number().meta({ description: 'Mean published confidence' }),
          accuracy: z.number().meta({ description: 'Share that was right' }),
        }),
      )
      .nullable()
      .meta({ description: 'null below 20 gold tasks' }),
    joins: z.array(ReportedJoin).meta({
      description:
        'Text fields: what was counted as another text, the boldest first, then by answers; at most 100. To undo one, add the two to `apart` of the project',
    }),
    spent: z
      .array(
        z.object({
          at_most: z.int(),
          answers_per_task: z.number(),
          model: z.number().meta({ description: 'Share of labels that are right with so many answers' }),
          majority: z.number().meta({ description: 'The same by plain majority' }),
        }),
      )
      .meta({ description: 'The first 1, 2, 3, ... answers of each task put together' }),
    measured_by: z
      .enum(['gold', 'results'])
      .meta({ description: 'What `spent` is measured against: gold from 20 tasks on, else the labels of all answers' }),
  })
  .meta({ id: 'FieldReport' })
export type FieldReport = z.infer<typeof FieldReport>

export const Report = z
  .object({
    project_id: ProjectId,
    made_at: Timestamp,
    answers: z.int().meta({ description: 'Counted answers to completed tasks' }),
    tasks: z.int().meta({ description: 'Completed tasks' }),
    answers_per_task: z.number().nullable(),
    saved: z.number().nullable().meta({
      description: 'Share of answers saved against `max_answers` answers of each task; null without completed tasks',
    }),
    fields: z.array(FieldReport),
  })
  .meta({ id: 'QualityReport' })
export type Report = z.infer<typeof Report>

export const readReport = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/report',
  tag: 'results',
  summary: 'How good the labels are, and what they cost',
  description:
    'Worked out from all counted answers when it is asked for; may take some seconds for a million answers. Asked again within a minute it is the same report.',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  status: 200,
  response: Report,
})
