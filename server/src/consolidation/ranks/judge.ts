import { cutAt } from '@whisker/api/kinds/rank.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import type { ModelledField, OrderResult } from '../field.ts'
import type { Judged } from '../models/model-kind.ts'
import { countVotes } from '../votes.ts'
import { isProven } from '../worker-skill.ts'
import { believeOrder, inDoubt, type RankBelief } from './belief.ts'
import type { RanksCrowd } from './crowd.ts'
import type { Ranked } from './evidence.ts'
import { haveSameFirst } from './shown.ts'

/**
 * The order that the answers lead to: in the first place what most likely stands there, then the likeliest order that begins so (the
 * weighted Kemeny order of the rest). Its confidence is the probability of the first place, because "which is best" is what orders are
 * asked for, and a whole order of six is seldom certain by three answers; `agrees` looks at the first place as well, so that confidence
 * and rightness are of the same thing. What the whole order is worth is told beside it. The belief is published as it is, not softened as
 * in publish.ts: in crowds that are made up it says how often it is right (docs/measurements.md).
 */
export function judgeOrder(
  field: ModelledField,
  ranked: Ranked,
  crowd: RanksCrowd,
  everybody: number[],
  given: (RankValue | null)[],
): Judged {
  const votes = countVotes(given, JSON.stringify)
  const silent = given.filter((order) => order === null).length
  const proven = (worker: number) =>
    worker < crowd.room && isProven(crowd.matched[worker]!, crowd.compared[worker]!, ranked.values.length)
  const standing = (own: number[], posterior: number, tied: boolean) => ({
    ...{ answers: given.length, agreeing: own.length, provenAgrees: own.some(proven), posterior, tied },
  })
  if (silent * 2 > given.length || silent === given.length) {
    const share = silent / given.length
    const own = everybody.filter((_, n) => given[n] === null)
    return { result: { value: null, confidence: share, votes }, state: standing(own, share, false) }
  }
  const workers = everybody.filter((_, n) => given[n] !== null)
  const orders = given.filter((order) => order !== null)
  const belief = believeOrder(ranked, crowd, { workers, orders })
  const places = firstPlaces(belief)
  const [likeliest, second] = places
  const { order, probability } = belief.bestFrom(likeliest!.set)
  const value = named(ranked, [...order, ...belief.tail.map((one) => [one])])
  const own = workers.filter((_, i) => haveSameFirst(orders[i]!, value))
  const counts = countVotes(
    orders.map((one) => one[0]!),
    JSON.stringify,
  )
  const first = likeliest!.probability
  const tied = counts[0]!.count === counts[1]?.count || first - (second?.probability ?? 0) < 1e-9
  return {
    result: { value, confidence: first, votes, order: told(ranked, belief, value, probability) },
    state: standing(own, field.required ? first : first * (1 - silent / given.length), tied),
  }
}

/** What may stand in the first place, the likeliest first; of equals as the form has them. */
function firstPlaces({ first, head }: RankBelief) {
  const earliest = (set: number) => Math.min(...head.filter((_, at) => set & (1 << at)))
  return [...first]
    .map(([set, probability]) => ({ set, probability }))
    .sort((a, b) =>
      Math.abs(b.probability - a.probability) > 1e-9
        ? b.probability - a.probability
        : earliest(a.set) - earliest(b.set),
    )
}

function named({ values, top }: Ranked, order: number[][]): RankValue {
  const inForm = (group: number[]) => group.sort((a, b) => a - b).map((thing) => values[thing]!)
  const { ordered, rest } = cutAt(order.map(inForm), top)
  const behind = rest.flat()
  if (top === undefined || behind.length === 0) return [...ordered, ...rest]
  return [...ordered, values.filter((one) => behind.includes(one))]
}

/** Pairs of the first few only: all of fifty things would be 1,225 numbers in each result. */
function told({ values, ties }: Ranked, { above }: RankBelief, value: RankValue, whole: number): OrderResult {
  const things = value
    .flat()
    .slice(0, inDoubt(values.length, ties))
    .map((one) => values.indexOf(one))
  const pairs = things.slice(0, -1).map((a, at) => things.slice(at + 1).map((b) => above[a * values.length + b]!))
  return { whole, above: pairs }
}
