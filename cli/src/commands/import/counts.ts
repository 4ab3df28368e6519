import { ApiError } from '@whisker/api/client.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { tell } from '../../terminal.ts'

/** What became of the rows. `unfit`: labels that are none of the form. */
export type Counts = { sent: number; there: number; known: number; unfit: number; failed: number }

/** Says what is wrong with a row, as the person who looks for it would find it. */
export function tellFault({ row, name }: ImportedTask, fault: string): void {
  tell(`Row ${row}${name === null ? '' : ` (${name})`}: ${fault}\n`)
}

/** What the service has against a row, with its place; null for what stops all of them. */
export function faultOfRow(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code === 'project_closed') return null
  if (![400, 409, 413, 415, 422].includes(error.problem.status)) return null
  const [first] = error.problem.errors ?? []
  return first ? `${first.pointer} ${first.detail}` : error.message
}
