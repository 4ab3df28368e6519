import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { InputSpec, OutputSpec, OutputSpecDraft } from './fields.ts'
import { basedOn, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { Language } from './language-tag.ts'
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
  .check(minNotAboveMax)
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
  .check(minNotAboveMax)
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

export const createProject = endpoint({
  method: 'POST',
  path: '/projects',
  tag: 'projects',
  summary: 'Make a project',
  policy: write,
  hasForm: true,
  body: ProjectDraft,
  status: 201,
  response: Project,
  idempotent: true,
})

export const ProjectProgress = z
  .object({
    tasks: z.object({
      open: z.int(),
      completed: z.int(),
      needs_review: z.int(),
      cancelled: z.int(),
      unreadable: z.int(),
    }),
    held: z.int().meta({ description: 'Assignments that workers hold right now' }),
    answers: z.int().meta({ description: 'Counted answers' }),
    answers_last_hour: z.int(),
    reports: z.int().meta({ description: 'Reports of workers that are not settled yet' }),
    skipped: z.int().meta({
      description: 'Skipped by all who saw them since the last answer: `GET /projects/{project_id}/skipped-tasks`',
    }),
    lapsed: z.int().meta({ description: 'Run out three times or more, unanswered: `GET /tasks?lapsed=true`' }),
    passed_over: z.object({ missing: z.int(), corrupt: z.int(), decoder: z.int() }).meta({
      description:
        'Tasks that are given to nobody right now because a picture of theirs cannot be shown, by why: the file in the store is `missing` or `corrupt` (sending the same picture again mends it), or the `decoder` died of it (tried again by itself, less and less often). At most 100,000 are counted. `GET /tasks?passed_over=true` lists them',
    }),
    people: z.int().meta({ description: 'People who joined or have answered, without who was removed or paused' }),
    people_missing: z.int().meta({
      description:
        'So many more people the open tasks ask for: each answer to a task comes from somebody else. While it is above 0, tasks stay open whatever time passes',
    }),
    following: z.boolean().meta({ description: 'Tasks are on their way to the newest form' }),
  })
  .meta({ id: 'ProjectProgress' })

/** A project as the list shows it. */
export const ListedProject = Project.extend({ progress: ProjectProgress }).meta({ id: 'ListedProject' })
export type ListedProject = z.infer<typeof ListedProject>

export const listProjects = endpoint({
  method: 'GET',
  path: '/projects',
  tag: 'projects',
  summary: 'Your projects, newest first, and how far each is',
  policy: read,
  query: z.strictObject({ ...Page, status: z.enum(projectStatuses).optional() }),
  status: 200,
  response: page(ListedProject),
  errors: ['invalid_cursor'],
})

export const readProject = endpoint({
  method: 'GET',
  path: '/projects/{project_id}',
  tag: 'projects',
  summary: 'One project',
  policy: read,
  params: ProjectParams,
  status: 200,
  response: Project,
})

export const editProject = endpoint({
  method: 'PATCH',
  path: '/projects/{project_id}',
  tag: 'projects',
  summary: 'Change a project',
  description:
    'A change of `input_spec` or `output_spec` makes a new version (of `joining` alone it does not): tasks without answers take it, others as `apply_to` says, and who holds a task may answer in the form that they were given. `POST /projects/{project_id}/edit-preview` tells beforehand for how many tasks. A higher `min_answers` asks again for open tasks only.',
  policy: write,
  params: ProjectParams,
  hasForm: true,
  body: ProjectEdit,
  status: 200,
  response: Project,
  errors: ['changed_meanwhile'],
})

const Fit = z.object({
  fitting: z.int().meta({ description: 'Tasks whose answers all fit the new form' }),
  misfits: z.int().meta({ description: 'Tasks with an answer that it does not take' }),
})

/** What a change of the form would do, and to how many tasks. */
export const FormEffect = z
  .object({
    version: z.int().meta({ description: 'The version that the project would have' }),
    change: z.enum(['none', 'words', 'answers']).meta({
      description:
        '`none`: the form stays. `words`: labels, help or the order; all open tasks take it at once. `answers`: other answers are possible than before',
    }),
    unanswered: z
      .int()
      .meta({ description: 'Tasks without answers in an older form; they take the new one by themselves' }),
    held: z.int().meta({
      description: 'So many of the open ones somebody is working on; they may answer in the form that they see',
    }),
    answered: Fit.meta({
      description: 'Open tasks with answers in an older form: they take the new one with `apply_to: open`',
    }),
    needs_review: Fit.meta({ description: 'Tasks that wait for a reviewer; what fits takes the new form' }),
    completed: Fit.meta({
      description: 'Completed tasks in an older form: the misfits are opened again with `misfits`, all with `all`',
    }),
    gold: Fit.meta({ description: 'Gold tasks. One whose known answer does not fit is not shown any more' }),
    answers: z
      .object({ fitting: z.int(), misfits: z.int() })
      .meta({ description: 'Counted answers of all these tasks' }),
    looked_at: z.int().meta({ description: 'Tasks with answers that were looked at' }),
    complete: z.boolean().meta({
      description: 'false: there are more; `fitting` and `misfits` are then estimates from those that were looked at',
    }),
    removed_fields: z.array(z.string()).meta({ description: 'Fields whose answers would count no longer' }),
    keep_form: z
      .int()
      .meta({ description: 'Open tasks that keep their form: the new inputs would not show what they were sent with' }),
  })
  .meta({ id: 'FormEffect' })
export type FormEffect = z.infer<typeof FormEffect>

export const previewEdit = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/edit-preview',
  tag: 'projects',
  summary: 'What a change of the form would do to the tasks that are there',
  description: 'Changes nothing. Without specs: the tasks that are still in an older form than that of today.',
  policy: write,
  params: ProjectParams,
  body: z.strictObject({ input_spec: InputSpec, output_spec: OutputSpecDraft }).partial(),
  status: 200,
  response: FormEffect,
})

export const Reach = z
  .object({
    field: z.string(),
    confidence: z.number().meta({ description: 'What `confidence` of the project is compared with' }),
    published: z.number().meta({ description: 'What the result would say: more modest' }),
  })
  .meta({ id: 'Reach' })

export const previewConfidence = endpoint({
  method: 'POST',
  path: '/confidence-preview',
  tag: 'projects',
  summary: 'How sure so many answers can make us',
  description:
    'For each field what `answers` people whom nobody knows yet reach at the best: when all of them agree. Below the `confidence` of a project they complete a task at `max_answers` all the same; only people who disagree send it to review. Workers who have proven themselves reach more. Changes nothing.',
  policy: write,
  body: z.strictObject({ output_spec: OutputSpec, answers: z.int().min(1).max(100) }),
  status: 200,
  response: z.object({ data: z.array(Reach) }),
})

export const ProjectVersion = z
  .object({
    version: z.int(),
    input_spec: Project.shape.input_spec,
    output_spec: Project.shape.output_spec,
    created_at: Timestamp,
  })
  .meta({ id: 'ProjectVersion' })

export const listProjectVersions = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/versions',
  tag: 'projects',
  summary: 'The versions of the specs, newest first',
  policy: read,
  params: ProjectParams,
  query: z.strictObject(Page),
  status: 200,
  response: page(ProjectVersion),
  errors: ['invalid_cursor'],
})

const verb = { tag: 'projects', policy: write, params: ProjectParams, status: 200, response: Project } as const

export const pauseProject = endpoint({
  ...verb,
  method: 'PUT',
  path: '/projects/{project_id}/pause',
  summary: 'Hand out no more tasks; what is held can still be answered',
})
export const resumeProject = endpoint({
  ...verb,
  method: 'DELETE',
  path: '/projects/{project_id}/pause',
  summary: 'Hand out tasks again',
})
export const archiveProject = endpoint({
  ...verb,
  method: 'PUT',
  path: '/projects/{project_id}/archive',
  summary: 'Close the project: no new tasks, no more answers; everything stays readable',
})
export const unarchiveProject = endpoint({
  ...verb,
  method: 'DELETE',
  path: '/projects/{project_id}/archive',
  summary: 'Open an archived project again',
})

export const readProgress = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/progress',
  tag: 'projects',
  summary: 'How far the work is',
  policy: read,
  params: ProjectParams,
  status: 200,
  response: ProjectProgress,
})

export const LabelLink = z.object({ url: z.string() }).meta({ id: 'LabelLink' })

export const readLabelLink = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/label-link',
  tag: 'projects',
  summary: 'The link that lets workers into this project, without sign-up',
  description: 'Made with the project. When it has been revoked, another one is made with `POST /invitations`.',
  policy: write,
  params: ProjectParams,
  status: 200,
  response: LabelLink,
  errors: ['link_expired'],
})
