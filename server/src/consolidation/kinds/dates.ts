import type { FieldValue } from '@whisker/api/fields.ts'
import { isDay } from '@whisker/api/kinds/date.ts'
import type { MajorityResult, Vote } from '../field.ts'
import { untossedCoins } from '../field-model.ts'
import { minNames } from '../fit-texts.ts'
import { countVotes } from '../votes.ts'
import type { Grouped, Kind } from './kind.ts'
import { collectLongList } from './long-list.ts'

/**
 * Days: two are the same or not, as with a choice, and they have an order. Of days that are said equally often the one in the
 * middle of all that was said is the likeliest: a slip of the pen goes to either side.
 */
export const dates: Kind = {
  asGiven,
  majority: (_, given) => pluralityInOrder(given as (string | null)[]),
  agrees: (_, truth, value) => truth === value,
  group: (_, values) => byDay(values as (string | null)[]),
  emptyModel: () => untossedCoins(minNames),
  collect: (_, expected) => collectLongList({ classes: minNames, asGiven, numberOf: dayNumber }, expected),
  told: (_, values) => ({ votes: countVotes(values, String) }),
  isTyped: false,
  confusion: { key: String, order: (a, b) => (a < b ? -1 : 1) },
  isComparable: true,
  bars: null,
}

function asGiven(value: FieldValue | null | undefined): string | null {
  return typeof value === 'string' && isDay(value) ? value : null
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

/** What was said, the most frequent first; of equals the nearest to the median, then the earlier one; "no answer" last. */
function votesInOrder(values: (string | null)[]): Vote[] {
  const days = values.flatMap((value) => (value === null ? [] : [dayNumber(value)])).sort((a, b) => a - b)
  const median = (days[(days.length - 1) >> 1]! + days[days.length >> 1]!) / 2
  const distance = ({ value }: Vote) =>
    value === null ? Number.POSITIVE_INFINITY : Math.abs(dayNumber(value as string) - median)
  return countVotes(values, String).sort(
    (a, b) => b.count - a.count || distance(a) - distance(b) || (String(a.value) < String(b.value) ? -1 : 1),
  )
}

function pluralityInOrder(given: (string | null)[]): MajorityResult {
  const [first] = votesInOrder(given)
  return { value: first!.value, confidence: first!.count / given.length, votes: countVotes(given, String) }
}

function byDay(values: (string | null)[]): Grouped {
  const days = votesInOrder(values).map(({ value }) => value)
  return { labels: values.map((value) => days.indexOf(value)), show: (label) => days[label]! }
}
