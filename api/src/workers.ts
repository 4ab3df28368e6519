import { z } from 'zod'
import { endpoint, write } from './endpoint.ts'
import { numeric, ProjectId } from './ids.ts'
import { nonEmptyText } from './text.ts'

const WorkerParams = z.strictObject({ project_id: numeric(ProjectId), worker_id: z.string().max(100) })

const verb = { tag: 'projects', policy: write, params: WorkerParams, status: 204 } as const

export const pauseWorker = endpoint({
  ...verb,
  method: 'PUT',
  path: '/projects/{project_id}/workers/{worker_id}/pause',
  summary: 'Give a worker no more tasks for now; what they hold can still be answered',
  body: z.strictObject({ reason: nonEmptyText(500).meta({ description: 'The worker reads it' }) }),
})
export const resumeWorker = endpoint({
  ...verb,
  method: 'DELETE',
  path: '/projects/{project_id}/workers/{worker_id}/pause',
  summary: 'Give a worker tasks again',
})
export const removeWorker = endpoint({
  ...verb,
  method: 'PUT',
  path: '/projects/{project_id}/workers/{worker_id}/removal',
  summary: 'Take a worker out of the project: what they hold is offered to others, what they answered stays',
})
export const restoreWorker = endpoint({
  ...verb,
  method: 'DELETE',
  path: '/projects/{project_id}/workers/{worker_id}/removal',
  summary: 'Let a removed worker in again',
})
