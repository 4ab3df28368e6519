import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { FieldObject, FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { smallFieldsOf } from '@whisker/api/small-fields.ts'
import { plural } from '../../../ui/numbers.ts'
import { attributesOf } from '../../../worker/kinds/attributes.ts'

/**
 * What one field holds, as a person reads it. By what it is and not by the field: results and votes may come from an older
 * form, in which the field was of another kind or is no more. A new sort of value does not compile.
 *
 * @param field in whose order what is said of a thing is read out, the key first; the database keeps no order.
 */
export function formatValue(value: FieldValue | null | undefined, field?: OutputField): string {
  if (value === null || value === undefined) return 'no answer'
  if (!Array.isArray(value)) return String(value satisfies string | number)
  if (value.length === 0) return 'none'
  if (isOrder(value)) return value.map((group) => group.join(' = ')).join(' > ')
  const list = value satisfies (string | FieldObject | Row)[]
  const rows = list.filter(isRow)
  if (rows.length > 0) return rows.map((row) => wordsOf(row, field)).join('; ')
  const words = list.map((one) => (typeof one === 'string' ? one : wordsOfObject(one as FieldObject, field)))
  const objects = list.filter((one) => typeof one !== 'string').length
  const named = words.filter((word) => word !== undefined).join(', ')
  return objects === 0 ? named : [plural(objects, 'object'), named].filter(Boolean).join(': ')
}

function isOrder(value: Extract<FieldValue, unknown[]>): value is RankValue {
  return (value as unknown[]).every((group) => Array.isArray(group))
}

function wordsOf(row: Row, field: OutputField | undefined): string {
  const key = field && 'key' in field ? [field.key] : []
  return valuesInOrder(row, field, key).join(' ')
}

/** Its label, and what is said of it: `cat (lying, yes)`. */
function wordsOfObject(object: FieldObject, field: OutputField | undefined): string | undefined {
  const said = valuesInOrder(attributesOf(object), field).join(', ')
  return object.label && said ? `${object.label} (${said})` : object.label || said || undefined
}

function valuesInOrder(
  values: Row,
  field: OutputField | undefined,
  first: readonly string[] = [],
): (string | number)[] {
  const names = field ? smallFieldsOf(field).fields.map(({ name }) => name) : []
  const inOrder = new Set([...first, ...names, ...Object.keys(values)])
  return [...inOrder].flatMap((name) => values[name] ?? [])
}

/** By which a place is told, and what else stands beside it. */
const places = [
  { needs: ['x', 'y'], has: ['width', 'height'] },
  { needs: ['points'], has: [] },
  { needs: ['start', 'end'], has: ['text'] },
]

/** What is said of a thing, and not where it is: a row has a field that no place has, or has not all that make one. */
function isRow(one: string | FieldObject | Row): one is Row {
  if (typeof one === 'string') return false
  if ('attributes' in one && typeof one.attributes === 'object' && !Array.isArray(one.attributes)) return false
  const keys = Object.keys(one).filter((key) => key !== 'label')
  return !places.some(
    ({ needs, has }) =>
      needs.every((key) => keys.includes(key)) && keys.every((key) => needs.includes(key) || has.includes(key)),
  )
}

/** The fields of an item in the order of the form; those that the form no longer has come last. */
export function inFormOrder<T>(item: Readonly<Record<string, T>>, form: readonly OutputField[]): [string, T][] {
  const place = new Map(form.map((field, at) => [field.name, at]))
  const placeOf = (name: string) => place.get(name) ?? form.length
  return Object.entries(item).sort(([a], [b]) => placeOf(a) - placeOf(b))
}

/**
 * A whole answer on one line: its values, item by item. Each value is isolated (U+2068 … U+2069): a right-to-left mark in
 * one must not turn the others round.
 */
export function summarize(items: readonly AnswerItem[], form: readonly OutputField[]): string {
  const fieldOf = (name: string) => form.find((field) => field.name === name)
  const isolated = ([name, value]: [string, FieldValue]) => `\u2068${formatValue(value, fieldOf(name))}\u2069`
  return items.map((item) => inFormOrder(item, form).map(isolated).join(' · ') || 'no answer').join(' | ')
}
