import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { cutAt, rankedIn } from '@whisker/api/kinds/rank.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import type { DraftValue } from './kind.ts'

type RankField = FieldOf<'rank'>

/** The places that a person has given: of a whole order those down to the last that counts. */
export function placesIn(field: RankField, value: DraftValue | undefined): RankValue {
  const isOrder = Array.isArray(value) && value.every((group) => Array.isArray(group))
  return isOrder ? cutAt(value as RankValue, field.top).ordered : []
}

/** As it stands in the form: the last place is that of the one that is left, or of all behind the first that count. */
export function completed(field: RankField, places: RankValue): DraftValue {
  if (places.length === 0) return ''
  const said = places.flat()
  const left = rankedIn(field).filter((one) => !said.includes(one))
  const isDone = left.length === 1 || (left.length > 0 && said.length >= (field.top ?? Number.POSITIVE_INFINITY))
  return isDone ? [...places, left] : places
}

/** The next place for what has none; what has one gives it back, with all behind it, to begin again from there. */
export function toggled(field: RankField, value: DraftValue | undefined, one: string): DraftValue {
  const places = placesIn(field, value)
  const at = places.findIndex((group) => group.includes(one))
  return completed(field, at < 0 ? [...places, [one]] : places.slice(0, at))
}

/** One place up or down; out of a shared place into one of its own. */
export function moved(field: RankField, places: RankValue, at: number, to: number): DraftValue {
  if (to < 0 || to >= places.length) return places
  const next = [...places]
  next.splice(to, 0, ...next.splice(at, 1))
  return completed(field, cutAt(next, field.top).ordered)
}

/** In the place of those above it; there already, in one of its own again. */
export function tied(field: RankField, places: RankValue, at: number): DraftValue {
  const group = places[at]!
  if (group.length > 1) return completed(field, places.toSpliced(at, 1, ...group.map((one) => [one])))
  const all = rankedIn(field)
  const both = at === 0 ? group : all.filter((one) => places[at - 1]!.includes(one) || group.includes(one))
  return at === 0 ? places : completed(field, places.toSpliced(at - 1, 2, both))
}
