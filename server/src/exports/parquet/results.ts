import type { ItemResult } from '@whisker/api/field-result.ts'
import type { InputField } from '@whisker/api/fields.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import type { VersionSpec } from '../export.ts'
import { fieldsOf } from '../export-fields.ts'
import { NameGiver } from '../file-names.ts'
import { nameOfPicture } from '../samples.ts'
import type { Spooled, Stored } from '../spool.ts'
import { round4, saidOf } from './kinds.ts'
import { microseconds } from './moments.ts'
import { fileInputs, picturesOf } from './pictures.ts'
import { fitted, type Shape } from './shape.ts'
import { type Column, ColumnNames, fieldFinder, outputsOf, type Table } from './table.ts'

export type ResultsOrder = {
  of: 'results'
  title: string
  specs: VersionSpec[]
  withPictures: boolean
  upright: boolean
  isSplit: boolean
}

type Picture = Stored & { sha256: string; path: string; content: Uint8Array | null }
type ItemRow = {
  row: ResultRow
  item: number
  split: string
  result: ItemResult
  pictures: Record<string, Picture | undefined>
}

/**
 * A row an item, as CSV has it: what people look for first, ids and what is known of the picture behind. As there, an output field keeps its
 * name, then an input field.
 */
export function resultsTable(order: ResultsOrder): Table<ItemRow> {
  const { specs, withPictures } = order
  const [, inputs] = fieldsOf(specs)
  const files = fileInputs(specs)
  const names = new ColumnNames()
  const column = (name: string, shape: Shape, read: Column<ItemRow>['read']): Column<ItemRow> => {
    return { name: names.give(name), shape, read }
  }
  const said = saidColumns(specs, column)
  const texts = inputs
    .filter((input) => mediumOf(input).keeps === 'words')
    .map(({ name }) => column(name, 'text', ({ row, item }) => row.task_spec[item]?.[name] ?? null))
  const pictures = withPictures ? files.map((input) => pictureColumn(names.give(titleOf(input, files)), input)) : []
  const own = [
    column('name', 'text', ({ row }) => row.name),
    ...texts,
    ...said,
    column('confidence', 'double', ({ result }) => leastOf(result)),
    column('answers', 'int', ({ row }) => row.answers),
    column('method', 'text', ({ row }) => row.method),
    column('status', 'text', ({ row }) => row.status),
    column('gold', 'boolean', ({ row }) => row.gold),
    column('corrected', 'boolean', ({ row }) => row.corrected),
    column('version', 'int', ({ row }) => row.version),
    ...(order.isSplit ? [column('split', 'text', ({ split }) => split)] : []),
    column('item', 'int', ({ item }) => item),
    column('task_id', 'text', ({ row }) => row.task_id),
    column('external_id', 'text', ({ row }) => row.external_id),
    column('completed_at', 'time', ({ row }) => microseconds(row.completed_at)),
    column('metadata', 'text', ({ row }) => JSON.stringify(row.metadata ?? {})),
    column('other_names', { list: 'text' }, ({ row }) => row.other_names),
    ...files.flatMap((input) => factsOf(input, files, column)),
  ]
  return {
    columns: [...pictures, ...own],
    rowsOf: itemReader(files),
    notes: notesOf(
      order,
      pictures.map(({ name }) => name),
    ),
  }
}

type Make = (name: string, shape: Shape, read: Column<ItemRow>['read']) => Column<ItemRow>

function saidColumns(specs: readonly VersionSpec[], column: Make): Column<ItemRow>[] {
  const fieldOf = fieldFinder(specs)
  const outputs = outputsOf(specs)
  const values = outputs.map(({ name, shape }) =>
    column(name, shape, ({ row, result }) => {
      const field = fieldOf(row.version, name)
      const said = result[name]
      return field && said ? fitted(shape, saidOf(field, said)) : null
    }),
  )
  const confidences = outputs.map(({ name }) =>
    column(`${name}_confidence`, 'double', ({ result }) => result[name]?.confidence ?? null),
  )
  return values.flatMap((value, n) => [value, confidences[n]!])
}

/** What programs look for is `image`; several pictures of an item are called as the form calls them. */
const titleOf = ({ name }: InputField, files: InputField[]) => (files.length === 1 ? 'image' : name)

/** What Hugging Face takes for a picture. */
function pictureColumn(name: string, input: InputField): Column<ItemRow> {
  const shape: Shape = { fields: { bytes: 'bytes', path: 'text' } }
  const read = ({ pictures }: ItemRow) => {
    const picture = pictures[input.name]
    return picture?.content ? { bytes: picture.content, path: picture.path } : null
  }
  return { name, shape, isPacked: true, read }
}

function factsOf(input: InputField, files: InputField[], column: Make): Column<ItemRow>[] {
  const begin = files.length === 1 ? '' : `${input.name}_`
  const fact = (name: string, shape: Shape, read: (picture: Picture) => unknown) =>
    column(begin + name, shape, ({ pictures }) => {
      const picture = pictures[input.name]
      return picture ? read(picture) : null
    })
  return [
    fact('sha256', 'text', ({ sha256 }) => sha256),
    fact('file_name', 'text', ({ path }) => path),
    fact('width', 'int', ({ width }) => width),
    fact('height', 'int', ({ height }) => height),
  ]
}

function itemReader(files: InputField[]): Table<ItemRow>['rowsOf'] {
  const names = new NameGiver()
  return function* ({ line, split, pictures: contents }) {
    const spooled = JSON.parse(line) as Spooled
    const { row } = spooled
    const several = row.task_spec.length * files.length > 1
    const pictures: ItemRow['pictures'][] = row.task_spec.map(() => ({}))
    for (const [n, { item, input, sha256, stored }] of picturesOf(spooled, files).entries()) {
      const [stem, ending] = nameOfPicture({ row, item, input, several, sha256, type: stored.type })
      const path = names.give(stem, `${row.task_id}/${item}/${input}`) + ending
      pictures[item]![input] = { ...stored, sha256, path, content: contents[n] ?? null }
    }
    for (const item of row.task_spec.keys())
      yield { row, item, split, result: row.result?.[item] ?? {}, pictures: pictures[item]! }
  }
}

function leastOf(result: ItemResult): number | null {
  const all = Object.values(result)
  return all.length === 0 ? null : round4(Math.min(...all.map(({ confidence }) => confidence)))
}

/** `huggingface` is read by `datasets`: pictures come as pictures. */
function notesOf({ title, upright, withPictures }: ResultsOrder, pictures: string[]): Record<string, string> {
  const features = Object.fromEntries(pictures.map((name) => [name, { _type: 'Image' }]))
  const about = {
    title,
    places: 'in pixels of the upright picture, from its top left corner',
    ...(withPictures && { pictures: upright ? 'upright' : 'byte for byte as they came' }),
  }
  return {
    whisker: JSON.stringify(about),
    ...(pictures.length > 0 && { huggingface: JSON.stringify({ info: { features } }) }),
  }
}
