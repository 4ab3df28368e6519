import type { FieldValue } from '@whisker/api/fields.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { collectAnswers } from '../answers.ts'
import type { ModelledField } from '../field.ts'
import type { Expected, FieldFit, KindCollector } from '../field-fit.ts'
import { fitTables } from '../fit-tables.ts'
import { minNames } from '../fit-texts.ts'
import { type ItemGiven, itemsGiven } from '../items-given.ts'
import type { Kind } from '../kinds/kind.ts'
import { collectLongList } from '../kinds/long-list.ts'
import type { Naming } from '../naming.ts'
import { type OnlineModel, onlinePosterior } from '../online.ts'
import type { OnlineCoins } from '../online-coins.ts'
import { fitSmall, inAllVersions, type SmallGiven } from '../small/fit-small.ts'
import { countAsked, judgedFields, keyField, matchRows, presence, smallFields, type Thing, wholeSets } from './match.ts'
import { namingAccuracy } from './model.ts'

type KindOf = (field: Pick<ModelledField, 'type'>) => Kind
type Matched = ItemGiven<Row[]> & { things: Thing[]; truth: (Row | null)[] | undefined }

/** Collects answers that are rows. Fitted is who finds which things, then by its own kind what is said of those that are there. */
export function collectRows(
  kindOf: KindOf,
  asGiven: (value: FieldValue | null | undefined) => Row[] | null,
  versions: readonly ModelledField[],
  expected: Expected,
): KindCollector {
  const { items, add } = itemsGiven(asGiven)
  return {
    add,
    fit(workers, naming, gold) {
      const matched = items.map((one) => match(kindOf, versions[0]!, one, asGiven(gold.get(one.item)), naming))
      return fitRows(kindOf, versions, matched, { ...expected, workers }, naming)
    },
  }
}

/** What is right stands among the answers while they are matched, so that it is matched by the same rule. */
function match(
  kindOf: KindOf,
  field: ModelledField,
  one: ItemGiven<Row[]>,
  truth: Row[] | null,
  naming: Naming,
): Matched {
  const by = { naming, spelling: new Map(), scatter: null }
  const found = matchRows(kindOf(keyField(field)), field, truth ? [...one.answers, truth] : one.answers, by)
  if (!truth) return { ...one, things: found, truth: undefined }
  return {
    ...one,
    truth: found.map(({ rows }) => rows.at(-1) ?? null),
    things: found.map(({ key, rows }) => ({ key, rows: rows.slice(0, -1) })),
  }
}

function fitRows(
  kindOf: KindOf,
  versions: readonly ModelledField[],
  items: Matched[],
  expected: Expected,
  naming: Naming,
): FieldFit {
  const asked = countAsked(versions)
  const there = fitThere(items, asked, expected)
  const sets = fitSets(items, expected, naming)
  const small = inAllVersions(versions.map(smallFields), judgedFields(versions[0]!))
  const fields = fitSmall(kindOf, small, thingsThere(items, there), expected, naming)
  return {
    model: {
      ...{ kind: 'rows', there, asked },
      sets: (sets.model as { coins: OnlineCoins }).coins,
      fields: new Map(fields.map(({ name, fit }) => [name, fit.model])),
    },
    method: 'rows',
    answers: sets.answers,
    alpha: sets.alpha,
    workers: sets.workers.map(({ answered }, w) => {
      const parts = [namingAccuracy({ there }, w), ...fields.map(({ fit }) => fit.workers[w]!.accuracy)]
      return { answered, accuracy: parts.reduce((sum, each) => sum + each, 0) / parts.length, bits: null }
    }),
    suggestions: [],
  }
}

/** The table of yes and no, over all things that could be there: those that nobody names are asked about, too. */
function fitThere(items: Matched[], asked: number, { workers, answers }: Expected): OnlineModel {
  const total = items.reduce((sum, { things }) => sum + Math.max(asked, things.length), 0)
  const collector = collectAnswers(total, workers, 2, answers * asked)
  const known = new Int16Array(total).fill(-1)
  let pair = 0
  for (const { things, workers: own, truth } of items)
    for (let t = 0; t < Math.max(asked, things.length); t++, pair++) {
      if (truth) known[pair] = Number((truth[t] ?? null) !== null)
      for (const [a, worker] of own.entries())
        collector.add(pair, worker, Number((things[t]?.rows[a] ?? null) !== null))
    }
  return fitTables({ ...collector.finish(), workers }, known.some((one) => one >= 0) ? known : undefined).online
}

function fitSets(items: Matched[], expected: Expected, naming: Naming): FieldFit {
  const list = { classes: minNames, asGiven: (value: unknown) => value as string, numberOf: null }
  const collector = collectLongList(list, expected)
  const gold = new Map<number, FieldValue>()
  for (const { item, workers, answers, things, truth } of items) {
    const sets = wholeSets(things, answers.length)
    for (const [a, worker] of workers.entries()) collector.add(item, worker, sets[a])
    if (truth) gold.set(item, truth.flatMap((row, t) => (row ? [t] : [])).join(','))
  }
  return collector.fit(expected.workers, naming, gold)
}

/** The things that are there, with what is said of them. */
function thingsThere(items: Matched[], there: OnlineModel): SmallGiven[] {
  return items.flatMap(({ things, workers, truth }) =>
    things.flatMap((thing, t) => {
      const exists = truth
        ? Number(truth[t] !== null)
        : onlinePosterior(there, { workers, labels: presence(thing) })[1]!
      return exists >= 0.5 ? [{ workers, said: thing.rows, right: truth?.[t] }] : []
    }),
  )
}
