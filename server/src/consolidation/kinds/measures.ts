import type { FieldValue } from '@whisker/api/fields.ts'
import { answersByTask } from '../answers.ts'
import type { ConsolidatedField, MajorityResult, ModelledField } from '../field.ts'
import { type Expected, type FieldFit, type Gold, type KindCollector, peopleOf } from '../field-fit.ts'
import { untossedCoins } from '../field-model.ts'
import { answersToTellWorkersApart, minNames } from '../fit-texts.ts'
import { knownOf } from '../gold.ts'
import { krippendorffAlpha } from '../krippendorff.ts'
import { unsaid } from '../name-texts.ts'
import {
  agreeOnNumber,
  groupNumbers,
  learnScatter,
  type NumberGroup,
  type Scatter,
  spreadOf,
} from '../number-location.ts'
import { fitOneCoin } from '../one-coin.ts'
import { coinsOfFit } from '../online-coins.ts'
import { countVotes } from '../votes.ts'
import type { Grouped, Kind } from './kind.ts'

/** How one kind of measure differs from the other. */
type Scale = {
  /** Among how many values an error may fall. */
  classesOf(field: ConsolidatedField): number
  /** Whether people who look at the same item may measure a little differently. */
  scatters: boolean
  /** How far apart two values are, for Krippendorff's alpha. */
  metric: 'interval' | 'ordinal'
}

/** The same ones are those that lie near (number-location.ts); of equals the nearest to the median. */
const measure = (scale: Scale) =>
  ({
    asGiven,
    majority: (field, given) => byNearness(field, given as (number | null)[]),
    agrees: (field, truth, value, { scatter }) => agreeOnNumber(Number(value), Number(truth), field, scatter),
    group: (field, values, { scatter }, weights) => byDistance(field, values as (number | null)[], weights, scatter),
    emptyModel: ([field]) => untossedCoins(scale.classesOf(field!)),
    collect: ([field], expected) => collect(field!, scale, expected),
    told(_, values, { value }) {
      const numbers = values.filter((each) => each !== null) as number[]
      const spread = value === null ? {} : { spread: spreadOf(numbers, value as number) }
      return { ...spread, votes: countVotes(values, String) }
    },
    isTyped: false,
  }) satisfies Partial<Kind>

export const numbers: Kind = {
  ...measure({ classesOf: () => minNames, scatters: true, metric: 'interval' }),
  confusion: null,
  isComparable: false,
  bars: 'ranges',
}

const starsOf = ({ max = 5 }: ConsolidatedField) => Number(max)

export const ratings: Kind = {
  ...measure({ classesOf: starsOf, scatters: false, metric: 'ordinal' }),
  confusion: { key: String, order: (a, b) => Number(a) - Number(b) },
  isComparable: true,
  bars: (field, values) =>
    Array.from({ length: starsOf(field) }, (_, n) => ({
      ...{ from: n + 1, to: n + 1 },
      tasks: values.find(({ value }) => value === String(n + 1))?.tasks ?? 0,
    })),
}

function asGiven(value: FieldValue | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
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
  let largest: NumberGroup | null = null
  for (const group of groups) if (largest === null || group.members.length > largest.members.length) largest = group
  if (largest === null || largest.members.length < empty)
    return { value: null, confidence: empty / given.length, votes }
  return { value: largest.value, confidence: largest.members.length / given.length, votes }
}

/** "No answer" comes last. */
function byDistance(
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

function collect(field: ModelledField, scale: Scale, { items }: Expected): KindCollector {
  const columns: Columns = { item: [], worker: [], value: [] }
  return {
    add(item, worker, value) {
      columns.item.push(item)
      columns.worker.push(worker)
      columns.value.push(asGiven(value))
    },
    fit: (workers, _, gold) => fit(field, scale, columns, items, workers, gold),
  }
}

type Columns = { item: number[]; worker: number[]; value: (number | null)[] }

function fit(
  field: ModelledField,
  scale: Scale,
  columns: Columns,
  tasks: number,
  workers: number,
  gold: Gold,
): FieldFit {
  const { item: task, worker, value } = columns
  const start = startsOf(tasks, task)
  const numbersOf = (t: number) => value.slice(start[t], start[t + 1]).filter((each) => each !== null)
  const byTask = Array.from({ length: tasks }, (_, t) => numbersOf(t))
  const scatter = scale.scatters ? learnScatter(byTask) : null
  const agreesWith = (truth: number, shown: FieldValue | null) =>
    shown !== null && agreeOnNumber(Number(shown), truth, field, scatter)
  const label = new Int32Array(value.length)
  const known = new Int32Array(tasks).fill(-1)
  for (let t = 0; t < tasks; t++) {
    const own = value.slice(start[t], start[t + 1])
    const weights = own.map(() => 1)
    const { labels, show } = byDistance(field, own, weights, scatter)
    label.set(labels, start[t])
    const truth = gold.get(t)
    if (truth === undefined) continue
    const said = labels.find((each) => agreesWith(Number(truth), show(each)))
    known[t] = said ?? unsaid
  }
  const classes = scale.classesOf(field)
  const answers = answersByTask({ tasks, workers, classes: Number.POSITIVE_INFINITY, task, worker, label })
  const passes = value.length < answersToTellWorkersApart ? 0 : undefined
  const { accuracy } = fitOneCoin(answers, gold.size > 0 ? knownOf(answers, known) : {}, passes, classes)
  const coins = coinsOfFit({ classes, accuracy, task, worker, same: (i, j) => label[i] === label[j] })
  const numberStart = new Int32Array(tasks + 1)
  byTask.forEach((numbers, t) => {
    numberStart[t + 1] = numberStart[t]! + numbers.length
  })
  return {
    model: { kind: 'coins', coins, spelling: new Map(), scatter },
    method: 'median',
    answers: value.length,
    alpha: krippendorffAlpha(numberStart, Float64Array.from(byTask.flat()), scale.metric),
    workers: peopleOf(accuracy, worker, workers),
    suggestions: [],
  }
}

/** Where the answers of each task begin, in columns in task order. */
function startsOf(tasks: number, task: readonly number[]): Int32Array {
  const start = new Int32Array(tasks + 1)
  for (const t of task) start[t + 1]!++
  for (let t = 0; t < tasks; t++) start[t + 1]! += start[t]!
  return start
}
