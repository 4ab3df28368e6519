import type { FieldValue } from '@whisker/api/fields.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import { type FieldFit, type Gold, type KindCollector, peopleOf } from '../field-fit.ts'
import { evidenceWeight } from '../gold.ts'
import { believeOrder, inDoubt } from './belief.ts'
import { emptyRanks, learn, usualOf, wrongOf } from './crowd.ts'
import { namedIn, type Ranked } from './evidence.ts'
import { compareNewest, distance, known, shownBy } from './shown.ts'

/** As with tables: two or three passes from what is thought of any crowd are better than many. */
const passes = 3

type Item = { item: number; workers: number[]; orders: RankValue[] }

/** Collects orders, and fits by EM how many pairs each worker turns round. */
export function collectOrders(
  ranked: Ranked,
  asGiven: (value: FieldValue | null | undefined) => RankValue | null,
): KindCollector {
  const items: Item[] = []
  return {
    add(item, worker, raw) {
      const order = asGiven(raw)
      if (order === null) return
      if (items.at(-1)?.item !== item) items.push({ item, workers: [], orders: [] })
      const last = items.at(-1)!
      last.workers.push(worker)
      last.orders.push(order)
    },
    fit: (workers, _, gold) => fitOrders(ranked, items, workers, gold, asGiven),
  }
}

function fitOrders(
  ranked: Ranked,
  items: readonly Item[],
  workers: number,
  gold: Gold,
  asGiven: (value: FieldValue) => RankValue | null,
): FieldFit {
  const truths = new Map([...gold].map(([item, truth]) => [item, asGiven(truth)]))
  const goldAnswers = new Float64Array(workers)
  for (const one of items) if (truths.get(one.item)) for (const worker of one.workers) goldAnswers[worker]!++
  const empty = () => emptyRanks(inDoubt(ranked.values.length, ranked.ties), Math.max(16, workers))
  let crowd = empty()
  const answers = items.reduce((sum, one) => sum + one.orders.length, 0)
  for (let pass = 0; pass < passes; pass++) {
    const rates = crowd
    crowd = { ...empty(), answers, usual: rates.usual }
    for (const one of items) {
      const truth = truths.get(one.item)
      const own = namedIn(ranked, one.orders)
      const belief = truth ? known(own, truth) : believeOrder(own, rates, one)
      one.orders.forEach((order, i) => {
        const worker = one.workers[i]!
        learn(crowd, worker, shownBy(own, belief, order), truth ? 1 : evidenceWeight(goldAnswers[worker]!))
        compareNewest(crowd, one.workers.slice(0, i + 1), one.orders.slice(0, i + 1))
      })
    }
    crowd.usual = usualOf(crowd)
  }
  const accuracy = Float64Array.from({ length: workers }, (_, worker) => 1 - wrongOf(crowd, worker))
  return {
    model: { kind: 'ranks', crowd },
    method: 'one-coin',
    answers,
    alpha: agreementOf(ranked, items),
    workers: peopleOf(
      accuracy,
      items.flatMap((one) => one.workers),
      workers,
    ),
    suggestions: [],
  }
}

/** Krippendorff's alpha (krippendorff.ts) with Kendall's distance; what chance gives is counted on the different answers. */
function agreementOf(ranked: Ranked, items: readonly Item[]): number | null {
  const shared = items.filter(({ orders }) => orders.length > 1)
  if (shared.length === 0) return null
  const counts = new Map<string, { order: RankValue; count: number }>()
  let [observed, n] = [0, 0]
  for (const { orders } of shared) {
    let apart = 0
    for (const a of orders) for (const b of orders) apart += distance(ranked, a, b)
    observed += apart / (orders.length - 1)
    n += orders.length
    for (const order of orders) {
      const key = JSON.stringify(order)
      counts.set(key, { order, count: (counts.get(key)?.count ?? 0) + 1 })
    }
  }
  // Of many thousand different ones the most frequent tell enough.
  const different = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, 500)
  const told = different.reduce((sum, one) => sum + one.count, 0)
  let expected = 0
  for (const a of different)
    for (const b of different) expected += a.count * b.count * distance(ranked, a.order, b.order)
  expected = told < 2 ? 0 : expected / (told - 1) / told
  return expected === 0 ? 1 : 1 - observed / n / expected
}
