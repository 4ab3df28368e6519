import type { FieldObject } from '@whisker/api/fields.ts'
import type { FieldModel } from '../field-model.ts'
import { geometryOf } from '../kinds/kinds.ts'
import { minToKnow } from '../min-to-know.ts'
import { accuracyOf } from '../objects/collect.ts'
import { countItem } from '../objects/count-item.ts'
import { emptyCrowd, ratesOf } from '../objects/crowd.ts'
import { mark } from '../objects/evidence.ts'
import { judgeObjects } from '../objects/judge.ts'
import { emptyLabels } from '../objects/model.ts'
import { packCrowd, unpackCrowd } from '../objects/pack.ts'
import { pushAnswer, tableBytes } from '../online.ts'
import { packModel, unpackModel } from '../online-pack.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

type ObjectsModel = Extract<FieldModel, { kind: 'objects' }>

export const objects: ModelKind<ObjectsModel> = {
  known: (_, model) =>
    answersOf(model) >= minToKnow
      ? model
      : { ...model, crowd: emptyCrowd(), labels: emptyLabels(model.labels.classes) },
  accuracy({ crowd }) {
    const rates = ratesOf(crowd)
    return (worker) => accuracyOf(rates, worker)
  },
  judge: (field, { crowd, labels }, workers, values) =>
    judgeObjects(geometryOf(field), field, crowd, labels, workers, values as (FieldObject[] | null)[]),
  push(field, { crowd, labels }, { workers, values }, _, truth) {
    const geometry = geometryOf(field)
    const given = (values as (FieldObject[] | null)[]).flatMap((answer, n) =>
      answer ? [{ worker: workers[n]!, answer }] : [],
    )
    const newest = given.length - 1
    if (values.at(-1) === null) return
    const rates = ratesOf(crowd)
    const first = (count: number) => {
      const some = given.slice(0, count)
      return mark(
        geometry,
        some.map(({ worker }) => worker),
        some.map(({ answer }) => answer),
      )
    }
    const marked = first(given.length)
    const known = { truth: truth as FieldObject[] | undefined }
    if (newest > 0) countItem(crowd, rates, geometry, first(newest), { ...known, times: -1 })
    countItem(crowd, rates, geometry, marked, known)
    const { model, classes } = labels
    if (!model) return
    for (const { members, found } of marked.candidates) {
      if (members[newest]! < 0 || found < 2) continue
      const own = given.filter((_, n) => members[n]! >= 0)
      const said = given.flatMap(({ answer }, n) =>
        members[n]! < 0 ? [] : [classes.indexOf(answer[members[n]!]!.label ?? '')],
      )
      if (!said.includes(-1)) pushAnswer(model, { workers: own.map(({ worker }) => worker), labels: said })
    }
  },
  sameness: () => nothingLearned,
  sizeBytes: ({ crowd, labels: { model } }) => 64 * crowd.room + (model ? tableBytes(model) : 0),
  store: ({ crowd, labels: { classes, model } }) => [
    { about: { objects: classes }, packed: packCrowd(crowd) },
    ...(model ? [{ about: {}, packed: packModel(model) }] : []),
  ],
  restore([first, second]) {
    const crowd = unpackCrowd(first!.packed)
    const model = second ? unpackModel(second.packed) : null
    if (!crowd || (second && !model)) return null
    return { kind: 'objects', crowd, labels: { classes: first!.about.objects as string[], model } }
  },
}

function answersOf({ crowd }: ObjectsModel): number {
  return crowd.answers.reduce((sum, answers) => sum + answers, 0)
}
