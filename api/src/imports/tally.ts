import { isObject } from './entry.ts'
import type { Found } from './find-pictures.ts'
import type { ImportedField } from './imported.ts'

/** How often each class of a field was said. */
export type ClassCounts = { name: string; type: string; classes: { label: string; count: number }[] }

/** `blank`: rows of which somebody has said that there is nothing. */
export type Tally = { rows: number; good: number; labeled: number; blank: number; fields: ClassCounts[] }

/** What a file says, counted over the rows that can be taken. */
export function tally(fields: readonly ImportedField[], found: readonly Found[]): Tally {
  const good = found.filter(({ fault }) => fault === null)
  const answers = good.flatMap(({ task: { answer } }) => (answer ? [answer] : []))
  return {
    ...{ rows: found.length, good: good.length, labeled: answers.length },
    blank: answers.filter(saysNothing).length,
    fields: fields.map(({ name, type, options }) => {
      const counts = new Map((options ?? []).map(({ value }) => [value, 0]))
      for (const answer of answers)
        if (options) for (const label of labelsOf(answer[name])) counts.set(label, (counts.get(label) ?? 0) + 1)
      return { name, type, classes: [...counts].map(([label, count]) => ({ label, count })) }
    }),
  }
}

function saysNothing(answer: Record<string, unknown>): boolean {
  const values = Object.values(answer)
  return values.length > 0 && values.every((value) => Array.isArray(value) && value.length === 0)
}

/** A choice, several, or the labels of objects. */
function labelsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((one) => {
    const label = isObject(one) ? one.label : one
    return typeof label === 'string' ? [label] : []
  })
}
