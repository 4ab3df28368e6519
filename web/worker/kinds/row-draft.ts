import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { isTree } from '@whisker/api/kinds/places.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { SmallField } from '@whisker/api/kinds/schema/small-field.ts'
import type { DraftValue } from './kind.ts'

export type RowsField = FieldOf<'rows'>

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
