import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { FieldModel, RowsModel } from '../field-model.ts'
import { kindOf } from '../kinds/kinds.ts'
import { minToKnow } from '../min-to-know.ts'
import { onlinePosterior, pushAnswer, tableBytes } from '../online.ts'
import { coinAccuracy, packCoins, pushCoin, unpackCoins } from '../online-coins.ts'
import { packModel, unpackModel } from '../online-pack.ts'
import { judgeRows } from '../rows/judge.ts'
import { keyField, matchRows, presence, smallFields, wholeSets } from '../rows/match.ts'
import { namingAccuracy, unknownThere } from '../rows/model.ts'
import { type ModelKind, nothingLearned, type StoredPart } from './model-kind.ts'

type Others = {
  modelKindOf: (model: FieldModel) => ModelKind
  restoreModel: (parts: StoredPart[]) => FieldModel | null
}

/** @param others how the models of small fields are handled. */
export function rowsModel({ modelKindOf, restoreModel }: Others): ModelKind<RowsModel> {
  return {
    known: (_, model) => (model.sets.total >= minToKnow ? model : { ...model, there: unknownThere(model.asked) }),
    accuracy(model) {
      const parts = [...model.fields.values()].map((field) => modelKindOf(field).accuracy(field))
      const first = (worker: number) =>
        model.there.room === 0 ? coinAccuracy(model.sets, worker) : namingAccuracy(model, worker)
      return (worker) => parts.reduce((sum, part) => sum + part(worker), first(worker)) / (1 + parts.length)
    },
    judge: (field, model, workers, values, naming) =>
      judgeRows({ kindOf, modelKindOf }, field, model, workers, values as (Row[] | null)[], naming),
    push(field, { there, asked, sets, fields }, { workers, values }, naming, truth) {
      if (values.at(-1) === null) return
      const own = workers.filter((_, n) => values[n] !== null)
      const answers = (values as (Row[] | null)[]).filter((value) => value !== null)
      const right = truth === undefined ? null : (truth as Row[])
      const matched = matchRows(kindOf(keyField(field)), field, right ? [...answers, right] : answers, {
        ...nothingLearned,
        naming,
      })
      const things = matched.map(({ key, rows }) => ({ key, rows: rows.slice(0, own.length) }))
      const whole = wholeSets(things, own.length)
      const labels = whole.map((set) => whole.indexOf(set))
      for (const [t, thing] of things.entries()) {
        const row = right ? (matched[t]!.rows.at(-1) ?? null) : undefined
        const said = presence(thing)
        const known = row === undefined ? -1 : Number(row !== null)
        const isThere = known >= 0 ? known === 1 : onlinePosterior(there, { workers: own, labels: said })[1]! >= 0.5
        pushAnswer(there, { workers: own, labels: said }, known)
        if (!isThere || said.at(-1) === 0) continue
        const those = own.filter((_, a) => said[a] === 1)
        const rows = thing.rows.filter((one) => one !== null)
        for (const small of smallFields(field)) {
          const model = fields.get(small.name)
          const { asGiven } = kindOf(small)
          const answered = { workers: those, values: rows.map((one) => asGiven(one[small.name])) }
          if (model) modelKindOf(model).push(small, model, answered, naming, row?.[small.name])
        }
      }
      const nobody = own.map(() => 0)
      for (let n = things.length; n < asked; n++) pushAnswer(there, { workers: own, labels: nobody }, right ? 0 : -1)
      pushCoin(sets, { workers: own, labels })
    },
    sameness: () => nothingLearned,
    sizeBytes: ({ there, sets, fields }) =>
      [...fields.values()].reduce(
        (sum, field) => sum + modelKindOf(field).sizeBytes(field),
        tableBytes(there) + 32 * sets.room,
      ),
    store: ({ there, asked, sets, fields }) => [
      { about: { rows: asked }, packed: packModel(there) },
      { about: {}, packed: packCoins(sets) },
      ...[...fields].flatMap(([name, field]) =>
        modelKindOf(field)
          .store(field)
          .map(({ about, packed }) => ({ about: { ...about, of: name }, packed })),
      ),
    ],
    restore([first, second, ...rest]) {
      const there = unpackModel(first!.packed)
      const sets = second ? unpackCoins(second.packed) : null
      const fields = [...Map.groupBy(rest, ({ about }) => String(about.of))].map(
        ([name, parts]) => [name, restoreModel(parts)] as const,
      )
      if (!there || !sets || fields.some(([, field]) => field === null)) return null
      return {
        ...{ kind: 'rows', there, sets, asked: first!.about.rows as number },
        fields: new Map(fields as [string, FieldModel][]),
      }
    },
  }
}
