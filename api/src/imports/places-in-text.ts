import { isObject } from './entry.ts'
import type { ImportedField, ImportedTask } from './imported.ts'

const pair = /[\ud800-\udbff][\udc00-\udfff]/

/** Whether programs count the text differently: an emoji is two for JavaScript, and one for Python and for us. */
export function isCountedInTwoWays(text: string): boolean {
  return pair.test(text)
}

/** How many code points stand before a place that JavaScript has counted; null: it is none, or within a character. */
export function codePointsBefore(text: string, at: unknown): number | null {
  if (!Number.isInteger(at) || (at as number) < 0 || (at as number) > text.length) return null
  const offset = at as number
  if (!pair.test(text)) return offset
  return pair.test(text.slice(Math.max(0, offset - 1), offset + 1)) ? null : [...text.slice(0, offset)].length
}

export function arePlaces(said: unknown): said is { start: number; end: number }[] {
  return Array.isArray(said) && said.every((one) => isObject(one) && 'end' in one)
}

/** Where two parts of a text share characters, the form must say that they may. */
export function allowOverlaps(fields: readonly ImportedField[], tasks: readonly ImportedTask[]): ImportedField[] {
  const overlaps = ({ name }: ImportedField) =>
    tasks.some(({ answer }) => {
      const said = answer?.[name]
      const inOrder = arePlaces(said) ? said.toSorted((a, b) => a.start - b.start) : []
      return inOrder.some(({ start }, n) => n > 0 && start < inOrder[n - 1]!.end)
    })
  return fields.map((field) => (overlaps(field) ? { ...field, overlapping: true } : field))
}
