import { answerCheck } from '@whisker/api/answer-check.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { isTree } from '@whisker/api/kinds/places.ts'
import { smallKindOf } from '@whisker/api/kinds/rows.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { Translate } from '../language/translate.ts'
import { smallKind } from './everyday.ts'
import type { DraftValue } from './kind.ts'

export type RowsField = FieldOf<'rows'>
export type SmallField = RowsField['fields'][number]

const checkRows = answerCheck(smallKindOf)

/** More than this, and a row is added first and told then what it is about: keys stay for each of them, and for "nothing". */
const maxListed = 8

/** The field of the key where each of its options adds a row; null: there are too many, or it is typed. */
export function listedKey({ fields, key }: RowsField): Extract<SmallField, { type: 'radio' | 'select' }> | null {
  const field = fields.find(({ name }) => name === key)
  if (field?.type !== 'radio' && field?.type !== 'select') return null
  return field.options.length > maxListed || isTree(field.options) ? null : field
}

/** undefined: nothing has been said. */
export function rowsOf(value: DraftValue | undefined): Row[] | undefined {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'object' && !Array.isArray(one))
  return isList ? (value as Row[]) : undefined
}

/** A row with another value in it; an empty one is left out. */
export function withSmall(row: Row, name: string, value: DraftValue): Row {
  const { [name]: _, ...others } = row
  return value === '' ? others : { ...others, [name]: value as Row[string] }
}

/** Each value of each row, turned by its own kind. */
export function eachSmall(
  { fields }: RowsField,
  rows: readonly Row[],
  turn: (field: SmallField, value: DraftValue) => DraftValue | undefined,
): Row[] {
  return rows.map((row) => {
    const turned = fields.flatMap((field) => {
      const value = row[field.name] === undefined ? undefined : turn(field, row[field.name]!)
      return value === undefined ? [] : [[field.name, value]]
    })
    return Object.fromEntries(turned) as Row
  })
}

/** What is wrong with each small field, by `/row/name`, in words. */
export function smallFaults(
  field: RowsField,
  rows: readonly Row[],
  t: Translate,
  language: string,
): Map<string, string> {
  const sent = eachSmall(field, rows, (small, value) => smallKind(small).toAnswer(value, language, small))
  const checked = checkRows(field.fields, sent.length, sent)
  const words = new Map<string, string>()
  if (checked.ok) return words
  for (const { code, pointer } of checked.errors) {
    const [, , at, name] = pointer.split('/')
    const small = field.fields.find((one) => one.name === name)
    if (!small) continue
    const said = code === 'required' ? t('needsAnswer') : smallKind(small).faults[code]?.(t, small, language)
    words.set(`/${at}/${name}`, said ?? t('notAccepted'))
  }
  return words
}
