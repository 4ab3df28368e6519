import { type CsvColumn, type CsvInput, csvColumns, csvOwnColumns, hashTitle } from '@whisker/api/csv.ts'
import { invalidField } from '../problem.ts'

export const keyColumns = ['task_id', 'external_id', 'name'] as const
export type KeyColumn = (typeof keyColumns)[number]

/** Where in a row is what: an output field, a key, `item`, `training`. -1: nowhere. */
export type CsvHeader = {
  width: number
  outputs: { name: string; at: number }[]
  keys: { name: KeyColumn; at: number }[]
  item: number
  training: number
  /** Columns without a title: nothing may stand in them. */
  untitled: number[]
}

/**
 * Reads the first row by the titles that an export writes (`csvColumns`), so that what was exported can be sent back: a
 * title that is a field's name is that field, and our own column of this name then has a `_` in front. Other spellings
 * (`External ID`) count where only one column can be meant. Columns that say nothing of the answer are passed over.
 *
 * @throws {ApiProblem} 422
 */
export function readHeader(outputs: readonly string[], inputs: readonly CsvInput[], cells: string[]): CsvHeader {
  const titles = titlesOf(outputs, inputs)
  const columns = cells.map((cell) => (cell.trim() === '' ? null : findColumn(titles, cell.trim(), outputs)))
  const seen = new Map<CsvColumn, string>()
  columns.forEach((column, index) => {
    if (column === null) return
    const before = seen.get(column)
    if (before !== undefined)
      throw invalidField('', 'duplicate', `The columns "${before}" and "${cells[index]}" are the same. Leave one out.`)
    seen.set(column, cells[index] as string)
  })
  const own = (name: string) => columns.findIndex((column) => column?.from === 'own' && column.of === name)
  const keys = keyColumns.map((name) => ({ name, at: own(name) })).filter(({ at }) => at !== -1)
  if (keys.length === 0) throw noKey(titles, outputs)
  return {
    width: cells.length,
    outputs: columns.flatMap((column, at) => (column?.from === 'output' ? [{ name: column.of, at }] : [])),
    keys,
    item: own('item'),
    training: own('training'),
    untitled: columns.flatMap((column, at) => (column === null ? [at] : [])),
  }
}

/** Titles of an export, and the column `training`, which only an import has. */
function titlesOf(outputs: readonly string[], inputs: readonly CsvInput[]): Map<string, CsvColumn> {
  const titles = new Map(csvColumns(outputs, inputs).map((column) => [column.title, column]))
  for (const of of ['training', ...csvOwnColumns] as const) {
    const column = [...titles.values()].find((one) => one.from === 'own' && one.of === of)
    // A title with `_` in front can only be ours.
    for (const title of column ? [`_${of}`] : [of, `_${of}`])
      if (!titles.has(title)) titles.set(title, column ?? { title, from: 'own', of })
  }
  // A form that has one picture now may have had several, and the other way round.
  for (const title of ['sha256', ...inputs.map(({ name }) => hashTitle(name))])
    if (!titles.has(title)) titles.set(title, { title, from: 'hash', of: '' })
  return titles
}

function findColumn(titles: Map<string, CsvColumn>, title: string, outputs: readonly string[]): CsvColumn {
  const exact = titles.get(title)
  if (exact) return exact
  const alike = new Set([...titles].filter(([one]) => plain(one) === plain(title)).map(([, column]) => column))
  const [column] = alike
  if (column && alike.size === 1) return column
  const why =
    alike.size > 1
      ? `The column "${title.slice(0, 100)}" may be several: upper and lower case tell them apart.`
      : `The form has no field "${title.slice(0, 100)}".`
  throw invalidField('', 'unknown_field', `${why} It has: ${outputs.join(', ')}.`)
}

function plain(title: string): string {
  return title.toLowerCase().replaceAll(/[\s-]+/g, '_')
}

function noKey(titles: Map<string, CsvColumn>, outputs: readonly string[]) {
  const wanted = keyColumns.map((key) => [...titles].find(([, one]) => one.from === 'own' && one.of === key)?.[0])
  const taken = keyColumns.filter((key) => titles.get(key)?.from !== 'own')
  const note = taken.length > 0 ? ` (${taken.join(', ')} is a field of the form itself)` : ''
  const detail = `The first row needs a column ${wanted.join(', ')} to say which task is meant${note}, and the fields: ${outputs.join(', ')}.`
  return invalidField('', 'required', detail)
}
