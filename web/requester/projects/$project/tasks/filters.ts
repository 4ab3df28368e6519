import { type Task, taskStatuses } from '@whisker/api/tasks.ts'

/** Which tasks, in which order: lives in the address, so that a view can be kept and sent to somebody. */
export type TaskFilters = { status?: Task['status']; external_id?: string; order?: 'newest' }

export function readTaskFilters(search: Record<string, unknown>): TaskFilters {
  const status = taskStatuses.find((known) => known === search.status)
  // The router reads a value such as 17 as a number; an external id is always a text.
  const id = typeof search.external_id === 'number' ? String(search.external_id) : search.external_id
  return {
    ...(status && { status }),
    ...(typeof id === 'string' && id !== '' && { external_id: id.slice(0, 200) }),
    ...(search.order === 'newest' && { order: 'newest' }),
  }
}
