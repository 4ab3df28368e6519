import { displayForm } from '@whisker/api/display-form.ts'
import { groupNumbers, type NumberGroup } from './number-location.ts'

/** What one output field holds: text, a number, or the chosen options of a checkbox field. */
export type FieldValue = string | number | string[]

/** The part of an output field that decides how its answers are put together. */
export type ConsolidatedField = {
  type: 'input' | 'textarea' | 'number' | 'select' | 'radio' | 'checkbox' | 'rating'
  options?: readonly { value: string }[] | undefined
  /** Numbers: how far two may differ and still be the same answer. */
  tolerance?: number | undefined
  /** Ratings: the most stars. */
  max?: number | undefined
  required?: boolean | undefined
  /** Checkboxes: how many options are to be ticked. */
  min_count?: number | undefined
  max_count?: number | undefined
}

export type Vote = { value: FieldValue | null; count: number }

export type MajorityResult = {
  /** The consolidated value; null when nobody answered, or when most left the field empty. */
  value: FieldValue | null
  /** Share of the answers that agree with the value, 0..1. 0 without answers. */
  confidence: number
  /** What was answered how often, most frequent first, then in the order of the answers. */
  votes: Vote[]
}

/** What is published of one field of one item. */
export type FieldResult = MajorityResult & {
  /** Numbers: how far the answers lie apart, as a robust standard deviation. */
  spread?: number
  /** Text: the probability that nobody gave the right name. */
  other?: number
}

/**
 * One task's answers of one output field, put together without knowing anything about the workers.
 *
 * - `input`, `textarea`: votes over `keyOf`; the winner is shown as most people typed it.
 * - `select`, `radio`: votes.
 * - `checkbox`: each option is a yes/no question and is in the value when more than half ticked it; confidence is that of
 *   the least certain option, because one wrong tick makes the set wrong; `votes` count the ticks of each option.
 * - `number`, `rating`: votes, over numbers that say the same (number-location.ts); of equals the nearest to the median.
 *
 * Other ties go to the value that comes first in `values`, and a value wins a tie against "no answer". Deterministic.
 *
 * @param values one entry per answer; `undefined` and `null` (an optional field left empty) are votes for "no
 *   answer", as are values that are not of the field's type.
 * @param keyOf texts: the key of a name (naming.ts).
 */
export function consolidateByMajority(
  field: ConsolidatedField,
  values: readonly (FieldValue | null | undefined)[],
  keyOf: (text: string) => string = displayForm,
): MajorityResult {
  if (values.length === 0) return { value: null, confidence: 0, votes: [] }
  const given = values.map((value) => asGiven(field, value))
  switch (field.type) {
    case 'input':
    case 'textarea':
      return plurality(given, (value) => keyOf(String(value)))
    case 'select':
    case 'radio':
      return plurality(given, String)
    case 'checkbox':
      return perOption(field, given as (string[] | null)[])
    case 'number':
    case 'rating':
      return byNearness(field, given as (number | null)[])
  }
}

/** The value as an answer of this kind of field, or null for "no answer". */
export function asGiven(field: ConsolidatedField, value: FieldValue | null | undefined): FieldValue | null {
  switch (field.type) {
    case 'input':
    case 'textarea':
      return typeof value === 'string' ? displayForm(value) || null : null
    case 'select':
    case 'radio':
      return typeof value === 'string' ? value : null
    case 'checkbox':
      return Array.isArray(value) ? value : null
    case 'number':
    case 'rating':
      return typeof value === 'number' && Number.isFinite(value) ? value : null
  }
}

/** Counts forms within groups: `key` says which values are the same answer. */
export function countVotes(values: (FieldValue | null)[], key: (value: FieldValue) => string): Vote[] {
  const groups = new Map<string | null, { count: number; forms: Map<FieldValue | null, number> }>()
  for (const value of values) {
    const group = value === null ? null : key(value)
    const entry = groups.get(group) ?? { count: 0, forms: new Map<FieldValue | null, number>() }
    groups.set(group, entry)
    entry.count++
    entry.forms.set(value, (entry.forms.get(value) ?? 0) + 1)
  }
  // Maps keep the order of insertion and `sort` is stable: among equals the first answered stays first.
  const votes = [...groups.values()].map(({ count, forms }) => ({ value: mostFrequent(forms), count }))
  return votes.sort((a, b) => b.count - a.count || Number(a.value === null) - Number(b.value === null))
}

function mostFrequent(forms: Map<FieldValue | null, number>): FieldValue | null {
  let best: FieldValue | null = null
  let most = 0
  for (const [form, count] of forms) {
    if (count > most) [best, most] = [form, count]
  }
  return best
}

function plurality(given: (FieldValue | null)[], key: (value: FieldValue) => string): MajorityResult {
  const votes = countVotes(given, key)
  return { value: votes[0]!.value, confidence: votes[0]!.count / given.length, votes }
}

/** The numbers that most agree on (number-location.ts). */
function byNearness(field: ConsolidatedField, given: (number | null)[]): MajorityResult {
  const votes = countVotes(given, String)
  const numbers = given.filter((value) => value !== null)
  const empty = given.length - numbers.length
  const groups = groupNumbers(
    numbers,
    numbers.map(() => 1),
    field,
    null,
  )
  let most: NumberGroup | null = null
  for (const group of groups) if (most === null || group.members.length > most.members.length) most = group
  if (most === null || most.members.length < empty) return { value: null, confidence: empty / given.length, votes }
  return { value: most.value, confidence: most.members.length / given.length, votes }
}

function perOption(field: ConsolidatedField, given: (string[] | null)[]): MajorityResult {
  const ticks = new Map<string, number>(field.options?.map((option) => [option.value, 0]))
  let empty = 0
  for (const ticked of given) {
    if (ticked === null) empty++
    for (const option of new Set(ticked)) ticks.set(option, (ticks.get(option) ?? 0) + 1)
  }
  const votes: Vote[] = [...ticks].map(([value, count]) => ({ value, count }))
  if (empty > 0) votes.push({ value: null, count: empty })
  votes.sort((a, b) => b.count - a.count)
  if (empty * 2 > given.length) return { value: null, confidence: empty / given.length, votes }
  let confidence = 1
  for (const count of ticks.values())
    confidence = Math.min(confidence, Math.max(count, given.length - count) / given.length)
  const value = [...ticks].filter(([, count]) => count * 2 > given.length).map(([option]) => option)
  return { value, confidence, votes }
}
