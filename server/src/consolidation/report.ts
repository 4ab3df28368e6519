import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField, FieldResult, ModelledField } from './field.ts'
import type { FieldModel } from './field-model.ts'
import { joinsOf } from './joins.ts'
import { type TalliedJoin, tallyJoins } from './joins-tally.ts'
import { kindOf } from './kinds/kinds.ts'
import { type FieldAnswers, labelItems, placesByItem } from './label-items.ts'
import { consolidateByMajority } from './majority.ts'
import { modelKindOf } from './models/models.ts'
import { type Naming, nameOf } from './naming.ts'
import type { Scatter } from './number-location.ts'
import { type Skill, skillOf } from './worker-skill.ts'

/** How good the labels of one output field are, and what they cost. */
export type FieldReport = {
  /** Tasks with an answer, and answers. */
  tasks: number
  answers: number
  /** Krippendorff's alpha; null where no task has two answers. */
  alpha: number | null
  /** Against gold: the labels as they would be without knowing it, and single answers. Null without gold. */
  gold: { tasks: number; labels: Skill; answers: Skill } | null
  /** What was answered (column) where it was what (row); null where values are no kinds of things. */
  confusion: Confusion | null
  /** Published confidence against what was right, over the gold tasks; null below `minGold`. */
  calibration: CalibrationBin[] | null
  /** The first 1, 2, 3, ... answers of each task put together: what fewer answers would have given. */
  spent: SpentPoint[]
  /** Texts: what was counted as another text. */
  joins: TalliedJoin[]
  /** What `spent` is measured against. */
  measuredBy: 'gold' | 'results'
}

export type Confusion = {
  /** Names in the order of rows and columns; the last may be `null`: everything else. */
  names: (string | null)[]
  counts: number[][]
}
export type CalibrationBin = { from: number; to: number; tasks: number; confidence: number; accuracy: number }
export type SpentPoint = { atMost: number; answersPerTask: number; model: number; majority: number }

/** Judges whether a value is right by the field's own measure. */
export type IsRight = (truth: FieldValue, value: FieldValue | null, scatter: Scatter | null) => boolean

/** As it is with what the crowd of the field has shown. */
type IsRightHere = (truth: FieldValue, value: FieldValue | null) => boolean

/** Fewer gold tasks tell too little to draw a line through. */
export const minGold = 20
const maxAnswers = 10
const maxNames = 20
const binCount = 10

type Gold = ReadonlyMap<number, FieldValue>

/**
 * Everything is measured on labels that do not know the gold (a known answer is right by definition), and the answers spent
 * are the first of each task, in the order in which they came: what stopping earlier would have given. The labels are made
 * by the engine that publishes (label-items.ts).
 *
 * @param versions the field in each version of the specs, newest first.
 */
export function reportField(
  versions: readonly ModelledField[],
  answers: FieldAnswers,
  naming: Naming,
  gold: Gold,
  judge: IsRight,
): FieldReport {
  const field = versions[0]!
  const all = labelItems(versions, answers, naming)
  const { model } = all.fit
  const { scatter } = modelKindOf(model).sameness(model)
  const isRight = (truth: FieldValue, value: FieldValue | null) => judge(truth, value, scatter)
  const perTask = countPerTask(answers)
  const goldTasks = [...gold.keys()].filter((task) => perTask[task]! > 0)
  const byGold = goldTasks.length >= minGold
  const truths = byGold ? new Map(goldTasks.map((task) => [task, gold.get(task)!])) : valuesOf(all.results)
  return {
    tasks: perTask.filter((count) => count > 0).length,
    answers: answers.item.length,
    alpha: all.fit.alpha,
    gold: goldTasks.length > 0 ? onGold(gold, goldTasks, all.results, answers, isRight) : null,
    confusion: confusionOf(field, answers, naming, new Map([...valuesOf(all.results), ...gold])),
    calibration: byGold ? calibrationOf(truths, all.results, isRight) : null,
    joins: joinsIn(field, answers, all.fit.model, naming),
    spent: spentOf(versions, answers, naming, truths, perTask, isRight),
    measuredBy: byGold ? 'gold' : 'results',
  }
}

function joinsIn(field: ConsolidatedField, answers: FieldAnswers, model: FieldModel, naming: Naming): TalliedJoin[] {
  const { isTyped, asGiven } = kindOf(field)
  if (!isTyped) return []
  const tally = tallyJoins()
  const { spelling } = modelKindOf(model).sameness(model)
  for (const own of placesByItem(answers)) {
    const typed = own.map((i) => asGiven(answers.value[i]) as string | null)
    tally.add(joinsOf(typed, spelling, naming))
  }
  return tally.told()
}

function onGold(gold: Gold, tasks: number[], results: FieldResult[], answers: FieldAnswers, isRight: IsRightHere) {
  let answered = 0
  let right = 0
  for (let i = 0; i < answers.item.length; i++) {
    const truth = gold.get(answers.item[i]!)
    if (truth === undefined) continue
    answered++
    if (isRight(truth, answers.value[i] ?? null)) right++
  }
  const labelled = tasks.filter((task) => isRight(gold.get(task)!, results[task]!.value)).length
  return { tasks: tasks.length, labels: skillOf(labelled, tasks.length), answers: skillOf(right, answered) }
}

/** The table of choices and names, over gold where there is some and over the labels elsewhere. */
function confusionOf(
  field: ConsolidatedField,
  answers: FieldAnswers,
  naming: Naming,
  truths: ReadonlyMap<number, FieldValue>,
): Confusion | null {
  const { confusion } = kindOf(field)
  if (!confusion) return null
  const keyOf = (value: FieldValue) => confusion.key(value, naming)
  const frequency = new Map<string, { name: string; count: number }>()
  for (const { value } of field.options ?? []) frequency.set(value, { name: value, count: Number.POSITIVE_INFINITY })
  for (const value of truths.values()) {
    const entry = frequency.get(keyOf(value)) ?? { name: String(value), count: 0 }
    entry.count++
    frequency.set(keyOf(value), entry)
  }
  const kept = [...frequency].sort((a, b) => b[1].count - a[1].count || 0).slice(0, maxNames)
  const { order } = confusion
  if (order) kept.sort(([a], [b]) => order(a, b))
  const index = new Map(kept.map(([key], i) => [key, i]))
  const rest = kept.length
  const counts = Array.from({ length: rest + 1 }, () => new Array<number>(rest + 1).fill(0))
  for (let i = 0; i < answers.item.length; i++) {
    const truth = truths.get(answers.item[i]!)
    const value = answers.value[i]
    if (truth === undefined || value === null || value === undefined) continue
    counts[index.get(keyOf(truth)) ?? rest]![index.get(keyOf(value)) ?? rest]!++
  }
  const names: (string | null)[] = kept.map(([, { name }]) => name)
  const others = counts[rest]!.some((count) => count > 0) || counts.some((row) => row[rest]! > 0)
  if (others) return { names: [...names, null], counts }
  return { names, counts: counts.slice(0, rest).map((row) => row.slice(0, rest)) }
}

function calibrationOf(
  truths: ReadonlyMap<number, FieldValue>,
  results: FieldResult[],
  isRight: IsRightHere,
): CalibrationBin[] {
  const bins = Array.from({ length: binCount }, () => ({ tasks: 0, sure: 0, right: 0 }))
  for (const [task, truth] of truths) {
    const { value, confidence } = results[task]!
    const bin = bins[Math.min(binCount - 1, Math.floor(confidence * binCount))]!
    bin.tasks++
    bin.sure += confidence
    if (isRight(truth, value)) bin.right++
  }
  return bins.flatMap(({ tasks, sure, right }, i) =>
    tasks === 0
      ? []
      : [{ from: i / binCount, to: (i + 1) / binCount, tasks, confidence: sure / tasks, accuracy: right / tasks }],
  )
}

function spentOf(
  versions: readonly ModelledField[],
  answers: FieldAnswers,
  naming: Naming,
  truths: ReadonlyMap<number, FieldValue>,
  perTask: number[],
  isRight: IsRightHere,
): SpentPoint[] {
  const points: SpentPoint[] = []
  const longest = perTask.reduce((max, count) => Math.max(max, count), 0)
  for (let atMost = 1; atMost <= Math.min(maxAnswers, longest); atMost++) {
    const first = firstAnswers(answers, atMost)
    const { results } = labelItems(versions, first, naming, { only: truths })
    const votes = placesByItem(first).map((own) => own.map((i) => first.value[i]))
    let spent = 0
    let model = 0
    let majority = 0
    for (const [task, truth] of truths) {
      spent += Math.min(atMost, perTask[task]!)
      if (isRight(truth, results[task]!.value)) model++
      if (isRight(truth, consolidateByMajority(versions[0]!, votes[task]!, (text) => nameOf(text, naming)).value))
        majority++
    }
    const tasks = Math.max(1, truths.size)
    points.push({ atMost, answersPerTask: spent / tasks, model: model / tasks, majority: majority / tasks })
  }
  return points
}

function firstAnswers(answers: FieldAnswers, atMost: number): FieldAnswers {
  const seen = new Uint32Array(answers.items)
  const kept: number[] = []
  for (let i = 0; i < answers.item.length; i++) if (seen[answers.item[i]!]!++ < atMost) kept.push(i)
  return {
    ...answers,
    item: kept.map((i) => answers.item[i]!),
    worker: kept.map((i) => answers.worker[i]!),
    value: kept.map((i) => answers.value[i]),
  }
}

function countPerTask(answers: FieldAnswers): number[] {
  const counts = new Array<number>(answers.items).fill(0)
  for (let i = 0; i < answers.item.length; i++) counts[answers.item[i]!]!++
  return counts
}

function valuesOf(results: FieldResult[]): Map<number, FieldValue> {
  return new Map(results.flatMap(({ value }, task) => (value === null ? [] : [[task, value] as const])))
}
