import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { Id, Page, page, Sha256, Timestamp } from './ids.ts'
import { ProjectParams } from './project-settings.ts'
import { TaskParams } from './tasks.ts'

export const deletionKinds = ['project', 'task', 'picture'] as const

/** What is left of something that was deleted: that it was there, who asked, and when it was gone. */
export const Deletion = z
  .object({
    id: Id,
    kind: z.enum(deletionKinds),
    subject: z.string().meta({ description: 'Number of the project, id of the task, SHA-256 of the picture' }),
    person_id: Id.nullable().meta({ description: 'The member who asked; null: an API key, or somebody who is gone' }),
    tasks: z.int().meta({ description: 'How many tasks have gone so far' }),
    requested_at: Timestamp,
    finished_at: Timestamp.nullable().meta({ description: 'null while rows are still being removed' }),
  })
  .meta({ id: 'Deletion' })
export type Deletion = z.infer<typeof Deletion>

export const deleteProject = endpoint({
  method: 'DELETE',
  path: '/projects/{project_id}',
  tag: 'projects',
  summary: 'Delete a project with everything in it, for good',
  description:
    'From this moment on nobody finds it. Its tasks, answers, results, events and pictures are removed in the background, some thousand a second; `GET /deletions` tells how far that is. Pictures that another project of the workspace shows stay. The event `project.deleted` is all that is told. There is no way back but a backup: to put a project aside, archive it.',
  policy: { who: 'requester', scope: 'write', role: 'owner' },
  params: ProjectParams,
  status: 202,
  response: Deletion,
})

export const deleteTask = endpoint({
  method: 'DELETE',
  path: '/tasks/{task_id}',
  tag: 'tasks',
  summary: 'Delete a task with its answers and its result, for good',
  description:
    'What was told of it in events goes too; `task.deleted` is all that stays. Its pictures go within minutes, unless another task shows them. Releases keep its row (not its pictures): delete those too where it must be forgotten. Who holds it cannot answer any more. To keep its answers, cancel it instead.',
  policy: write,
  params: TaskParams,
  status: 200,
  response: Deletion,
})

export const deleteAsset = endpoint({
  method: 'DELETE',
  path: '/assets/{sha256}',
  tag: 'assets',
  summary: 'Delete a picture that no task shows',
  description: 'Pictures of deleted tasks go by themselves, and so does what no task has shown for a day.',
  policy: write,
  params: z.strictObject({ sha256: Sha256 }),
  status: 200,
  response: Deletion,
  errors: ['conflict', 'unavailable'],
})

export const listDeletions = endpoint({
  method: 'GET',
  path: '/deletions',
  tag: 'accounts',
  summary: 'What was deleted in the workspace, newest first',
  policy: read,
  query: z.strictObject(Page),
  status: 200,
  response: page(Deletion),
  errors: ['invalid_cursor'],
})

export const deletePerson = endpoint({
  method: 'POST',
  path: '/person/deletion',
  tag: 'accounts',
  summary: 'Delete your account, for good',
  description:
    'Name, e-mail, password, sessions, memberships and what you wrote beside your answers go. The answers stay, under a pseudonym that leads nowhere. Whoever is the only owner of a workspace makes somebody else an owner first.',
  policy: { who: 'person' },
  body: z.strictObject({
    password: z.string().max(1024).optional().meta({ description: 'Of your account, if you have one' }),
  }),
  status: 204,
  errors: ['wrong_credentials', 'conflict', 'rate_limited'],
})

export const exportPerson = endpoint({
  method: 'GET',
  path: '/person/data',
  tag: 'accounts',
  summary: 'Everything that the service keeps about you, as one JSON file',
  policy: { who: 'person' },
  status: 200,
  responseStream: 'json',
})
