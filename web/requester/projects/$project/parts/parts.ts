import { title } from '@whisker/api/field-names.ts'
import type { FieldResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { formatShare, plural } from '../../../../ui/numbers.ts'
import { formatValue } from '../values.ts'

/** One of several things that a result says are there. */
export type Part = {
  /** Where it stands in the result. */
  at: number
  words: string
  /** The probability that there is such a thing. */
  exists: number
  /** How many people name it, and how sure it is what is said of it. */
  about: string
}

/** What a result has several of, the least sure first: what a person doubts is there, and what is said of it. */
export function partsOf({ value, rows, objects }: FieldResult, field?: OutputField): Part[] {
  const sure = rows ?? objects ?? []
  if (!Array.isArray(value) || sure.length !== value.length) return []
  const small = new Map(field && 'fields' in field ? field.fields.map((one) => [one.name, title(one)]) : [])
  return sure
    .map(({ exists, found, ...said }, at): Part => {
      const shares =
        'fields' in said ? Object.entries(said.fields).filter(([name]) => name in (value[at] as object)) : []
      const about = shares.map(([name, share]) => `${small.get(name) ?? name} ${formatShare(share)}`)
      const words = wordsOf(value[at]!, field)
      return { at, words, exists, about: [`said by ${plural(found, 'person', 'people')}`, ...about].join(', ') }
    })
    .sort((a, b) => a.exists - b.exists || a.at - b.at)
}

function wordsOf(one: Exclude<FieldResult['value'], string | number | null>[number], field?: OutputField): string {
  if (typeof one !== 'string' && 'text' in one && 'start' in one) return String(one.text)
  return formatValue([one] as FieldResult['value'], field)
}
