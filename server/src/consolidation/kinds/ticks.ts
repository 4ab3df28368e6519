import type { FieldValue } from '@whisker/api/fields.ts'
import { collectAnswers } from '../answers.ts'
import type { ConsolidatedField, MajorityResult, Vote } from '../field.ts'
import type { Expected, KindCollector } from '../field-fit.ts'
import { fitTables, labelsOf } from '../fit-tables.ts'
import { emptyModel } from '../online.ts'
import { groupByKey } from '../votes.ts'
import { optionsOf } from './choices.ts'
import type { Kind } from './kind.ts'

/**
 * Several of a list of options. Each is a yes/no question and is in the value when more than half ticked it; confidence is that of
 * the least certain option, because one wrong tick makes the set wrong; `votes` count the ticks of each option.
 */
export const ticks: Kind = {
  asGiven,
  majority: (field, given) => perOption(field, given as (string[] | null)[]),
  agrees: (_, truth, value) => setKey(truth) === setKey(value),
  group: (_, values) => groupByKey(values, setKey),
  emptyModel(versions) {
    const options = optionsOf(versions)
    return { kind: 'options', options, models: options.map(() => emptyModel(2)) }
  },
  collect: (versions, expected) => collect(optionsOf(versions), expected),
  told: (field, values) => ({ votes: perOption(field, values as (string[] | null)[]).votes }),
  inFormOrder,
  isUnanimous: (_, value, votes, answers) =>
    votes.every(({ value: option, count }) => count === ((value as string[]).includes(String(option)) ? answers : 0)),
  isTyped: false,
  confusion: null,
  isComparable: true,
  bars: null,
}

function asGiven(value: FieldValue | null | undefined): string[] | null {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : null
}

function inFormOrder(field: ConsolidatedField, value: FieldValue): FieldValue {
  const ticked = new Set(value as string[])
  const ofForm = (field.options ?? []).flatMap((option) => (ticked.delete(option.value) ? [option.value] : []))
  return [...ofForm, ...[...ticked].sort()]
}

function setKey(value: FieldValue): string {
  return JSON.stringify([...(value as string[])].sort())
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

function collect(options: string[], expected: Expected): KindCollector {
  const collectors = options.map(() => collectAnswers(expected.items, expected.workers, 2, expected.answers))
  return {
    add(item, worker, value) {
      const ticked = asGiven(value)
      options.forEach((option, o) => {
        collectors[o]!.add(item, worker, Number(ticked?.includes(option) ?? false))
      })
    },
    fit(workers, _, gold) {
      const fits = collectors.map((collector, o) => {
        const answers = { ...collector.finish(), workers }
        const ticked = (value: FieldValue) => Number(asGiven(value)?.includes(options[o]!) ?? false)
        return fitTables(answers, labelsOf(gold, answers.tasks, ticked))
      })
      const alphas = fits.flatMap(({ alpha }) => (alpha === null ? [] : [alpha]))
      return {
        model: { kind: 'options', options, models: fits.map(({ online }) => online) },
        method: fits[0]?.method ?? 'one-coin',
        answers: fits[0]?.answers ?? 0,
        alpha: alphas.length > 0 ? alphas.reduce((sum, alpha) => sum + alpha, 0) / alphas.length : null,
        workers: Array.from({ length: workers }, (_, w) => ({
          answered: fits[0]?.workers[w]?.answered ?? 0,
          accuracy: fits.reduce((sum, fit) => sum + fit.workers[w]!.accuracy, 0) / Math.max(1, fits.length),
          bits: null,
        })),
        suggestions: [],
      }
    },
  }
}
