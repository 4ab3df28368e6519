import type { FieldModel } from '../field-model.ts'
import { type Belief, believe } from '../places/belief.ts'
import { leafAccuracy, packPlaces, unpackPlaces } from '../places/crowd.ts'
import { judgePlaces } from '../places/judge.ts'
import { compareNewest, learn, shownBy } from '../places/learn.ts'
import { treeOf } from '../places/tree.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

type PlacesModel = Extract<FieldModel, { kind: 'places' }>

export const places: ModelKind<PlacesModel> = {
  known: (_, model) => model,
  accuracy:
    ({ crowd }) =>
    (worker) =>
      leafAccuracy(crowd, worker),
  judge: (field, { crowd }, workers, values) =>
    judgePlaces(field, treeOf(field.options ?? []), crowd, workers, values as (string | null)[]),
  push(field, { crowd }, { workers, values }, _, truth) {
    const tree = treeOf(field.options ?? [])
    const about = { optional: !field.required, exponent: 1, ...(truth !== undefined && { truth: truth as string }) }
    const first = (count: number) =>
      believe(tree, crowd, { workers, values: values.slice(0, count) as (string | null)[] }, about)
    const shown = ({ answered }: Belief) => answered.map((node, i) => shownBy(tree, crowd, workers[i]!, node))
    const belief = first(workers.length)
    const [before, after] = [workers.length > 1 ? shown(first(workers.length - 1)) : [], shown(belief)]
    for (const [i, one] of before.entries()) learn(crowd, workers[i]!, one, -1)
    for (const [i, one] of after.entries()) learn(crowd, workers[i]!, one, 1)
    crowd.answers++
    compareNewest(crowd, workers, belief)
  },
  sameness: () => nothingLearned,
  sizeBytes: ({ crowd }) => 16 * crowd.room * (crowd.levels + 1),
  store: ({ crowd }) => [{ about: { places: crowd.levels }, packed: packPlaces(crowd) }],
  restore([part]) {
    const crowd = unpackPlaces(part!.packed)
    return crowd && { kind: 'places', crowd }
  },
}
