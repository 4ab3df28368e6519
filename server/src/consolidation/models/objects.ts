import type { FieldObject } from '@whisker/api/fields.ts'
import type { ConsolidatedField } from '../field.ts'
import type { FieldModel, SmallModels } from '../field-model.ts'
import { geometryOf, kindOf } from '../kinds/kinds.ts'
import { minToKnow } from '../min-to-know.ts'
import type { Naming } from '../naming.ts'
import { attributeFields, attributesOf, rightOnes, saidOf } from '../objects/attributes.ts'
import { accuracyOf } from '../objects/collect.ts'
import { countItem } from '../objects/count-item.ts'
import { emptyCrowd, ratesOf } from '../objects/crowd.ts'
import { type Marked, mark } from '../objects/evidence.ts'
import { judgeObjects } from '../objects/judge.ts'
import { emptyLabels } from '../objects/model.ts'
import { packCrowd, unpackCrowd } from '../objects/pack.ts'
import { pushAnswer, tableBytes } from '../online.ts'
import { packModel, unpackModel } from '../online-pack.ts'
import { type OtherModels, smallHandling } from '../small/small-models.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

type ObjectsModel = Extract<FieldModel, { kind: 'objects' }>

/** @param others how the models of what is said of objects are handled. */
export function objectsModel(others: OtherModels): ModelKind<ObjectsModel> {
  const small = smallHandling(kindOf, others)
  /** What the newest answer says of its objects; where it is known what is right, of those that are there. */
  function pushAttributes(
    field: ConsolidatedField,
    attributes: SmallModels,
    marked: Marked,
    truth: FieldObject[] | undefined,
    naming: Naming,
  ): void {
    const fields = attributeFields(field)
    if (fields.length === 0) return
    const right = truth && rightOnes(geometryOf(field), marked, truth)
    for (const [c, candidate] of marked.candidates.entries()) {
      if (candidate.members.at(-1)! < 0 || (right && !right[c])) continue
      const known = right?.[c] && attributesOf(right[c])
      small.push(fields, attributes, { ...saidOf(marked, candidate), right: known }, naming)
    }
  }
  return {
    known: (_, model) =>
      answersOf(model) >= minToKnow
        ? model
        : { ...model, crowd: emptyCrowd(), labels: emptyLabels(model.labels.classes) },
    accuracy({ crowd, attributes }) {
      const rates = ratesOf(crowd)
      return small.accuracyWith((worker) => accuracyOf(rates, worker), attributes)
    },
    judge: (field, { crowd, labels, attributes }, workers, values, naming) =>
      judgeObjects(
        geometryOf(field),
        field,
        { crowd, labels, attributes, registries: small.registries, naming },
        workers,
        values as (FieldObject[] | null)[],
      ),
    push(field, { crowd, labels, attributes }, { workers, values }, naming, truth) {
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
      pushAttributes(field, attributes, marked, known.truth, naming)
      if (newest > 0) countItem(crowd, rates, geometry, first(newest), { ...known, times: -1 })
      countItem(crowd, rates, geometry, marked, known)
      const { model, classes } = labels
      if (!model) return
      // Each answer is counted when it comes, the first of an object, too: the next ones move what was counted (online.ts).
      for (const { members } of marked.candidates) {
        if (members[newest]! < 0) continue
        const own = given.filter((_, n) => members[n]! >= 0)
        const said = given.flatMap(({ answer }, n) =>
          members[n]! < 0 ? [] : [classes.indexOf(answer[members[n]!]!.label ?? '')],
        )
        if (!said.includes(-1)) pushAnswer(model, { workers: own.map(({ worker }) => worker), labels: said })
      }
    },
    sameness: () => nothingLearned,
    sizeBytes: ({ crowd, labels: { model }, attributes }) =>
      64 * crowd.room + (model ? tableBytes(model) : 0) + small.sizeBytes(attributes),
    store: ({ crowd, labels: { classes, model }, attributes }) => [
      { about: { objects: classes }, packed: packCrowd(crowd) },
      ...(model ? [{ about: {}, packed: packModel(model) }] : []),
      ...small.store(attributes),
    ],
    restore([first, ...rest]) {
      const crowd = unpackCrowd(first!.packed)
      const ofSmall = rest.filter(({ about }) => about.of !== undefined)
      const table = rest.find(({ about }) => about.of === undefined)
      const model = table ? unpackModel(table.packed) : null
      const attributes = small.restore(ofSmall)
      if (!crowd || (table && !model) || !attributes) return null
      return { kind: 'objects', crowd, labels: { classes: first!.about.objects as string[], model }, attributes }
    },
  }
}

function answersOf({ crowd }: ObjectsModel): number {
  return crowd.answers.reduce((sum, answers) => sum + answers, 0)
}
