import type { ConsolidatedField } from './field.ts'
import { haveEqualVotes, standing } from './judge-choice.ts'
import { isProvenOnline, type OnlineModel, onlinePosterior } from './online.ts'
import { type TaskState, unprovenInAgreement } from './overlap.ts'
import { likeliest } from './posterior.ts'
import { soften, voteShare } from './publish.ts'

/** The ticks of a checkbox field as one answer: options in the order of the form. Empty is "no answer". */
export type TickSet = readonly string[]

type Option = { model: OnlineModel; labels: number[]; ofForm: boolean }

/**
 * A checkbox field is judged as a set. Each option is a yes/no question with a model of its own; the probability of a set is
 * the product over all options, among the sets that the form takes (`required`, `min_count`, `max_count`) and those that were
 * given. What is published is pooled with the votes for whole sets, as everywhere (publish.ts), which also tells a set that
 * people gave from one that is only a mixture of theirs.
 *
 * The likeliest set of a given size takes the options with the best odds, so it is found without looking at all 2^k; the sum
 * over the sets that the form takes is one over their sizes: O(k^2).
 *
 * @param modelOf the model of an option; options that the form has no longer are judged where somebody ticked them.
 */
export function judgeSet(
  field: ConsolidatedField,
  modelOf: (option: string) => OnlineModel,
  workers: number[],
  given: TickSet[],
): { value: string[]; confidence: number; state: TaskState } {
  const form = (field.options ?? []).map(({ value }) => value)
  const names = [...new Set([...form, ...given.flat()])]
  const options = names.map((name, o): Option => {
    const labels = given.map((set) => Number(set.includes(name)))
    return { model: modelOf(name), labels, ofForm: o < form.length }
  })
  const raw = options.map(({ model, labels }) => onlinePosterior(model, { workers, labels }))
  const soft = options.map(({ model }, o) => softened(model, raw[o]!, workers.length))
  const sets = new Map<string, boolean[]>()
  const keyOf = (ticks: boolean[]) => ticks.map(Number).join('')
  const votes = given.map((set) => {
    const ticks = names.map((name) => set.includes(name))
    sets.set(keyOf(ticks), ticks)
    return keyOf(ticks)
  })
  const sizes = sizesTaken(field, form.length)
  const best = likeliestTaken(soft, options, sizes)
  if (best) sets.set(keyOf(best), best)
  // Of equals a set is preferred to none, and one with the earlier options to another.
  const candidates = [...sets.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))
  const taken = (ticks: boolean[]) => isTaken(ticks, options, sizes)
  const [rawShare, softShare] = [
    sharesOf(candidates, raw, options, sizes, taken),
    sharesOf(candidates, soft, options, sizes, taken),
  ]
  const published = candidates.map((ticks, c) => {
    const voted = votes.filter((key) => key === keyOf(ticks)).length
    return (1 - voteShare) * softShare[c]! + (voteShare * voted) / votes.length
  })
  const { winner, tied } = likeliest(published, candidates.length)
  const ticks = candidates[winner] ?? []
  return {
    value: names.filter((_, o) => ticks[o]),
    confidence: published[winner] ?? 0,
    state: {
      ...standingOf(ticks, options, workers),
      posterior: rawShare[winner] ?? 0,
      tied: tied || haveNoMajority(ticks, options, votes),
    },
  }
}

function softened({ rho }: OnlineModel, posterior: Float64Array, answers: number): Float64Array {
  const p = Float64Array.from(posterior)
  soften(p, 2, rho, answers)
  return p
}

/** How many ticks the form takes, by number: an optional field may be left empty. */
function sizesTaken({ required, min_count, max_count }: ConsolidatedField, options: number): boolean[] {
  const min = Math.max(1, min_count ?? 0)
  const max = Math.min(options, max_count ?? options)
  return Array.from({ length: options + 1 }, (_, size) => (size === 0 ? !required : size >= min && size <= max))
}

function isTaken(ticks: boolean[], options: Option[], sizes: boolean[]): boolean {
  return ticks.every((ticked, o) => !ticked || options[o]!.ofForm) && sizes[ticks.filter(Boolean).length] === true
}

/** The likeliest of the sets that the form takes; null when it takes none. */
function likeliestTaken(p: Float64Array[], options: Option[], sizes: boolean[]): boolean[] | null {
  const odds = (o: number) => Math.log(p[o]![1]! / p[o]![0]!)
  const byOdds = [...options.keys()].filter((o) => options[o]!.ofForm).sort((a, b) => odds(b) - odds(a) || a - b)
  let best = sizes[0] ? 0 : -1
  let top = best === 0 ? 0 : Number.NEGATIVE_INFINITY
  let sum = 0
  byOdds.forEach((o, n) => {
    sum += odds(o)
    if (!sizes[n + 1] || sum <= top) return
    top = sum
    best = n + 1
  })
  if (best < 0) return null
  const chosen = new Set(byOdds.slice(0, best))
  return options.map((_, o) => chosen.has(o))
}

/** Each set's share of the probability of all that the form takes and of the `sets` themselves. */
function sharesOf(
  sets: boolean[][],
  p: Float64Array[],
  options: Option[],
  sizes: boolean[],
  taken: (ticks: boolean[]) => boolean,
): number[] {
  // The probability of so many ticks among the form's options, and of none among the others.
  let bySize = [1]
  let others = 1
  options.forEach(({ ofForm }, o) => {
    const [no, yes] = [p[o]![0]!, p[o]![1]!]
    if (!ofForm) others *= no
    else bySize = [...bySize, 0].map((same, n) => same * no + (n > 0 ? bySize[n - 1]! * yes : 0))
  })
  const products = sets.map((ticks) => ticks.reduce((product, ticked, o) => product * p[o]![Number(ticked)]!, 1))
  let total = others * bySize.reduce((sum, each, n) => sum + (sizes[n] ? each : 0), 0)
  sets.forEach((ticks, s) => {
    if (!taken(ticks)) total += products[s]!
  })
  return products.map((product) => (total > 0 ? Math.min(1, product / total) : 0))
}

/** Who is for the set: as many as for its least agreed option, and someone proven for each, or three who agree. */
function standingOf(ticks: boolean[], options: Option[], workers: number[]) {
  let agreeing = workers.length
  let provenAgrees = options.length > 0
  options.forEach(({ model, labels }, o) => {
    const own = standing({ workers, labels }, Number(ticks[o]), (worker) => isProvenOnline(model, worker))
    agreeing = Math.min(agreeing, own.agreeing)
    provenAgrees &&= own.provenAgrees || own.agreeing >= unprovenInAgreement
  })
  return { answers: workers.length, agreeing, provenAgrees }
}

/** Neither is the set what most ticked, option by option, nor did most give it as a whole. */
function haveNoMajority(ticks: boolean[], options: Option[], votes: string[]): boolean {
  const byOption = options.every(
    ({ labels }, o) => labels.filter((label) => label === Number(ticks[o])).length * 2 > labels.length,
  )
  if (byOption) return false
  const numbers = new Map<string, number>()
  return haveEqualVotes(votes.map((key) => numbers.get(key) ?? numbers.set(key, numbers.size).size - 1))
}
