import { OutputField } from '../fields.ts'
import { hasTakenEnding } from '../formats.ts'
import { type MediumName, media } from '../media/media.ts'
import { ColumnFault, type Columns, columnsOf } from './columns.ts'
import { fieldName } from './field-name.ts'
import { type Imported, type ImportedField, ImportFault } from './imported.ts'
import type { Table } from './table.ts'
import { tasksOfTable } from './tasks-table.ts'

const sent = 'sent:'
const label = 'label:'

/** What a label of a table can be, and the kind of field that it makes. Several stand with `|` between them. */
const labelFields = { one: 'radio', several: 'checkbox', typed: 'textarea' }

/** What a column of a table can be where a form is made of it: what is asked about, what was answered, what a row is called. */
export const columnRoles: readonly string[] = [
  ...Object.keys(media).map((medium) => sent + medium),
  ...Object.keys(labelFields).map((how) => label + how),
  'external_id',
  'name',
  'left',
]

/** Makes a form of a table. `known`: what its columns are, by title; guessed if nobody says it. @throws {ColumnFault} */
export function readColumns(
  table: Table,
  known: ReadonlyMap<string, string> = guessRoles(table),
): Imported & { columns: Columns } {
  const columns = columnsOf(table, new Map(table.titles.map((title) => [title, known.get(title) ?? 'left'])))
  try {
    return { ...readKnown(table, known), columns }
  } catch (error) {
    throw error instanceof ImportFault ? new ColumnFault(error.message, columns) : error
  }
}

function readKnown(table: Table, known: ReadonlyMap<string, string>): Imported {
  const taken = new Set<string>()
  const nameOf = (title: string) => {
    const plain = fieldName(title)
    let name = plain
    for (let n = 2; taken.has(name); n++) name = `${plain.slice(0, 59)}_${n}`
    taken.add(name)
    return name
  }
  const columns = table.titles.map((title, at) => {
    const role = (title !== '' && known.get(title)) || 'left'
    if (!columnRoles.includes(role)) throw new ImportFault(`A column cannot be "${role}".`)
    return { at, title, role, name: role.includes(':') ? nameOf(title) : role === 'left' ? '' : role }
  })
  const own = columns.filter(({ role }) => role === 'external_id' || role === 'name')
  for (const one of own) {
    if (own.some(({ at, role }) => at !== one.at && role === one.role))
      throw new ImportFault('Two columns cannot both be the id, or the name, of a row. Choose one.')
    // What the table calls so is a field, and then the row's own stands behind a line.
    if (taken.has(one.name)) one.name = `_${one.name}`
  }
  const inputs = columns.flatMap(({ role, name, title }) =>
    role.startsWith(sent)
      ? [{ name, type: role.slice(sent.length) as MediumName, required: true, label: shortened(title) }]
      : [],
  )
  if (inputs.length === 0)
    throw new ImportFault('No column is what people are asked about. Choose the one with the texts or the pictures.')
  const fields = columns.flatMap((column) => (column.role.startsWith(label) ? [fieldOf(column, table)] : []))
  const outputs = fields.map((field) => {
    const parsed = OutputField.safeParse(field)
    if (!parsed.success)
      throw new ImportFault(
        `The column "${field.label}" makes no field of this kind: ${parsed.error.issues[0]!.message}.`,
      )
    return parsed.data
  })
  const renamed = { titles: columns.map(({ name }) => name), rows: table.rows }
  const read = tasksOfTable(renamed, { inputs, outputs, columns: new Map() })
  const left = columns.filter(({ role, title }) => role === 'left' && title !== '').map(({ title }) => title)
  const notes = left.length > 0 ? [`Columns that are left out: ${left.join(', ')}.`] : []
  return { ...read, inputs, fields, notes }
}

// As many as a list of a form can have.
const maxOptions = 500

function fieldOf(
  { at, role, name, title }: { at: number; role: string; name: string; title: string },
  { rows }: Table,
): ImportedField & { label: string } {
  const how = role.slice(label.length) as keyof typeof labelFields
  const cells = rows.map(({ cells }) => (cells[at] ?? '').trim()).filter((cell) => cell !== '')
  const field = {
    type: labelFields[how],
    name,
    label: shortened(title),
    ...(cells.length < rows.length && { required: false }),
  }
  if (how === 'typed') return field
  const values = new Set(how === 'several' ? cells.flatMap((cell) => cell.split('|').map((one) => one.trim())) : cells)
  if (values.size === 0) throw new ImportFault(`The column "${title}" is empty, so it has no choices.`)
  if (values.size > maxOptions)
    throw new ImportFault(
      `The column "${title}" has ${values.size} different values; a list of choices has at most ${maxOptions}. Take it as what was typed.`,
    )
  return { ...field, options: [...values].map((value) => ({ value })) }
}

function shortened(title: string): string {
  return title.slice(0, 200)
}

const manyRows = 1000
const maxGuessedChoices = 50

/** What columns most likely are, by what stands in them: a person looks at it, and corrects it. */
function guessRoles({ titles, rows }: Table): Map<string, string> {
  const columns = titles.map((title, at) => {
    const cells = rows
      .slice(0, manyRows)
      .map(({ cells }) => (cells[at] ?? '').trim())
      .filter((cell) => cell !== '')
    const different = new Set(cells).size
    return {
      ...{ title, cells, different },
      length: cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length),
      isFew: different > 0 && different <= Math.max(2, Math.min(maxGuessedChoices, cells.length / 2)),
    }
  })
  const roles = new Map<string, string>()
  const free = () => columns.filter(({ title, cells }) => title !== '' && cells.length > 0 && !roles.has(title))
  const pictures = free().filter(({ cells }) => cells.every((cell) => hasTakenEnding(cell.replace(/[?#].*/s, ''))))
  for (const { title } of pictures) roles.set(title, `${sent}image`)
  const id = free().find(
    ({ title, cells, different }) => /^(external_?)?id$/i.test(title) && different === cells.length,
  )
  if (id) roles.set(id.title, 'external_id')
  const labels = free().filter(({ isFew, length }) => isFew && length <= maxGuessedChoices)
  const called = labels.filter(({ title }) => /label|class|categor|answer|gold|target|sentiment/i.test(title))
  for (const { title } of called.length > 0 ? called : labels.slice(-1))
    if (free().length > 1 || pictures.length > 0) roles.set(title, `${label}one`)
  const [text] = free().toSorted((a, b) => b.length - a.length)
  if (text && pictures.length === 0) roles.set(text.title, `${sent}text`)
  return roles
}
