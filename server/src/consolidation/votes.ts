import type { FieldValue } from '@whisker/api/fields.ts'
import type { MajorityResult, Vote } from './field.ts'
import type { Grouped } from './kinds/kind.ts'

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
  let max = 0
  for (const [form, count] of forms) {
    if (count > max) [best, max] = [form, count]
  }
  return best
}

/** @param given at least one. */
export function plurality(given: (FieldValue | null)[], key: (value: FieldValue) => string): MajorityResult {
  const votes = countVotes(given, key)
  return { value: votes[0]!.value, confidence: votes[0]!.count / given.length, votes }
}

/** Values that have the same key say the same. */
export function groupByKey(values: (FieldValue | null)[], key: (value: FieldValue) => string): Grouped {
  const keys = values.map((value) => (value === null ? null : key(value)))
  const votes = countVotes(values, key)
  const distinct = votes.map(({ value }) => (value === null ? null : key(value)))
  return { labels: keys.map((each) => distinct.indexOf(each)), show: (label) => votes[label]!.value }
}
