import { type ConsolidatedChoices, consolidateChoices, type WorkerQuality } from './consolidate-choices.ts'
import { consolidateNumbers } from './consolidate-numbers.ts'
import { consolidateText } from './consolidate-text.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import {
  asGiven,
  type ConsolidatedField,
  consolidateByMajority,
  type FieldValue,
  type MajorityResult,
  numberScale,
} from './majority.ts'
import type { SynonymSuggestion } from './suggest-synonyms.ts'
import type { ResolvedSynonyms, Synonym } from './synonyms.ts'

/** All answers of one output field of a project: one entry per answer in each column, oldest first. */
export type FieldAnswers = {
  tasks: number
  workers: number
  task: ArrayLike<number>
  worker: ArrayLike<number>
  /** `undefined` and `null` are "no answer". */
  value: readonly (FieldValue | null | undefined)[]
}

export type FieldResult = MajorityResult & {
  /** Numbers: how far the answers lie apart, as a robust standard deviation. */
  spread?: number
  /** Text: the probability that nobody gave the right name. */
  other?: number
}

export type ConsolidatedFieldAnswers = {
  ok: true
  /** One per task, with the votes of majority.ts and the published confidence. */
  results: FieldResult[]
  workers: WorkerQuality[]
  alpha: number | null
  /** Text: pairs of names for the requester to approve. */
  suggestions: SynonymSuggestion[]
}

export type FieldOptions = {
  /** BCP 47 tag of the project. */
  language?: string
  synonyms?: readonly Synonym[]
  /** The right values of gold tasks. */
  gold?: ReadonlyMap<number, FieldValue>
}

/**
 * A whole project's answers to one output field, put together by the model that suits the field: choices by hierarchical
 * Dawid-Skene, checkboxes as one yes/no question per option, numbers and ratings by a robust location, text by names and
 * one-coin votes. Pure and deterministic; run it off the request path.
 *
 * @returns the error value of the synonyms (synonyms.ts) when they cannot be followed.
 */
export function consolidateField(
  field: ConsolidatedField,
  answers: FieldAnswers,
  options: FieldOptions = {},
): ConsolidatedFieldAnswers | Extract<ResolvedSynonyms, { ok: false }> {
  const consolidated = byType(field, answers, options)
  // What is known needs no votes.
  if (consolidated.ok) {
    for (const [task, value] of options.gold ?? []) {
      consolidated.results[task] = { ...consolidated.results[task]!, value, confidence: 1 }
    }
  }
  return consolidated
}

function byType(field: ConsolidatedField, answers: FieldAnswers, options: FieldOptions) {
  const given = answers.value.map((value) => asGiven(field, value))
  switch (field.type) {
    case 'input':
    case 'textarea':
      return consolidateNames(answers, given as (string | null)[], options)
    case 'select':
    case 'radio':
      return consolidateSelect(field, answers, given as (string | null)[], options.gold)
    case 'checkbox':
      return consolidateCheckbox(field, answers, given as (string[] | null)[], options.gold)
    case 'number':
    case 'rating':
      return consolidateMeasures(field, answers, given as (number | null)[], options.gold)
  }
}

function consolidateNames(answers: FieldAnswers, text: (string | null)[], options: FieldOptions) {
  const { language = 'en', synonyms, gold } = options
  const consolidated = consolidateText({ ...answers, text }, language, synonyms, gold as ReadonlyMap<number, string>)
  if (!consolidated.ok) return consolidated
  const { results, accuracy, alpha, suggestions } = consolidated
  const answered = countAnswers(answers)
  const workers = answered.map((count, w) => ({ answered: count, accuracy: accuracy[w]!, bits: null }))
  return { ok: true as const, results, workers, alpha, suggestions }
}

function consolidateSelect(
  field: ConsolidatedField,
  answers: FieldAnswers,
  values: (string | null)[],
  gold: ReadonlyMap<number, FieldValue> | undefined,
) {
  // The options in the field's order, then whatever was answered before an option was taken away, then "no answer".
  const classes = new Map<string | null, number>()
  for (const { value } of field.options ?? []) classes.set(value, classes.size)
  for (const value of values) if (!classes.has(value)) classes.set(value, classes.size)
  const names = [...classes.keys()]
  const choices = consolidateChoices({
    ...answers,
    classes: Math.max(2, names.length),
    label: values.map((value) => classes.get(value)!),
    gold: goldLabels(answers.tasks, gold, (value) => classes.get(String(value))),
  })
  const votes = majorities(field, answers)
  const results = votes.map((majority, t): FieldResult => {
    const label = choices.label[t]!
    return label < 0 ? majority : { ...majority, value: names[label]!, confidence: choices.confidence[t]! }
  })
  return { ok: true as const, results, workers: choices.workers, alpha: choices.alpha, suggestions: [] }
}

function consolidateCheckbox(
  field: ConsolidatedField,
  answers: FieldAnswers,
  values: (string[] | null)[],
  gold: ReadonlyMap<number, FieldValue> | undefined,
) {
  const options = [
    ...new Set([...(field.options ?? []).map((option) => option.value), ...values.flatMap((each) => each ?? [])]),
  ]
  const perOption = options.map((option) =>
    consolidateChoices({
      ...answers,
      classes: 2,
      label: values.map((ticked) => Number(ticked?.includes(option) ?? false)),
      gold: goldLabels(answers.tasks, gold, (value) => Number(Array.isArray(value) && value.includes(option))),
    }),
  )
  const results = majorities(field, answers).map((majority, t): FieldResult => {
    // Left empty by most: there is no set to be sure of.
    if (majority.value === null || options.length === 0) return majority
    const value = options.filter((_, o) => perOption[o]!.label[t] === 1)
    return { ...majority, value, confidence: Math.min(...perOption.map((each) => each.confidence[t]!)) }
  })
  const alphas = perOption.flatMap(({ alpha }) => (alpha === null ? [] : [alpha]))
  return {
    ok: true as const,
    results,
    workers: meanQuality(answers, perOption),
    alpha: alphas.length > 0 ? alphas.reduce((sum, alpha) => sum + alpha, 0) / alphas.length : null,
    suggestions: [],
  }
}

function consolidateMeasures(
  field: ConsolidatedField,
  answers: FieldAnswers,
  values: (number | null)[],
  gold: ReadonlyMap<number, FieldValue> = new Map(),
) {
  const kept = values.flatMap((value, i) => (value === null ? [] : [i]))
  const measured = {
    tasks: answers.tasks,
    workers: answers.workers,
    task: kept.map((i) => answers.task[i]!),
    worker: kept.map((i) => answers.worker[i]!),
    value: kept.map((i) => values[i]!),
  }
  const { results: located, accuracy } = consolidateNumbers(
    measured,
    numberScale(field),
    gold as ReadonlyMap<number, number>,
  )
  const results = majorities(field, answers).map((majority, t): FieldResult => {
    if (majority.value === null) return majority
    const answered = majority.votes.reduce((sum, vote) => sum + vote.count, 0)
    const empty = majority.votes.find((vote) => vote.value === null)?.count ?? 0
    const { value, spread, confidence } = located[t]!
    return { ...majority, value, spread, confidence: (confidence * (answered - empty)) / answered }
  })
  const workers = countAnswers(answers).map((answered, w) => ({ answered, accuracy: accuracy[w]!, bits: null }))
  const metric = field.type === 'rating' ? 'ordinal' : 'interval'
  const members = groupByTask(measured.tasks, measured.task)
  const start = [0]
  for (const group of members) start.push(start.at(-1)! + group.length)
  const alpha = krippendorffAlpha(
    start,
    members.flat().map((i) => measured.value[i]!),
    metric,
  )
  return { ok: true as const, results, workers, alpha, suggestions: [] }
}

/** Each task's answers by plain votes: the explanation of every result, and the result where no model is needed. */
function majorities(field: ConsolidatedField, answers: FieldAnswers): MajorityResult[] {
  const groups = groupByTask(answers.tasks, answers.task)
  return groups.map((group) =>
    consolidateByMajority(
      field,
      group.map((i) => answers.value[i]),
    ),
  )
}

function groupByTask(tasks: number, task: ArrayLike<number>): number[][] {
  const groups: number[][] = Array.from({ length: tasks }, () => [])
  for (let i = 0; i < task.length; i++) groups[task[i]!]!.push(i)
  return groups
}

function goldLabels(
  tasks: number,
  gold: ReadonlyMap<number, FieldValue> | undefined,
  classOf: (value: FieldValue) => number | undefined,
): Int16Array | undefined {
  if (gold === undefined || gold.size === 0) return undefined
  const labels = new Int16Array(tasks).fill(-1)
  for (const [task, value] of gold) labels[task] = classOf(value) ?? -1
  return labels
}

function countAnswers({ workers, worker }: FieldAnswers): number[] {
  const counts = new Array<number>(workers).fill(0)
  for (let i = 0; i < worker.length; i++) counts[worker[i]!]!++
  return counts
}

/** A worker's quality over all options of a checkbox field. */
function meanQuality(answers: FieldAnswers, perOption: ConsolidatedChoices[]): WorkerQuality[] {
  return countAnswers(answers).map((answered, w) => {
    const accuracy = perOption.reduce((sum, each) => sum + each.workers[w]!.accuracy, 0) / Math.max(1, perOption.length)
    return { answered, accuracy, bits: null }
  })
}
