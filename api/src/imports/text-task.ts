import type { ImportedInput, ImportedTask } from './imported.ts'

/** The one input field of files that are about a text each. */
export const textInputs: ImportedInput[] = [{ name: 'text', type: 'text' }]

export function textTask(row: number, text: string): ImportedTask {
  return { row, name: null, item: { text }, size: null, answer: null, fault: null }
}
