import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { RowsModel } from '../field-model.ts'
import { kindOf } from '../kinds/kinds.ts'
import { minToKnow } from '../min-to-know.ts'
import { pushAnswer, tableBytes } from '../online.ts'
import { coinAccuracy, packCoins, pushCoin, unpackCoins } from '../online-coins.ts'
import { packModel, unpackModel } from '../online-pack.ts'
import { judgeRows } from '../rows/judge.ts'
import { keyField, matchRows, presence, smallFields, wholeSets } from '../rows/match.ts'
import { namingAccuracy, unknownThere } from '../rows/model.ts'
import { type OtherModels, smallHandling } from '../small/small-models.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

/** @param others how the models of small fields are handled. */
export function rowsModel(others: OtherModels): ModelKind<RowsModel> {
  const small = smallHandling(kindOf, others)
  return {
    known: (_, model) => (model.sets.total >= minToKnow ? model : { ...model, there: unknownThere(model.asked) }),
    accuracy(model) {
      const first = (worker: number) =>
        model.there.room === 0 ? coinAccuracy(model.sets, worker) : namingAccuracy(model, worker)
      return small.accuracyWith(first, model.fields)
    },
    judge: (field, model, workers, values, naming) =>
      judgeRows(small.registries, field, model, workers, values as (Row[] | null)[], naming),
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
        pushAnswer(there, { workers: own, labels: said }, known)
        // What is not sure to be there yet is counted, too: the answers after this one move what was counted (online.ts).
        if (known === 0 || said.at(-1) === 0) continue
        const those = own.filter((_, a) => said[a] === 1)
        const rows = thing.rows.filter((one) => one !== null)
        small.push(smallFields(field), fields, { workers: those, said: rows, right: row }, naming)
      }
      const nobody = own.map(() => 0)
      for (let n = things.length; n < asked; n++) pushAnswer(there, { workers: own, labels: nobody }, right ? 0 : -1)
      pushCoin(sets, { workers: own, labels })
    },
    sameness: () => nothingLearned,
    sizeBytes: ({ there, sets, fields }) => small.sizeBytes(fields) + tableBytes(there) + 32 * sets.room,
    store: ({ there, asked, sets, fields }) => [
      { about: { rows: asked }, packed: packModel(there) },
      { about: {}, packed: packCoins(sets) },
      ...small.store(fields),
    ],
    restore([first, second, ...rest]) {
      const there = unpackModel(first!.packed)
      const sets = second ? unpackCoins(second.packed) : null
      const fields = small.restore(rest)
      if (!there || !sets || !fields) return null
      return { kind: 'rows', there, sets, asked: first!.about.rows as number, fields }
    },
  }
}
