import { writeCell } from '../cells.ts'
import { csvRows } from '../csv-rows.ts'
import type { FieldValue } from '../fields.ts'
import type { DecimalMark } from '../kinds/cell.ts'
import { isObject } from './entry.ts'
import { ImportFault } from './imported.ts'
import type { JsonLine } from './lines.ts'
import { refuseTooManyCells, refuseTooManyRows } from './too-many.ts'

/** A row of a table, or why it cannot be one. The first row has the titles. */
type TableRow = { row: number; cells: readonly string[]; mark: DecimalMark; fault: string | null }
export type Table = { titles: readonly string[]; rows: readonly TableRow[] }

const maxTitles = 2000

/** CSV or TSV, as {@link csvRows} reads it. @throws {ImportFault} when its first row cannot be read */
export async function tableOf(bytes: Uint8Array): Promise<Table> {
  let titles: string[] | null = null
  let count = 0
  const rows: TableRow[] = []
  for await (const row of csvRows(pieces(bytes))) {
    count += 'cells' in row ? row.cells.length : 0
    refuseTooManyCells(count)
    if ('fault' in row && !titles) throw new ImportFault(row.fault.detail)
    if ('fault' in row) rows.push({ row: row.number, cells: [], mark: '.', fault: row.fault.detail })
    else if (titles)
      rows.push({ row: row.number, cells: row.cells, mark: row.mark, fault: strayCell(titles, row.cells) })
    else titles = row.cells.map((cell) => cell.trim())
    refuseTooManyRows(rows.length)
  }
  if (!titles) throw new ImportFault('The file is empty.')
  refuseTwins(titles)
  return { titles, rows }
}

/** A megabyte at a time: the reader keeps what it has not yet understood as one text. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000_000) yield bytes.subarray(at, at + 1_000_000)
}

/** A cell that nobody reads would be a value that is lost. */
export function strayCell(titles: readonly string[], cells: readonly string[]): string | null {
  const stray = cells.findIndex((cell, at) => cell.trim() !== '' && (titles[at] ?? '') === '')
  return stray === -1
    ? null
    : `Cell ${stray + 1} has no title in the first row. If it belongs to the cell before it, put quotes around both: "a,b".`
}

/** @throws {ImportFault} */
export function refuseTwins(titles: readonly string[]): void {
  const twin = titles.find((title, at) => title !== '' && titles.indexOf(title) < at)
  if (twin !== undefined) throw new ImportFault(`Two columns are called "${twin}". Leave one out, or rename it.`)
}

/** Objects, one a line: their keys are the titles. */
export function tableOfLines(lines: readonly JsonLine[]): Table {
  const titles = new Set<string>()
  for (const { value } of lines) {
    if (isObject(value)) for (const key of Object.keys(value)) titles.add(key)
    if (titles.size > maxTitles) throw new ImportFault(`Its lines have more than ${maxTitles} different keys.`)
  }
  const keys = [...titles]
  refuseTooManyCells(keys.length * lines.length)
  const rows = lines.map(({ row, value, fault }): TableRow => {
    if (!isObject(value)) return { row, cells: [], mark: '.', fault: fault ?? 'It is no object.' }
    return { row, cells: keys.map((key) => cellOf(value[key])), mark: '.', fault }
  })
  return { titles: keys, rows }
}

function cellOf(value: unknown): string {
  if (typeof value === 'boolean') return String(value)
  return isObject(value) ? JSON.stringify(value) : writeCell(value as FieldValue | null | undefined)
}
