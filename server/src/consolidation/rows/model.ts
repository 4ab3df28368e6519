import type { RowsModel } from '../field-model.ts'
import { usualAccuracy } from '../one-coin.ts'
import { type OnlineModel, strangers } from '../online.ts'

/** Like every answer of people whom nobody knows, all keys together are right seven times of ten. */
export function unknownThere(asked: number): OnlineModel {
  return strangers(usualAccuracy ** (1 / Math.max(1, asked)))
}

/** F1 of the things that a worker names, as it is to be expected. */
export function namingAccuracy({ there }: Pick<RowsModel, 'there'>, worker: number): number {
  const { table, pooled, prior, room } = there
  const said = (truth: number) => (worker < room ? table[worker * 4 + 2 + truth]! : pooled.confusion[2 + truth]!)
  const found = prior[1]! * said(1)
  const named = found + prior[0]! * said(0)
  return (2 * found) / (named + prior[1]!)
}
