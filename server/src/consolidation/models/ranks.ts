import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import type { FieldModel } from '../field-model.ts'
import { ranks as kind, rankedOf } from '../kinds/ranks.ts'
import { believeOrder } from '../ranks/belief.ts'
import { learn, packRanks, unpackRanks, wrongOf } from '../ranks/crowd.ts'
import { namedIn } from '../ranks/evidence.ts'
import { judgeOrder } from '../ranks/judge.ts'
import { compareNewest, known, shownBy } from '../ranks/shown.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

type RanksModel = Extract<FieldModel, { kind: 'ranks' }>

export const ranks: ModelKind<RanksModel> = {
  known: (_, model) => model,
  accuracy:
    ({ crowd }) =>
    (worker) =>
      1 - wrongOf(crowd, worker),
  judge: (field, { crowd }, workers, values) =>
    judgeOrder(field, rankedOf([field]), crowd, workers, values as (RankValue | null)[]),
  push(field, { crowd }, answers, _, truth) {
    const own = answers.values as (RankValue | null)[]
    if (own.at(-1) === null) return
    const workers = answers.workers.filter((_, n) => own[n] !== null)
    const orders = own.filter((order) => order !== null)
    const ranked = namedIn(rankedOf([field]), orders)
    const right = kind.asGiven(truth) as RankValue | null
    const shown = (count: number) => {
      const said = { workers: workers.slice(0, count), orders: orders.slice(0, count) }
      const belief = right ? known(ranked, right) : believeOrder(ranked, crowd, said)
      return said.orders.map((order) => shownBy(ranked, belief, order))
    }
    const [before, after] = [orders.length > 1 ? shown(orders.length - 1) : [], shown(orders.length)]
    for (const [i, one] of before.entries()) learn(crowd, workers[i]!, one, -1)
    for (const [i, one] of after.entries()) learn(crowd, workers[i]!, one, 1)
    crowd.answers++
    compareNewest(crowd, workers, orders)
  },
  sameness: () => nothingLearned,
  sizeBytes: ({ crowd }) => 32 * crowd.room,
  store: ({ crowd }) => [{ about: { ranks: true }, packed: packRanks(crowd) }],
  restore([part]) {
    const crowd = unpackRanks(part!.packed)
    return crowd && { kind: 'ranks', crowd }
  },
}
