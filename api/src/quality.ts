import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { FieldResult } from './field-result.ts'
import { FieldName, FieldValue } from './fields.ts'
import { Id, numeric, ProjectId, Timestamp } from './ids.ts'
import { resultMethods } from './results.ts'
import { TaskParams } from './tasks.ts'

const Share = z.number().min(0).max(1)

/** From the plainest to the boldest. */
export const joinReasons = ['case', 'letters', 'marks', 'synonym', 'words', 'spelling'] as const

export const Join = z
  .object({
    typed: z.string(),
    name: z.string().meta({ description: 'What it counts as, and is shown as' }),
    why: z.enum(joinReasons).meta({
      description:
        '`case`: upper and lower case. `letters`: width, spaces, punctuation at the edges, Unicode form. `marks`: marks that the language does not tell words apart by. `synonym`: you said so. `words`: plain words such as a colour. `spelling`: a slip of the keyboard',
    }),
    answers: z.int(),
  })
  .meta({ id: 'Join' })
export type Join = z.infer<typeof Join>

export const Explanation = z
  .object({
    task_id: Id,
    status: z.string(),
    method: z.enum(resultMethods).meta({
      description: '`model`: by what is known of the crowd. `majority`: by votes. `reviewer`, `gold`: by who knows',
    }),
    corrected: z.boolean().meta({ description: 'A reviewer has changed it' }),
    version: z.int().nullable().meta({ description: 'The version of the specs that the answers follow' }),
    refit: z.int().nullable().meta({
      description: 'Number of the refit whose models were used; 0: what is thought of any crowd. null: unknown',
    }),
    refit_at: Timestamp.nullable(),
    decided_at: Timestamp,
    answers: z
      .array(
        z.object({
          worker_id: z.string(),
          values: z.array(z.record(FieldName, FieldValue)),
          submitted_at: Timestamp,
          accuracy: z.record(FieldName, Share).nullable().meta({
            description: 'How often the worker was thought to be right when this result was made, per field',
          }),
        }),
      )
      .meta({ description: 'The answers that made the result, oldest first' }),
    answers_left_out: z.int().meta({
      description:
        'Answers that are not shown here because all together are more than 8 MB; `GET /tasks/{id}/answers` has them',
    }),
    items: z.array(
      z.record(
        FieldName,
        FieldResult.extend({
          posterior: Share.nullable().meta({
            description:
              'The raw probability, which decides whether to ask on. It takes the workers’ errors for independent, so it is far too sure: `confidence` is what to believe',
          }),
          joined: z.array(Join).meta({
            description:
              'Text fields: what people typed in another form than it is shown and counted as, by the settings of today. To undo one, add the two to `apart` of the project',
          }),
        }),
      ),
    ),
  })
  .meta({ id: 'Explanation' })
export type Explanation = z.infer<typeof Explanation>

export const readExplanation = endpoint({
  method: 'GET',
  path: '/tasks/{task_id}/explanation',
  tag: 'tasks',
  summary: 'Why is this the result?',
  policy: read,
  params: TaskParams,
  status: 200,
  response: Explanation,
  errors: ['conflict'],
})

const ofProject = {
  method: 'GET',
  tag: 'projects',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  status: 200,
} as const

export const ProjectQuality = z
  .object({
    refit: z.int().meta({ description: 'How often the models were drawn from all answers; 0: not yet' }),
    refit_at: Timestamp.nullable(),
    refit_answers: z.int().meta({ description: 'Answers that the last refit has seen' }),
    refit_due: z.boolean().meta({ description: 'Another refit is on its way' }),
    answers: z.int().meta({ description: 'Counted answers of tasks with a result' }),
    tasks: z.int().meta({ description: 'Tasks with a result' }),
    mean_answers: z.number().nullable().meta({ description: 'Answers per task with a result' }),
    bands: z
      .array(z.object({ from: Share, to: Share, tasks: z.int() }))
      .meta({ description: 'Tasks by the confidence of their least certain field, from <= confidence < to' }),
    fields: z
      .array(
        z.object({
          field: FieldName,
          type: z.string(),
          method: z.enum(['hierarchical', 'one-coin', 'names', 'median']),
          answers: z.int(),
          alpha: z
            .number()
            .nullable()
            .meta({ description: 'Krippendorff’s alpha: agreement beyond chance, 1 is full' }),
        }),
      )
      .meta({ description: 'As of the last refit' }),
  })
  .meta({ id: 'ProjectQuality' })
export type ProjectQuality = z.infer<typeof ProjectQuality>

export const readQuality = endpoint({
  ...ofProject,
  path: '/projects/{project_id}/quality',
  summary: 'How far the results can be trusted',
  response: ProjectQuality,
})

export const SynonymSuggestion = z
  .object({
    field: FieldName,
    from: z.string(),
    to: z.string(),
    together: z.int().meta({ description: 'Tasks on which both were said' }),
    tasks: z.int().meta({ description: 'Tasks on which `from` was said' }),
    answers: z.int().meta({ description: 'Answers that would count as `to`' }),
    why: z.enum(['together', 'spelling', 'words']).meta({
      description:
        '`together`: people say both of the same things. `spelling`: `from` may be `to` mistyped. `words`: `from` is `to` with plain words, such as a colour',
    }),
  })
  .meta({ id: 'SynonymSuggestion' })
export type SynonymSuggestion = z.infer<typeof SynonymSuggestion>

export const listSynonymSuggestions = endpoint({
  ...ofProject,
  path: '/projects/{project_id}/synonym-suggestions',
  summary: 'Names that may mean the same, as the last refit saw them',
  description:
    'To approve one, add it to the `synonyms` of the project (`PATCH /projects/{project_id}`): it applies to what is there as well. To refuse one, add the pair to `apart`: it is not suggested again.',
  response: z.object({ data: z.array(SynonymSuggestion) }),
})
