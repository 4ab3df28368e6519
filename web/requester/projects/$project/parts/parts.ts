import { title } from '@whisker/api/field-names.ts'
import type { FieldResult } from '@whisker/api/field-result.ts'
import type { FieldObject, OutputField } from '@whisker/api/fields.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import { smallFieldsOf } from '@whisker/api/small-fields.ts'
import { formatShare, plural } from '../../../../ui/numbers.ts'
import { attributesOf } from '../../../../worker/kinds/attributes.ts'
import { formatValue } from '../values.ts'

/** One of several things that a result says are there, or stand in an order. */
export type Part = {
  /** Where it stands in the result. */
  at: number
  words: string
  /** The probability of this. */
  sure: number
  that: string
  /** How many people name it, and how sure it is what is said of it. */
  about: string
}

/** What a result has several of, the least sure first: what a person doubts is there, and what is said of it. */
export function partsOf(result: FieldResult, field?: OutputField): Part[] {
  const { value, rows, objects, order } = result
  if (order) return placesOf(value as RankValue, order)
  const sure = rows ?? objects ?? []
  if (!Array.isArray(value) || sure.length !== value.length) return []
  const small = new Map(field ? smallFieldsOf(field).fields.map((one) => [one.name, title(one)]) : [])
  return sure
    .map(({ exists, found, ...said }, at): Part => {
      const [shares, values] =
        'fields' in said ? [said.fields, value[at]] : [said.attributes ?? {}, attributesOf(value[at] as FieldObject)]
      const told = Object.entries(shares).filter(([name]) => name in (values as object))
      const about = told.map(([name, share]) => `${small.get(name) ?? name} ${formatShare(share)}`)
      const words = wordsOf(value[at]!, field)
      return {
        at,
        words,
        sure: exists,
        that: 'it is there',
        about: [`said by ${plural(found, 'person', 'people')}`, ...about].join(', '),
      }
    })
    .sort((a, b) => a.sure - b.sure || a.at - b.at)
}

/** Who looks for doubt further down looks at the result itself. */
const maxPlaces = 10

/** From the first place down, each with how surely it stands above the next. */
function placesOf(places: RankValue, { above, whole }: NonNullable<FieldResult['order']>): Part[] {
  let last = -1
  return places.slice(0, Math.min(maxPlaces, places.length - 1)).flatMap((group, at): Part[] => {
    last += group.length
    const sure = above[last]?.[0]
    const about = at === 0 ? `whole order ${formatShare(whole)}` : ''
    const that = `it stands above ${places[at + 1]!.join(' = ')}`
    return sure === undefined ? [] : [{ at, words: group.join(' = '), sure, that, about }]
  })
}

function wordsOf(one: Exclude<FieldResult['value'], string | number | null>[number], field?: OutputField): string {
  if (typeof one !== 'string' && 'text' in one && 'start' in one) return String(one.text)
  return formatValue([one] as FieldResult['value'], field)
}
