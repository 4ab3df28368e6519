import { ApiError } from '../client.ts'
import type { ImportedTask } from './imported.ts'

/** What became of the rows. `used`: labels that are known answers, or answers, now; `unfit`: labels that are none of the form. */
export type Counts = { sent: number; there: number; used: number; unfit: number; failed: number }

/** A row that has a task. */
export type Made = { task: ImportedTask; id: string }

/** Who is told, by row, what is wrong with it, and how far things are. */
export type Told = {
  /** It was not sent. */
  fault(task: ImportedTask, why: string): void
  /** It was sent without its label. */
  unfit(task: ImportedTask, why: string): void
  counted?(): void
}

/** What the service has against a row, with its place; null for what stops all of them. */
export function faultOfRow(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code === 'project_closed') return null
  if (![400, 409, 413, 415, 422].includes(error.problem.status)) return null
  const [first] = error.problem.errors ?? []
  return first ? `${first.pointer} ${first.detail}` : error.message
}
