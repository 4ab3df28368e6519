import type { FieldResult, ModelledField } from '../field.ts'
import type { FieldModel } from '../field-model.ts'
import { haveEqualVotes, standing } from '../judge-choice.ts'
import type { Grouped } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import type { Scatter } from '../number-location.ts'
import {
  coinAccuracy,
  coinBelief,
  isProvenByCoin,
  type OnlineCoins,
  packCoins,
  pushCoin,
  unpackCoins,
} from '../online-coins.ts'
import type { TaskState } from '../overlap.ts'
import { likeliest } from '../posterior.ts'
import { defaultRho, publishedBelief } from '../publish.ts'
import { resultOf } from '../result-of.ts'
import type { ModelKind, Values } from './model-kind.ts'

type CoinsModel = Extract<FieldModel, { kind: 'coins' }>

export const coins: ModelKind<CoinsModel> = {
  known: (_, model) => model,
  accuracy: (model) => (worker) => coinAccuracy(model.coins, worker),
  judge(field, model, workers, values, naming) {
    const weights = workers.map((worker) => coinAccuracy(model.coins, worker))
    return judgeByCoins(
      field,
      model.coins,
      workers,
      values,
      kindOf(field).group(field, values, { ...model, naming }, weights),
    )
  },
  push(field, model, { workers, values }, naming) {
    const weights = workers.map((worker) => coinAccuracy(model.coins, worker))
    const { labels } = kindOf(field).group(field, values, { ...model, naming }, weights)
    pushCoin(model.coins, { workers, labels })
  },
  sameness: ({ spelling, scatter }) => ({ spelling, scatter }),
  sizeBytes: ({ coins, spelling }) => 32 * coins.room + 100 * spelling.size,
  store: ({ coins, spelling, scatter }) => [{ about: { spelling: [...spelling], scatter }, packed: packCoins(coins) }],
  restore([part]) {
    const coins = unpackCoins(part!.packed)
    const { spelling, scatter } = part!.about as { spelling?: [string, string][]; scatter?: Scatter | null }
    return coins && { kind: 'coins', coins, spelling: new Map(spelling), scatter: scatter ?? null }
  },
}

export function judgeByCoins(
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
