import { displayForms } from './consolidate-text.ts'
import { type ConsolidatedField, countVotes, type FieldValue, numberScale } from './majority.ts'
import { namesInTask } from './name-texts.ts'
import { displayForm, textKey } from './normalise-text.ts'
import { agreementTolerance, locateNumbers } from './number-location.ts'
import type { Synonym } from './synonyms.ts'

/** How a project's texts are read: its language and its synonyms, followed to their ends (synonyms.ts). */
export type Naming = { language: string; synonyms: readonly Synonym[]; canonical: ReadonlyMap<string, string> }

export type Grouped = {
  /** The same number for answers that say the same. */
  labels: number[]
  /** What a label is shown as. */
  show: (label: number) => FieldValue | null
  /** Numbers and ratings: the label of the value, which is the median and not the most frequent one. */
  chosen?: number
}

/**
 * Which answers of one item say the same? Texts by their names, as in consolidate-text.ts; numbers and ratings by whether
 * they agree with the median (label 0), each other value for itself; options by what they are.
 *
 * @param weights numbers and ratings: how much each answer counts towards the median.
 */
export function groupAnswers(
  field: ConsolidatedField,
  values: (FieldValue | null)[],
  spelling: ReadonlyMap<string, string>,
  naming: Naming,
  weights: number[],
): Grouped {
  switch (field.type) {
    case 'input':
    case 'textarea':
      return byName(values as (string | null)[], spelling, naming)
    case 'number':
    case 'rating':
      return byMedian(field, values as (number | null)[], weights)
    default:
      return byValue(values)
  }
}

function byName(values: (string | null)[], spelling: ReadonlyMap<string, string>, naming: Naming): Grouped {
  const typed = values.map((value) => (value === null ? '' : displayForm(value)))
  const keys = typed.map(textKey)
  const item = { task: keys.map(() => 0) }
  const names = namesInTask(keys, spelling, naming.canonical, naming.language)
  const shown = displayForms(item, typed, keys, names, naming.synonyms)
  const distinct = [...new Set(names)]
  return {
    labels: names.map((name) => distinct.indexOf(name)),
    show: (label) => shown(0, distinct[label]!) || null,
  }
}

function byMedian(field: ConsolidatedField, values: (number | null)[], weights: number[]): Grouped {
  const given = values.flatMap((value, i) => (value === null ? [] : [i]))
  // Left empty by most: "no answer" wins by votes.
  if (given.length === 0 || given.length * 2 < values.length) return byValue(values)
  const scale = numberScale(field)
  const numbers = given.map((i) => values[i]!)
  const own = given.map((i) => weights[i]!)
  const { value: median } = locateNumbers(numbers, scale, own)
  const tolerance = agreementTolerance(median, scale)
  const apart = [...new Set(values)].filter((value) => value === null || Math.abs(value - median) > tolerance)
  return {
    labels: values.map((value) => apart.indexOf(value) + 1),
    show: (label) => (label === 0 ? median : apart[label - 1]!),
    chosen: 0,
  }
}

function byValue(values: (FieldValue | null)[]): Grouped {
  const distinct = countVotes(values, String).map((vote) => vote.value)
  return { labels: values.map((value) => distinct.indexOf(value)), show: (label) => distinct[label]! }
}
