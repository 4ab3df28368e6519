import type { FieldValue } from '@whisker/api/fields.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { ConsolidatedField, MajorityResult } from '../field.ts'
import { minNames } from '../fit-texts.ts'
import { emptyModel } from '../online.ts'
import { emptyCoins } from '../online-coins.ts'
import { collectRows } from '../rows/collect.ts'
import { countAsked, judgedFields, keyField, matchRows, smallFields } from '../rows/match.ts'
import { majorityOf, plainly, sameIn, smallInOrder } from '../small/compare-small.ts'
import { inAllVersions } from '../small/fit-small.ts'
import { emptySmall } from '../small/small-models.ts'
import { countVotes, groupByKey } from '../votes.ts'
import type { Kind, KindOf, Sameness } from './kind.ts'

/**
 * Rows of small fields, matched by their key. Each key is a question of yes and no; what is said of one that is there is put together by
 * the kind of its own. An answer is right when it has all things and no other one, and says the same of each.
 */
export function rowsKind(kindOf: KindOf): Kind {
  const scoreOf = (field: ConsolidatedField, truth: FieldValue, value: FieldValue, by: Sameness) => {
    const [right, said] = [asGiven(truth), asGiven(value)]
    if (!right || !said) return 0
    const things = matchRows(kindOf(keyField(field)), field, [right, said], by)
    const worth = things.map(({ rows: [one, other] }) => (one && other ? shareOf(field, one, other, by) : 0))
    const all = right.length + said.length
    return all === 0 ? 1 : (2 * worth.reduce((sum, each) => sum + each, 0)) / all
  }
  /** Of the fields of a row, the key among them: how many say what is right. */
  const shareOf = (field: ConsolidatedField, right: Row, said: Row, by: Sameness) => {
    const fields = smallFields(field)
    const others = fields.filter(({ name }) => name !== field.key)
    return (1 + sameIn(kindOf, others, right, said, by)) / fields.length
  }
  return {
    asGiven,
    majority: (field, given, keyOf) => perKey(kindOf, field, given as (Row[] | null)[], keyOf),
    agrees: (field, truth, value, by) => scoreOf(field, truth, value, by) === 1,
    score: (truth, value, field) => scoreOf(field, truth, value, plainly),
    group: (_, values) => groupByKey(values, JSON.stringify),
    emptyModel: (versions) => ({
      ...{ kind: 'rows', there: emptyModel(2), asked: countAsked(versions), sets: emptyCoins(minNames) },
      fields: emptySmall(kindOf, inAllVersions(versions.map(smallFields), judgedFields(versions[0]!))),
    }),
    collect: (versions, expected) => collectRows(kindOf, asGiven, versions, expected),
    told: (_, values) => ({ votes: countVotes(values, JSON.stringify) }),
    inFormOrder: (field, value) => inFormOrder(kindOf, field, value as Row[]),
    isUnanimous: (field, value, votes) =>
      votes.every((vote) => vote.value !== null && scoreOf(field, value, vote.value, plainly) === 1),
    isTyped: false,
    confusion: null,
    isComparable: false,
    bars: null,
  }
}

function asGiven(value: FieldValue | null | undefined): Row[] | null {
  const isRows = Array.isArray(value) && value.every((one) => typeof one === 'object')
  return isRows ? (value as Row[]) : null
}

/** Rows in the order of the key's options, else of its texts, and fields in that of the form: the same rows are the same value. */
function inFormOrder(kindOf: KindOf, field: ConsolidatedField, value: Row[]): FieldValue {
  const key = keyField(field)
  const places = new Map(key.options?.map((option, at) => [option.value, at]))
  const placeOf = (row: Row) => places.get(String(row[key.name])) ?? places.size
  const ordered = value.map((row) => smallInOrder(kindOf, smallFields(field), row)) as Row[]
  return ordered.sort(
    (a, b) => placeOf(a) - placeOf(b) || (String(a[key.name]) < String(b[key.name]) ? -1 : 1),
  ) as FieldValue
}

/** What more than half of the answers name, and of it what most of those say who do. */
function perKey(
  kindOf: KindOf,
  field: ConsolidatedField,
  given: (Row[] | null)[],
  keyOf: (text: string) => string,
): MajorityResult {
  const votes = countVotes(given, JSON.stringify)
  const answers = given.filter((answer) => answer !== null)
  if (answers.length * 2 < given.length) return { value: null, confidence: 1 - answers.length / given.length, votes }
  let confidence = 1
  const value = matchRows(kindOf(keyField(field)), field, answers, plainly).flatMap(({ key, rows }) => {
    const own = rows.filter((row) => row !== null)
    const share = own.length / given.length
    confidence = Math.min(confidence, Math.max(share, 1 - share))
    if (share <= 0.5) return []
    const others = smallFields(field).filter(({ name }) => name !== field.key)
    const said = majorityOf(kindOf, others, own, keyOf)
    confidence = Math.min(confidence, said.confidence)
    return [{ [field.key!]: key, ...said.values } as Row]
  })
  return { value: inFormOrder(kindOf, field, value), confidence, votes }
}
