import type { FieldValue } from '@whisker/api/fields.ts'
import { isTree } from '@whisker/api/kinds/places.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { ConsolidatedField, SmallField } from '../field.ts'
import type { Kind, Sameness } from '../kinds/kind.ts'

/** A thing that somebody named in one item. */
export type Thing = {
  /** Its key, as it is shown. */
  key: FieldValue
  /** What each answer says of it; null where it does not. */
  rows: (Row | null)[]
}

/** An error falls among so many things at the least: a list of thousands holds few that anybody would take for another one. */
const maxAmong = 32

export function smallFields({ fields = [] }: ConsolidatedField): readonly SmallField[] {
  return fields
}

export function keyField(field: ConsolidatedField): SmallField {
  return smallFields(field).find(({ name }) => name === field.key) as SmallField
}

/** Among how many things it is asked which are there; typed keys have no end. */
export function countAsked(versions: readonly ConsolidatedField[]): number {
  const options = new Set(versions.flatMap((field) => keyField(field).options?.map(({ value }) => value) ?? []))
  return options.size === 0 ? maxAmong : Math.min(maxAmong, options.size)
}

/** The small fields of which it is asked what is said of a thing: a key of a tree among them, since who says less may mean the same. */
export function judgedFields(field: ConsolidatedField): SmallField[] {
  return smallFields(field).filter((small) => small.name !== field.key || isTree(small.options ?? []))
}

/** The rows of several answers to one item, matched by what their keys mean. Of two rows of one answer that mean the same the first counts. */
export function matchRows(kind: Kind, field: ConsolidatedField, answers: readonly Row[][], by: Sameness): Thing[] {
  const key = keyField(field)
  const said = answers.flatMap((rows, answer) => rows.map((row) => ({ row, answer })))
  const values = said.map(({ row }) => kind.asGiven(row[key.name]))
  const meant = isTree(key.options ?? []) ? downTheTree(kind, key, said, values, by) : values
  const { labels, show } = kind.group(
    key,
    meant,
    by,
    meant.map(() => 1),
  )
  const things = new Map<number, Thing>()
  for (const [n, { row, answer }] of said.entries()) {
    const shown = values[n] === null ? null : show(labels[n]!)
    if (shown === null) continue
    const thing = things.get(labels[n]!) ?? { key: shown, rows: answers.map(() => null) }
    things.set(labels[n]!, thing)
    thing.rows[answer] ??= row
  }
  return [...things.values()]
}

/** Who says less names what others name below it, but for who names both: that is another thing. */
function downTheTree(
  kind: Kind,
  key: SmallField,
  said: readonly { answer: number }[],
  values: readonly (FieldValue | null)[],
  by: Sameness,
): (FieldValue | null)[] {
  const isAlone = (n: number) =>
    values.every(
      (other, o) => o === n || said[o]!.answer !== said[n]!.answer || !agree(kind, key, values[n]!, other, by),
    )
  const own = [...values.keys()].filter((n) => values[n] !== null && isAlone(n))
  const texts = own.map((n) => String(values[n]))
  const standing = kind.standingFor?.(key, texts, undefined) ?? texts
  const meant = [...values]
  for (const [i, n] of own.entries()) meant[n] = standing[i]!
  return meant
}

function agree(kind: Kind, key: SmallField, a: FieldValue | null, b: FieldValue | null, by: Sameness): boolean {
  return a !== null && b !== null && kind.agrees(key, a, b, by)
}

/** Who has it, as a question of yes and no. */
export function presence({ rows }: Thing): number[] {
  return rows.map((row) => Number(row !== null))
}

/** Which things each answer has, as one text an answer: the same where these are the same. */
export function wholeSets(things: readonly Thing[], answers: number): string[] {
  return Array.from({ length: answers }, (_, a) => things.flatMap(({ rows }, t) => (rows[a] ? [t] : [])).join(','))
}
