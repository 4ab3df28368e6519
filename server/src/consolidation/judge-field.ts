import { classLabels, type FieldModel, type ItemAnswers, tickLabels } from './field-model.ts'
import { type Grouped, groupAnswers, type Naming } from './group-answers.ts'
import {
  asGiven,
  type ConsolidatedField,
  consolidateByMajority,
  type FieldResult,
  type FieldValue,
  numberScale,
} from './majority.ts'
import { locateNumbers } from './number-location.ts'
import { onlineAccuracy, onlineBelief, onlinePublished } from './online.ts'
import { coinAccuracy, coinBelief, emptyCoins, type OnlineCoins } from './online-coins.ts'
import type { TaskState } from './overlap.ts'
import { largest } from './posterior.ts'
import { DEFAULT_RHO, publishedBelief } from './publish.ts'

export type JudgedField = {
  /** What may be published. */
  result: FieldResult
  /** What the overlap policy asks for: one question, or one for each option of a checkbox field. */
  states: TaskState[]
  /** How often each answer's worker is thought to be right here, in the order of the answers. */
  accuracy: number[]
}

/**
 * What the answers of one item say in one field, by what is known of the crowd. O(answers x classes), nothing else is
 * looked at. The value and its confidence are what a refit with the same model would publish; the states hold the raw
 * posterior, which decides and is not shown (publish.ts).
 */
export function judgeField(
  field: ConsolidatedField,
  model: FieldModel,
  answers: ItemAnswers,
  naming: Naming,
): JudgedField {
  const values = answers.values.map((value) => asGiven(field, value))
  const { workers } = answers
  if (model.kind === 'options') return judgeOptions(field, model, workers, values)
  const labels = model.kind === 'choices' ? classLabels(model.classes, values) : null
  if (model.kind === 'choices' && labels) {
    const task = { workers, labels }
    const published = onlinePublished(model.model, task)
    const winner = largest(published, model.classes.length)
    const { votes } = consolidateByMajority(field, values)
    return {
      result: { value: model.classes[winner]!, confidence: published[winner]!, votes },
      states: [stateOf(workers.length, onlineBelief(model.model, task))],
      accuracy: workers.map((worker) => onlineAccuracy(model.model, worker)),
    }
  }
  // A choice with an option that the model does not know yet is judged by what is thought of any crowd.
  const coins = model.kind === 'coins' ? model.coins : emptyCoins(model.classes.length + 1)
  const spelling = model.kind === 'coins' ? model.spelling : new Map<string, string>()
  const weights = workers.map((worker) => coinAccuracy(coins, worker))
  return judgeCoins(field, coins, workers, values, groupAnswers(field, values, spelling, naming, weights))
}

function stateOf(answers: number, belief: { confidence: number; agreeing: number; provenAgrees: boolean }): TaskState {
  const { confidence: posterior, agreeing, provenAgrees } = belief
  return { answers, posterior, agreeing, provenAgrees }
}

/** Confidence is that of the least certain option, because one wrong tick makes the set wrong. */
function judgeOptions(
  field: ConsolidatedField,
  { options, models }: FieldModel & { kind: 'options' },
  workers: number[],
  values: (FieldValue | null)[],
): JudgedField {
  const majority = consolidateByMajority(field, values)
  const tasks = options.map((option) => ({ workers, labels: tickLabels(option, values) }))
  const published = models.map((model, o) => onlinePublished(model, tasks[o]!))
  const ticked = options.filter((_, o) => published[o]![1]! > published[o]![0]!)
  const confidence = Math.min(1, ...published.map((p) => Math.max(p[0]!, p[1]!)))
  // Left empty by most: "no answer", not a set without elements.
  const value = majority.value === null ? null : ticked
  return {
    result: { value, confidence, votes: majority.votes },
    states: models.map((model, o) => stateOf(workers.length, onlineBelief(model, tasks[o]!))),
    accuracy: workers.map(
      (worker) => models.reduce((sum, model) => sum + onlineAccuracy(model, worker), 0) / Math.max(1, models.length),
    ),
  }
}

function judgeCoins(
  field: ConsolidatedField,
  coins: OnlineCoins,
  workers: number[],
  values: (FieldValue | null)[],
  { labels, show, chosen }: Grouped,
): JudgedField {
  const belief = coinBelief(coins, { workers, labels })
  const accuracy = workers.map((worker) => coinAccuracy(coins, worker))
  const published = publishedBelief(belief, labels, 0, labels.length, DEFAULT_RHO)
  const winner = chosen === undefined ? largest(published, belief.candidates.length) : belief.candidates.indexOf(chosen)
  // A median that lies alone between two answers is nobody's, and nothing to be sure of.
  const confidence = published[winner] ?? 0
  const believed = winner === belief.winner ? belief.probability[winner]! : 0
  const states = [stateOf(workers.length, { ...belief, confidence: believed })]
  const value = show(chosen ?? belief.candidates[winner]!)
  switch (field.type) {
    case 'input':
    case 'textarea': {
      const named = belief.candidates.map((label) => ({ value: show(label), count: countOf(labels, label) }))
      named.sort((a, b) => b.count - a.count)
      const other = published[belief.candidates.length]!
      return { result: { value, confidence, votes: named, other }, states, accuracy }
    }
    case 'number':
    case 'rating': {
      const given = values.flatMap((each, i) => (each === null ? [] : [i]))
      const weights = given.map((i) => accuracy[i]!)
      const numbers = given.map((i) => values[i] as number)
      const spread = value === null ? {} : { spread: locateNumbers(numbers, numberScale(field), weights).spread }
      const { votes } = consolidateByMajority(field, values)
      return { result: { value, ...spread, confidence, votes }, states, accuracy }
    }
    default: {
      const { votes } = consolidateByMajority(field, values)
      return { result: { value, confidence, votes }, states, accuracy }
    }
  }
}

function countOf(labels: number[], label: number): number {
  return labels.filter((each) => each === label).length
}
