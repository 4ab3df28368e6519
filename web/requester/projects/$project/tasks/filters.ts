import { type Task, taskStatuses } from '@whisker/api/tasks.ts'

/** Which tasks, in which order: lives in the address, so that a view can be kept and sent to somebody. */
export type TaskFilters = {
  /** One or several, with commas between them. */
  status?: string
  external_id?: string
  search?: string
  label?: string
  confidence_from?: number
  confidence_to?: number
  worker?: string
  /** Only those that all who have seen them have skipped. */
  skipped?: 'true'
  /** Only those that one after the other takes and lets run out. */
  lapsed?: 'true'
  /** Only those that nobody is given, because a picture cannot be shown. */
  passed_over?: 'true'
  /** The first and the last day on which they were made, such as 2026-03-01, where the reader is. */
  from?: string
  to?: string
  order?: 'newest' | 'least_confident'
}

/** What becomes of some of the filters; undefined takes one away. */
export type Change = { [K in keyof TaskFilters]: TaskFilters[K] | undefined }

export function readTaskFilters(search: Record<string, unknown>): TaskFilters {
  const status = statusesOf({ status: text(search.status) })
  const read = {
    status: status.join(),
    external_id: text(search.external_id),
    search: text(search.search),
    label: /^[A-Za-z]\w{0,62}=/.test(text(search.label)) ? text(search.label) : '',
    confidence_from: share(search.confidence_from),
    confidence_to: share(search.confidence_to),
    worker: text(search.worker).slice(0, 100),
    skipped: String(search.skipped) === 'true' ? 'true' : '',
    lapsed: String(search.lapsed) === 'true' ? 'true' : '',
    passed_over: String(search.passed_over) === 'true' ? 'true' : '',
    from: day(search.from),
    to: day(search.to),
    order: search.order === 'newest' || search.order === 'least_confident' ? search.order : '',
  }
  return onlyChosen(read) as TaskFilters
}

/** The filters that are chosen: an address names no others. A confidence of 0 is a choice. */
export function onlyChosen(filters: Record<string, unknown>): Partial<TaskFilters> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''))
}

export function statusesOf({ status = '' }: Pick<TaskFilters, 'status'>): Task['status'][] {
  const named = status.split(',')
  return taskStatuses.filter((known) => named.includes(known))
}

/** Whether tasks are left out; an order leaves none out. */
export function isFiltered({ order: _, ...filters }: TaskFilters): boolean {
  return Object.keys(filters).length > 0
}

/** The filters in the words of `GET /tasks`. */
export function queryOf({ from, to, confidence_from, confidence_to, ...same }: TaskFilters) {
  return {
    ...same,
    ...(confidence_from !== undefined && { confidence_from: String(confidence_from) }),
    ...(confidence_to !== undefined && { confidence_to: String(confidence_to) }),
    ...(from && { created_from: startOf(from, 0) }),
    ...(to && { created_to: startOf(to, 1) }),
  }
}

/** The first moment of a day, or of one some days later: days have 23 or 25 hours when the clocks change. */
function startOf(date: string, later: number): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number]
  return new Date(year, month - 1, dayOfMonth + later).toISOString()
}

function day(value: unknown): string {
  const date = text(value)
  const real = /^[12]\d{3}-\d\d-\d\d$/.test(date) && new Date(`${date}T00:00:00Z`)
  return real && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : ''
}

/** To whole percents: what a person chooses, and what is never written with an exponent. */
function share(value: unknown): number | undefined {
  const number = typeof value === 'number' || text(value) !== '' ? Number(value) : Number.NaN
  return number >= 0 && number <= 1 ? Math.round(number * 100) / 100 : undefined
}

/** The router reads a value such as 17 as a number; these are always texts. */
function text(value: unknown): string {
  const known = typeof value === 'number' ? String(value) : value
  return typeof known === 'string' ? known.trim().slice(0, 200) : ''
}
