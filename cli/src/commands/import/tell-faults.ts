import type { Told } from '@whisker/api/imports/counts.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { tell } from '../../terminal.ts'

/** Says what is wrong with a row, as the person who looks for it would find it. */
export function tellFault({ row, name }: ImportedTask, fault: string): void {
  tell(`Row ${row}${name === null ? '' : ` (${name})`}: ${fault}\n`)
}

export const told: Told = {
  fault: tellFault,
  unfit: (task, fault) => tellFault(task, `It was sent, and its label is none of this form: ${fault}`),
}
