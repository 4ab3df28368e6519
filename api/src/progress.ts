import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { ProjectParams } from './project-settings.ts'

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
