import type { FieldResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { smallFieldsOf } from '@whisker/api/small-fields.ts'
import type { Shape } from './shape.ts'

type Sure = Pick<FieldResult, 'confidence' | 'objects' | 'rows'>
type Column<F extends OutputField> = {
  shape(field: F): Shape
  /** Its value with how sure each part of it is, where it has parts. */
  value?(value: unknown, sure: Sure): unknown
}

/**
 * What a column of each kind is. Choices are texts (the file has each once, by a dictionary); objects are lists of what the API calls them by,
 * with the confidence of each: `explode` of pandas, `unnest` of DuckDB and a loop over a row of `datasets` take them as they are, and
 * what was drawn can be sent back. Side by side in lists, as `imagefolder` has them, they would have to be put together again.
 */
const columns: { [K in FieldKind]: Column<FieldOf<K>> } = {
  input: { shape: () => 'text' },
  textarea: { shape: () => 'text' },
  date: { shape: () => 'text' },
  select: { shape: () => 'text' },
  radio: { shape: () => 'text' },
  number: { shape: () => 'double' },
  rating: { shape: () => 'double' },
  checkbox: { shape: () => ({ list: 'text' }) },
  boxes: objects({ label: 'text', x: 'double', y: 'double', width: 'double', height: 'double' }),
  polygons: objects({ label: 'text', points: { list: { list: 'double' } } }),
  points: objects({ label: 'text', x: 'double', y: 'double' }),
  spans: objects({ label: 'text', start: 'int', end: 'int', text: 'text' }),
  rank: { shape: () => ({ list: { list: 'text' } }) },
  rows: {
    shape: ({ fields }) => ({
      list: {
        fields: {
          ...Object.fromEntries(fields.map((small) => [small.name, shapeOf(small)])),
          [sureOf]: 'double',
        },
      },
    }),
    value: (value, { rows, confidence }) =>
      (value as object[]).map((row, n) => ({ ...row, [sureOf]: round4(rows?.[n]?.exists ?? confidence) })),
  },
}

const sureOfAttributes = 'attributes_confidence'

// No field of a form can be called so.
const sureOf = '_confidence'

/** What is said of each stands in it, as in the API, with how sure each of that is. */
function objects(fields: Record<string, Shape>) {
  return {
    shape(field: OutputField): Shape {
      const attributes = smallFieldsOf(field).fields
      const said = attributes.map((small) => [small.name, shapeOf(small)] as const)
      const sure = attributes.map(({ name }) => [name, 'double'] as const)
      const both = said.length > 0 && {
        attributes: { fields: Object.fromEntries(said) },
        [sureOfAttributes]: { fields: Object.fromEntries(sure) },
      }
      return { list: { fields: { ...fields, ...both, confidence: 'double' } } }
    },
    value: (value: unknown, { objects: found, confidence }: Sure) =>
      (value as object[]).map((object, n) => {
        const sure = found?.[n]
        const said = sure?.attributes && Object.entries(sure.attributes).map(([name, share]) => [name, round4(share)])
        return {
          ...object,
          ...(said && { [sureOfAttributes]: Object.fromEntries(said) }),
          confidence: round4(sure ? sure.exists * sure.label : confidence),
        }
      }),
  }
}

const columnOf = (field: OutputField) => columns[field.type] as Column<OutputField>

export function shapeOf(field: OutputField): Shape {
  return columnOf(field).shape(field)
}

export function saidOf(field: OutputField, result: FieldResult): unknown {
  const { value } = result
  if (value === null) return null
  return columnOf(field).value?.(value, result) ?? value
}

export function round4(share: number): number {
  return Math.round(share * 1e4) / 1e4
}
