import type { FieldValue } from '@whisker/api/fields.ts'
import { collectField } from './collect-field.ts'
import type { FieldResult, ModelledField } from './field.ts'
import type { FieldFit } from './field-fit.ts'
import { judgeField } from './judge-field.ts'
import type { Naming } from './naming.ts'

/** All answers to one field, one entry an answer in each column, oldest first. */
export type FieldAnswers = {
  items: number
  workers: number
  item: ArrayLike<number>
  worker: ArrayLike<number>
  /** `undefined` and `null` are "no answer". */
  value: readonly (FieldValue | null | undefined)[]
}

const noLabel: FieldResult = { value: null, confidence: 0, votes: [] }

/**
 * The labels of items as a refit would publish it: fits the field's model on all answers (collect-field.ts) and judges each
 * item of `only` by it (judge-field.ts). For whoever has all answers in memory; a refit streams them.
 *
 * @param versions the field in each version of the specs, newest first.
 * @param gold the right values of items whose answer is known; they measure the workers, their own results stay judged.
 */
export function labelItems(
  versions: readonly ModelledField[],
  answers: FieldAnswers,
  naming: Naming,
  { gold, only }: { gold?: ReadonlyMap<number, FieldValue>; only?: ReadonlyMap<number, unknown> } = {},
): { results: FieldResult[]; fit: FieldFit } {
  const { items, workers, item, worker, value } = answers
  const places = placesByItem(answers)
  const collector = collectField(versions, { items, workers, answers: item.length })
  places.forEach((own, n) => {
    for (const i of own) collector.add(n, worker[i]!, value[i], gold?.get(n))
  })
  const fit = collector.fit(workers, naming)
  const results = places.map((own, n): FieldResult => {
    if (own.length === 0 || (only && !only.has(n))) return noLabel
    const said = { workers: own.map((i) => worker[i]!), values: own.map((i) => value[i]) }
    return judgeField(versions[0]!, fit.model, said, naming).result
  })
  return { results, fit }
}

/** Where the answers of each item stand in the columns. */
export function placesByItem({ items, item }: Pick<FieldAnswers, 'items' | 'item'>): number[][] {
  const places: number[][] = Array.from({ length: items }, () => [])
  for (let i = 0; i < item.length; i++) places[item[i]!]!.push(i)
  return places
}
