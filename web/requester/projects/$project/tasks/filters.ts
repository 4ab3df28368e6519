import { type Task, taskStatuses } from '@whisker/api/tasks.ts'

/** Which tasks, in which order: lives in the address, so that a view can be kept and sent to somebody. */
export type TaskFilters = {
  status?: Task['status']
  external_id?: string
  search?: string
  label?: string
  order?: 'newest' | 'least_confident'
}

export function readTaskFilters(search: Record<string, unknown>): TaskFilters {
  const status = taskStatuses.find((known) => known === search.status)
  return {
    ...(status && { status }),
    ...(text(search.external_id) && { external_id: text(search.external_id) }),
    ...(text(search.search) && { search: text(search.search) }),
    ...(/^[A-Za-z]\w{0,62}=/.test(text(search.label)) && { label: text(search.label) }),
    ...((search.order === 'newest' || search.order === 'least_confident') && { order: search.order }),
  }
}

/** The router reads a value such as 17 as a number; these are always texts. */
function text(value: unknown): string {
  const known = typeof value === 'number' ? String(value) : value
  return typeof known === 'string' ? known.trim().slice(0, 200) : ''
}
