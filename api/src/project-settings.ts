import { z } from 'zod'
import { InputSpec, OutputSpec, OutputSpecDraft } from './fields.ts'
import { basedOn, numeric, ProjectId, Timestamp } from './ids.ts'
import { Language } from './language-tag.ts'
import { knowSubjects } from './subject-faults.ts'
import { nonEmptyText, text, webAddress } from './text.ts'
import { TrainingSettings } from './training.ts'

export const projectStatuses = ['active', 'paused', 'archived'] as const

const fillsIn = 'What the worker fills in for each item'

const settings = {
  title: nonEmptyText(200),
  description: text(2000).meta({ description: 'Short, for your own list of projects' }),
  public_description: text(20_000).meta({ description: 'The instructions that workers read' }),
  language: Language.meta({ description: 'The language of the work, a BCP 47 tag' }),
  input_spec: InputSpec.meta({ description: 'What you send with each item' }),
  output_spec: OutputSpec.meta({ description: fillsIn }),
  min_answers: z
    .int()
    .min(1)
    .max(100)
    .meta({ description: 'How many different workers answer each task at the least' }),
  max_answers: z.int().min(1).max(100).meta({
    description:
      'How many answer it at the most: between the two, more are asked only while the answers leave doubt. Without it the same as `min_answers`',
  }),
  confidence: z.number().gt(0.5).lt(1).meta({
    description:
      'How sure the answers must make us before no more are asked: 0.90 economy, 0.95 normal, 0.99 careful. At `max_answers` people who all agree complete the task whatever that is worth; those who disagree, and are less sure than this, send it to review. `POST /confidence-preview` tells what is within reach',
  }),
  inject_gold: z.boolean().meta({
    description:
      'Mix gold tasks in unseen: one in ten for a new worker, falling towards one in fifty. Nothing happens without gold',
  }),
  gold_exposures: z.int().min(1).max(1000).nullable().meta({
    description:
      'How many workers one gold task may be shown to. null: as many as answer an ordinary task, so that nobody can tell gold by how often it comes',
  }),
  gold_wanted: z.int().min(0).max(1000).meta({
    description:
      'So many gold tasks are to be at hand: while the project is active, completed tasks whose five or more answers are all the same are made gold until there are, and again as gold is used up. 0: none is unasked',
  }),
  skill_floor: z.number().gt(0).lt(1).nullable().meta({
    description:
      'A worker is paused once it is almost sure (95 %), after at least five gold answers, that fewer of their answers are right than this share. null: nobody is',
  }),
  min_seconds: z.number().positive().max(3600).nullable().meta({
    description:
      'Answers that come faster than this after the task was taken are kept and not counted; the worker is told. null: any are',
  }),
  max_answers_per_worker: z.int().min(1).max(2_147_483_647).nullable().meta({
    description: 'So many tasks of this project one worker may answer. null: as many as there are',
  }),
  training: TrainingSettings.nullable().meta({
    description:
      'Practice before real tasks: gold tasks marked as `training`, with feedback, until so many of them are right. Who fails can try again after 24 hours. null: work begins at once',
  }),
  synonyms: z
    .array(z.strictObject({ from: nonEmptyText(200), to: nonEmptyText(200) }))
    .max(2000)
    .meta({ description: 'For text fields: what counts as what, e.g. `kitty` as `cat`. Applies to what is there' }),
  skips_for_review: z.int().min(1).max(100).nullable().meta({
    description:
      'A task that so many workers have skipped, with no answer in between, waits for a reviewer instead of being offered again and again. null: never',
  }),
  apart: z
    .array(z.tuple([nonEmptyText(200), nonEmptyText(200)]))
    .max(2000)
    .meta({
      description:
        'For text fields: pairs that are not the same answer, e.g. `["Polish", "polish"]`. Wins over `joining` and `synonyms`. Applies to what is there',
    }),
  assignment_seconds: z
    .int()
    .min(10)
    .max(86_400)
    .meta({ description: 'How long a worker may hold a task before it is offered to others' }),
  access: z.enum(['invitation', 'open']).meta({
    description: '`invitation`: who has the link. `open`: every worker of this service',
  }),
  require_language: z.boolean().meta({
    description: 'true: only for people who have said that they know `language` (`pt-BR` and `pt` are one)',
  }),
  min_skill: z.number().gt(0).lt(1).nullable().meta({
    description:
      'Only for people with this skill by gold in your other projects, from at least five gold answers: (1 + right) / (2 + answered). null: for everybody',
  }),
  strict_types: z.boolean().meta({
    description:
      'true: a picture whose declared type is not its real one is refused instead of accepted with a warning',
  }),
  callback_url: webAddress(2000)
    .nullable()
    .meta({ description: 'Where the events of this project are sent, signed (Standard Webhooks)' }),
}

export const Project = z
  .object({
    id: ProjectId,
    ...settings,
    language: z.string(),
    training_tasks: z.int().meta({
      description:
        'Practice tasks for the form of today. While there are fewer than `training.questions`, workers who have not passed wait',
    }),
    version: z.int().meta({ description: 'Grows by one with each change of the specs' }),
    status: z.enum(projectStatuses),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof Project>

/** As somebody makes or changes it. */
const drafted = { ...settings, output_spec: OutputSpecDraft.meta({ description: fillsIn }) }

export const ProjectDraft = z
  .strictObject({
    ...drafted,
    description: settings.description.default(''),
    public_description: settings.public_description.default(''),
    language: settings.language.default('en'),
    min_answers: settings.min_answers.default(1),
    max_answers: settings.max_answers.optional(),
    confidence: settings.confidence.default(0.95),
    inject_gold: settings.inject_gold.default(true),
    gold_exposures: settings.gold_exposures.default(null),
    gold_wanted: settings.gold_wanted.default(0),
    skill_floor: settings.skill_floor.default(0.5),
    min_seconds: settings.min_seconds.default(null),
    max_answers_per_worker: settings.max_answers_per_worker.default(null),
    training: settings.training.default(null),
    synonyms: settings.synonyms.default([]),
    skips_for_review: settings.skips_for_review.default(5),
    apart: settings.apart.default([]),
    assignment_seconds: settings.assignment_seconds.default(600),
    access: settings.access.default('invitation'),
    require_language: settings.require_language.default(false),
    min_skill: settings.min_skill.default(null),
    strict_types: settings.strict_types.default(false),
    callback_url: settings.callback_url.default(null),
  })
  .check(minNotAboveMax, knowSubjects)
  .meta({ id: 'ProjectDraft' })
export type ProjectDraft = z.input<typeof ProjectDraft>
/** With every setting, as the schema completes it. */
export type CompleteProjectDraft = z.output<typeof ProjectDraft>

/** Which tasks take a changed form; each word means those before it as well. */
export const applyTos = ['unanswered', 'open', 'misfits', 'all'] as const
export type ApplyTo = (typeof applyTos)[number]

/** Any subset of the settings. Specs that change make a new version (`apply_to`: which tasks take it). */
export const ProjectEdit = z
  .strictObject({
    ...drafted,
    apply_to: z.enum(applyTos).meta({
      description:
        'Which tasks take the newest form, in the background. `unanswered` (the default): those without answers. `open`: those that have answers and want more as well. `misfits`: finished ones too with an answer that the form does not take any more. `all`: every finished one, for one answer more at the least. Answers that fit the form count on; the others are kept, not counted, and their workers may be asked again. Sent alone, it asks for the form of today. Where only labels, help or the order differ, all open tasks take it',
    }),
    based_on: basedOn('project'),
  })
  .partial()
  .check(minNotAboveMax, knowSubjects)
  .meta({ id: 'ProjectEdit' })

function minNotAboveMax(
  context: z.core.ParsePayload<{ min_answers?: number | undefined; max_answers?: number | undefined }>,
) {
  const { min_answers: min, max_answers: max } = context.value
  if (min === undefined || max === undefined || min <= max) return
  context.issues.push({ code: 'custom', input: max, path: ['max_answers'], message: maxBelowMin(min) })
}

/** Also for a change of one of the two, which only the server can compare with the other. */
export function maxBelowMin(min: number): string {
  return `must not be below min_answers (${min})`
}

export const ProjectParams = z.strictObject({ project_id: numeric(ProjectId) })
