import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldResult, ModelledField, Vote } from './field.ts'
import { classLabels, type FieldModel, type ItemAnswers } from './field-model.ts'
import { haveEqualVotes, judgeChoice, standing } from './judge-choice.ts'
import { judgeSet } from './judge-set.ts'
import type { Grouped } from './kinds/kind.ts'
import { emptyFieldModel, kindOf } from './kinds/kinds.ts'
import type { Naming } from './naming.ts'
import { usualAccuracy } from './one-coin.ts'
import { answersIn, type OnlineModel, onlineAccuracy, strangers } from './online.ts'
import { coinAccuracy, coinBelief, emptyCoins, isProvenByCoin, type OnlineCoins } from './online-coins.ts'
import type { TaskState } from './overlap.ts'
import { likeliest } from './posterior.ts'
import { defaultRho, publishedBelief } from './publish.ts'

export type JudgedField = {
  /** What may be published, once it passes the rules of the form (crowd/verdict.ts). */
  result: FieldResult
  /** What the overlap policy asks for. */
  state: TaskState
  /** How often each answer's worker is thought to be right here, in the order of the answers. */
  accuracy: number[]
}

/** Fewer answers tell nothing of a crowd, and a task's own first answer would lean its last ones: see known. */
export const minToKnow = 50

/**
 * What the answers of one item say in one field, by what is known of the crowd. O(answers x classes), nothing else is
 * looked at. The value and its confidence are what a refit with the same model would publish; the state holds the raw
 * posterior, which decides and is not shown (publish.ts).
 *
 * Nothing depends on the order of the answers: they are put in an order of their own first, and what is as likely as
 * something else is told by rules that look at the values only.
 */
export function judgeField(
  field: ModelledField,
  learned: FieldModel,
  answers: ItemAnswers,
  naming: Naming,
): JudgedField {
  const model = known(field, learned)
  const { workers, values } = inOrder(answers, field)
  return { ...judged(field, model, workers, values, naming), accuracy: answers.workers.map(accuracyBy(model)) }
}

/**
 * The model, or that of any crowd as long as it has seen next to nothing: its class shares would be those of the task at hand,
 * and of two people who disagree the first would be right.
 */
function known(field: ModelledField, model: FieldModel): FieldModel {
  if (model.kind === 'coins') return model
  const [first] = model.kind === 'choices' ? [model.model] : model.models
  if (first && answersIn(first) >= minToKnow) return model
  if (model.kind === 'choices') return emptyFieldModel([field])
  const options = (field.options ?? []).map(({ value }) => value)
  return { kind: 'options', options, models: options.map(() => unknownTicks(options.length)) }
}

/** Like every answer of people whom nobody knows, all ticks together are right seven times of ten. */
function unknownTicks(options: number): OnlineModel {
  return strangers(usualAccuracy ** (1 / Math.max(1, options)))
}

type Values = (FieldValue | null)[]

/** The answers by their values, "no answer" last, then by their workers. Ticks in the order of the form. */
function inOrder({ workers, values }: ItemAnswers, field: ModelledField): { workers: number[]; values: Values } {
  const given = values.map((value) => inFormOrder(kindOf(field).asGiven(value), field))
  const keys = given.map((value) => (value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)))
  const order = [...given.keys()].sort((a, b) => compare(keys[a]!, keys[b]!) || workers[a]! - workers[b]!)
  return { workers: order.map((i) => workers[i]!), values: order.map((i) => given[i]!) }
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

function inFormOrder(value: FieldValue | null, field: ModelledField): FieldValue | null {
  if (!Array.isArray(value)) return value
  const ticked = new Set(value)
  const ofForm = (field.options ?? []).flatMap((option) => (ticked.delete(option.value) ? [option.value] : []))
  return [...ofForm, ...[...ticked].sort()]
}

function accuracyBy(model: FieldModel): (worker: number) => number {
  switch (model.kind) {
    case 'choices':
      return (worker) => onlineAccuracy(model.model, worker)
    case 'options':
      return (worker) =>
        model.models.reduce((sum, each) => sum + onlineAccuracy(each, worker), 0) / Math.max(1, model.models.length)
    case 'coins':
      return (worker) => coinAccuracy(model.coins, worker)
  }
}

function judged(field: ModelledField, model: FieldModel, workers: number[], values: Values, naming: Naming) {
  if (model.kind === 'options') return judgeTicks(field, model, workers, values)
  const kind = kindOf(field)
  const labels = model.kind === 'choices' ? classLabels(model.classes, values) : null
  if (model.kind === 'choices' && labels) {
    const { winner, confidence, state } = judgeChoice(model.model, { workers, labels })
    return { result: resultOf(field, values, model.classes[winner]!, confidence), state }
  }
  // A choice with an option that the model does not know yet is judged by what is thought of any crowd.
  if (model.kind === 'choices') {
    const coins = emptyCoins(model.classes.length + 1)
    const grouped = kind.group(field, values, { spelling: new Map(), naming, scatter: null }, [])
    return judgeCoins(field, coins, workers, values, grouped)
  }
  const weights = workers.map((worker) => coinAccuracy(model.coins, worker))
  return judgeCoins(field, model.coins, workers, values, kind.group(field, values, { ...model, naming }, weights))
}

function judgeTicks(field: ModelledField, model: FieldModel & { kind: 'options' }, workers: number[], values: Values) {
  const modelOf = (option: string) => model.models[model.options.indexOf(option)] ?? unknownTicks(model.options.length)
  const sets = values.map((value) => (value ?? []) as string[])
  const { value, confidence, state } = judgeSet(field, modelOf, workers, sets)
  // The form knows no empty set: it is a field without an answer.
  return { result: resultOf(field, values, value.length > 0 ? value : null, confidence), state }
}

function judgeCoins(
  field: ModelledField,
  coins: OnlineCoins,
  workers: number[],
  values: Values,
  { labels, show }: Grouped,
): { result: FieldResult; state: TaskState } {
  const belief = coinBelief(coins, { workers, labels })
  const published = publishedBelief(belief, labels, 0, labels.length, defaultRho)
  const { winner, tied } = preferred(belief.candidates, published)
  const confidence = published[winner] ?? 0
  const label = belief.candidates[winner]!
  const state = {
    ...standing({ workers, labels }, label, (worker) => isProvenByCoin(coins, worker)),
    posterior: belief.probability[winner]!,
    tied: tied || haveEqualVotes(labels),
  }
  const candidates = belief.candidates.map((each) => ({ value: show(each), count: countOf(labels, each) }))
  const other = published[belief.candidates.length]!
  return { result: resultOf(field, values, show(label), confidence, { candidates, other }), state }
}

/** What is published, with what this kind of field tells besides. */
function resultOf(
  field: ModelledField,
  values: Values,
  value: FieldValue | null,
  confidence: number,
  found: { candidates: Vote[]; other: number } = { candidates: [], other: 0 },
): FieldResult {
  return { value, confidence, ...kindOf(field).told(field, values, { value, ...found }) }
}

/** The likeliest candidate; of equals the one with the lowest label (group-answers.ts). */
function preferred(candidates: number[], published: Float64Array): { winner: number; tied: boolean } {
  const byLabel = [...candidates.keys()].sort((a, b) => candidates[a]! - candidates[b]!)
  const { winner, tied } = likeliest(
    byLabel.map((c) => published[c]!),
    byLabel.length,
  )
  return { winner: byLabel[winner]!, tied }
}

function countOf(labels: number[], label: number): number {
  return labels.filter((each) => each === label).length
}
