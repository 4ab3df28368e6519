import { readCell } from '../cells.ts'
import type { InputField, OutputField } from '../fields.ts'
import { mediumOf } from '../media/media.ts'
import { ColumnFault, columnsOf } from './columns.ts'
import { type Imported, type ImportedTask, ImportFault } from './imported.ts'
import type { Table } from './table.ts'

/** The form that a table is for. `columns`: what a field's column is called, where that is not the field's name; empty: it has none. */
export type TableForm = {
  inputs: readonly InputField[]
  outputs: readonly OutputField[]
  columns: ReadonlyMap<string, string>
}

type Row = Table['rows'][number]
type Column<Field> = { field: Field; at: number }
type Layout = { inputs: Column<InputField>[]; outputs: Column<OutputField>[]; externalId: number; name: number }

/** Tasks of a project that is there: a column a field, chosen by name. @throws {ImportFault} when a field has no column */
export function tasksOfTable(table: Table, form: TableForm): Imported {
  const layout = layOut(table, form)
  const taken = new Set(
    [...layout.inputs, ...layout.outputs].map(({ at }) => at).concat(layout.externalId, layout.name),
  )
  const left = table.titles.filter((title, at) => title !== '' && !taken.has(at))
  return {
    inputs: layout.inputs.map(({ field: { name, type, required } }) => ({ name, type, required })),
    fields: layout.outputs.map(({ field: { name, type } }) => ({ name, type })),
    tasks: table.rows.map((row) => readRow(row, layout)),
    notes: left.length > 0 ? [`Columns that are no field of the project are not taken: ${left.join(', ')}.`] : [],
  }
}

function layOut(table: Table, { inputs, outputs, columns }: TableForm): Layout {
  const { titles } = table
  const names = new Set([...inputs, ...outputs].map(({ name }) => name))
  const stranger = [...columns.keys()].find((name) => !names.has(name))
  if (stranger !== undefined)
    throw new ImportFault(`The project has no field "${stranger}". It has: ${[...names].join(', ')}.`)
  const find = <Field extends InputField | OutputField>(field: Field): Column<Field>[] => {
    const title = columns.get(field.name) ?? field.name
    const at = title === '' ? -1 : titles.indexOf(title)
    const isNeeded = field.required && inputs.some((input) => input === field)
    if (at === -1 && (isNeeded || (title !== '' && columns.has(field.name))))
      throw new ColumnFault(
        `There is no column${title && ` "${title}"`} for the field "${field.name}". The file has: ${titles.join(', ')}.`,
        columnsOf(table, null),
      )
    return at === -1 ? [] : [{ field, at }]
  }
  const own = (title: string) => titles.indexOf(names.has(title) ? `_${title}` : title)
  const layout = { inputs: inputs.flatMap(find), outputs: outputs.flatMap(find) }
  return { ...layout, externalId: own('external_id'), name: own('name') }
}

function readRow({ row, cells, mark, fault }: Row, { inputs, outputs, externalId, name }: Layout): ImportedTask {
  const cell = (at: number) => cells[at] ?? ''
  const sent = inputs.filter(({ at }) => cell(at).trim() !== '')
  const item = Object.fromEntries(sent.map(({ field, at }) => [field.name, cell(at)]))
  const picture = sent.find(({ field }) => mediumOf(field).keeps === 'file')
  const called = cell(name) || (picture && cell(picture.at)) || null
  const task: ImportedTask = { row, name: called, item, size: null, answer: null, fault }
  if (cell(externalId) !== '') task.external_id = cell(externalId)
  const empty = inputs.find((input) => input.field.required && !sent.includes(input))
  if (empty) task.fault ??= `"${empty.field.name}" is empty.`
  if (sent.length === 0) task.fault ??= 'It has nothing to ask about.'
  for (const { field, at } of outputs) {
    const read = readCell(field, cell(at), mark)
    if (!read.ok) task.fault ??= `The field "${field.name}" ${read.detail}`
    else if (read.value !== undefined) task.answer = { ...task.answer, [field.name]: read.value }
  }
  return task
}
