import { namesInTask, type Spelling } from './join-names.ts'
import { type ConsolidatedField, countVotes, type FieldValue } from './majority.ts'
import type { Naming } from './naming.ts'
import { groupNumbers, type Scatter } from './number-location.ts'
import { shownAs } from './shown-as.ts'

export type Grouped = {
  /** The same number for answers that say the same. */
  labels: number[]
  /** What a label is shown as. */
  show: (label: number) => FieldValue | null
}

/**
 * Which answers of one item say the same? Texts by their names, as in join-names.ts; numbers and ratings by
 * how near they are (number-location.ts); options by what they are. Of labels of equal standing the lower is preferred.
 *
 * @param weights numbers and ratings: how much each answer counts.
 * @param scatter numbers: how far the crowd's answers to one item lie apart; null where that is not known.
 */
export function groupAnswers(
  field: ConsolidatedField,
  values: (FieldValue | null)[],
  spelling: Spelling,
  naming: Naming,
  weights: number[],
  scatter: Scatter | null,
): Grouped {
  switch (field.type) {
    case 'input':
    case 'textarea':
      return byName(values as (string | null)[], spelling, naming)
    case 'number':
    case 'rating':
      return groupMeasures(field, values as (number | null)[], weights, scatter)
    default:
      return byValue(values)
  }
}

function byName(values: (string | null)[], spelling: Spelling, naming: Naming): Grouped {
  const keys = values.map((value) => (value === null ? '' : naming.key(value)))
  const names = namesInTask(keys, spelling, naming)
  const distinct = [...new Set(names)]
  return {
    labels: names.map((name) => distinct.indexOf(name)),
    show: (label) => shownAs(distinct[label]!, values, keys, names, naming) || null,
  }
}

/** Numbers and ratings: "no answer" comes last. */
export function groupMeasures(
  field: ConsolidatedField,
  values: (number | null)[],
  weights: number[],
  scatter: Scatter | null,
): Grouped {
  const given = values.flatMap((value, i) => (value === null ? [] : [i]))
  const groups = groupNumbers(
    given.map((i) => values[i]!),
    given.map((i) => weights[i]!),
    field,
    scatter,
  )
  const labels = values.map(() => groups.length)
  groups.forEach(({ members }, label) => {
    for (const member of members) labels[given[member]!] = label
  })
  return { labels, show: (label) => groups[label]?.value ?? null }
}

function byValue(values: (FieldValue | null)[]): Grouped {
  const distinct = countVotes(values, String).map((vote) => vote.value)
  return { labels: values.map((value) => distinct.indexOf(value)), show: (label) => distinct[label]! }
}
