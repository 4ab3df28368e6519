import { type DraftValue, isEmpty } from './kind.ts'
import { formatNumber } from './written-number.ts'

/** What a kind does that has nothing of its own to do: what stands in the form is what is sent, and what is shown. */
export const plain = {
  toAnswer: (value: DraftValue) => value,
  fromAnswer: (value: DraftValue) => value,
  isBlank: isEmpty,
  choices: null,
  drawn: null,
  shows: () => null,
  faults: {},
  words: (_field: unknown, value: DraftValue, language: string) => plainWords(value, language),
}

/** A value of which no form is known: numbers as the person writes them. */
export function plainWords(value: DraftValue, language: string): string {
  if (typeof value === 'number') return formatNumber(value, language)
  if (!Array.isArray(value)) return value
  return value.map(textOf).join(', ') || '–'
}

const ofPlaces = ['x', 'y', 'width', 'height', 'points', 'attributes']

/** An object by its label, a row by what stands in it, of an order a place. */
function textOf(one: Extract<DraftValue, unknown[]>[number]): string {
  if (typeof one === 'string') return one
  if (Array.isArray(one)) return one.join(' = ')
  if (typeof one.label === 'string') return one.label
  const said = Object.entries(one).filter(([key]) => !ofPlaces.includes(key))
  return said.length === 0 ? '□' : Object.values(one).flat().join(' ')
}
