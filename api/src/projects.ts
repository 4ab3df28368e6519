import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { OutputSpec } from './fields.ts'
import { Page, page, Timestamp } from './ids.ts'
import { ProjectProgress } from './progress.ts'
import { Project, ProjectDraft, ProjectEdit, ProjectParams, projectStatuses } from './project-settings.ts'

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

/** A project as the list shows it. */
export const ListedProject = Project.extend({ progress: ProjectProgress }).meta({ id: 'ListedProject' })
export type ListedProject = z.infer<typeof ListedProject>

export const listProjects = endpoint({
  method: 'GET',
  path: '/projects',
  tag: 'projects',
  summary: 'Your projects, newest first, and how far each is',
  policy: read,
  keyOfProjects: 'theirs',
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
  keyOfProjects: 'all',
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
