import { ApiError } from '@whisker/api/client.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { tell } from '../../terminal.ts'

/** What became of the rows. `used`: labels that are known answers, or answers, now; `unfit`: labels that are none of the form. */
export type Counts = { sent: number; there: number; used: number; unfit: number; failed: number }

/** A row that has a task. */
export type Made = { task: ImportedTask; id: string }

/** Says what is wrong with a row, as the person who looks for it would find it. */
export function tellFault({ row, name }: ImportedTask, fault: string): void {
  tell(`Row ${row}${name === null ? '' : ` (${name})`}: ${fault}\n`)
}

/** The same of a label: its row is sent without it. */
export function tellUnfit(task: ImportedTask, fault: string): void {
  tellFault(task, `It was sent, and its label is none of this form: ${fault}`)
}

/** What the service has against a row, with its place; null for what stops all of them. */
export function faultOfRow(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code === 'project_closed') return null
  if (![400, 409, 413, 415, 422].includes(error.problem.status)) return null
  const [first] = error.problem.errors ?? []
  return first ? `${first.pointer} ${first.detail}` : error.message
}
