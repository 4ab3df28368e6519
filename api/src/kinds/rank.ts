import { found, joinList, splitList } from './cell.ts'
import type { Fault, FieldOf, Kind } from './kind.ts'
import { optionMeant } from './options.ts'
import type { RankValue } from './schema/rank.ts'

type Ranked = {
  options?: readonly { value: string }[] | undefined
  of?: readonly string[] | string | undefined
  ties?: boolean | undefined
  top?: number | undefined
}

/** What a field of this kind puts in order: its options, or the input fields of the item. */
export function rankedIn({ options, of }: Pick<Ranked, 'options' | 'of'>): string[] {
  return options ? options.map(({ value }) => value) : Array.isArray(of) ? [...of] : []
}

/** An order, best first, in which several may share a place. */
export const rank: Kind<FieldOf<'rank'>> = {
  joinings: [],
  inputsOf: ({ of }) => of ?? [],
  meant: (field, value) => inOneForm(field, value),
  check: (field, value) => shapeFault(value, rankedIn(field).length) ?? orderFault(field, value as RankValue),
  // By what stands first.
  names: (value) => [...((value as RankValue)[0] ?? [])],
  readCell: (_, cell) => found(readOrder(cell)),
  example: (field) =>
    inOneForm(
      field,
      rankedIn(field).map((value) => [value]),
    ) as RankValue,
}

/** As people read it: `a > b = c > d`. */
export function writeOrder(order: RankValue): string {
  return joinList(
    order.map((group) => joinList(group, '=')),
    '>',
  )
}

function readOrder(cell: string): RankValue {
  return splitList(cell, '>').map((group) => splitList(group, '=').map((value) => value.trim()))
}

/**
 * The same order is the same value: those that share a place in the order of the form, and all that stand behind the first `top`
 * together in the last place.
 */
function inOneForm(field: Ranked, value: unknown): unknown {
  const all = rankedIn(field)
  if (shapeFault(value, all.length)) return value
  const { options = [], top } = field
  const place = new Map(all.map((one, at) => [one, at]))
  const inForm = (group: string[]) => group.sort((a, b) => (place.get(a) ?? all.length) - (place.get(b) ?? all.length))
  const groups = (value as RankValue).map((group) => inForm(group.map((one) => optionMeant(options, one) as string)))
  if (top === undefined) return groups
  const { ordered, rest } = cutAt(groups, top)
  // What is wrong with those that are there is for the check to say.
  if (ordered.flat().length < top) return groups
  const said = new Set(groups.flat())
  const behind = [...rest.flat(), ...all.filter((one) => !said.has(one))]
  return behind.length === 0 ? ordered : [...ordered, inForm(behind)]
}

/** The places down to the one with which `top` values are there, and those behind it. */
export function cutAt(groups: RankValue, top = Number.POSITIVE_INFINITY): { ordered: RankValue; rest: RankValue } {
  let count = 0
  let at = 0
  while (at < groups.length && count < top) count += groups[at++]!.length
  return { ordered: groups.slice(0, at), rest: groups.slice(at) }
}

/** Groups of texts, and no more than there is to put in order: found before the texts are looked at. */
function shapeFault(value: unknown, count: number): Fault | null {
  const wrong = (detail: string, at?: string): Fault => ({ code: 'wrong_type', detail, ...(at && { at }) })
  if (!Array.isArray(value)) return wrong('must be a list of places, best first: [["a"], ["b"]].')
  const tooMany = (length: number): Fault => ({ code: 'too_many', detail: `has only ${count}; here are ${length}.` })
  if (value.length > count) return tooMany(value.length)
  let length = 0
  for (const [at, group] of value.entries()) {
    if (!Array.isArray(group) || group.length === 0)
      return wrong('must be a list of what stands in this place.', `/${at}`)
    length += group.length
    if (length > count) return tooMany(length)
    const other = group.findIndex((one) => typeof one !== 'string')
    if (other >= 0) return wrong('must be a text.', `/${at}/${other}`)
  }
  return null
}

function orderFault(field: Ranked, groups: RankValue): Fault | null {
  const all = rankedIn(field)
  const said = new Set<string>()
  for (const [at, group] of groups.entries())
    for (const [n, value] of group.entries()) {
      const here = `/${at}/${n}`
      if (!all.includes(value))
        return { code: 'unknown_option', detail: `must be one of: ${all.join(', ')}.`, at: here }
      if (said.has(value)) return { code: 'duplicate', detail: 'stands in the order twice.', at: here }
      said.add(value)
    }
  const { ordered } = cutAt(groups, field.top)
  const tied = field.ties ? -1 : ordered.findIndex((group) => group.length > 1)
  if (tied >= 0) return { code: 'tied', detail: 'must hold one: no two may share a place.', at: `/${tied}` }
  const missing = all.filter((one) => !said.has(one))
  return missing.length > 0
    ? { code: 'missing', detail: `must put all in order; missing: ${missing.join(', ')}.` }
    : null
}
