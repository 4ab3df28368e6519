import { writeCell } from '@whisker/api/cells.ts'
import { type CsvColumn, type CsvInput, type CsvStyle, csvColumns, csvLine, guardCell } from '@whisker/api/csv.ts'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { ResultRow } from '@whisker/api/results.ts'

export type CsvOptions = {
  style: CsvStyle
  /** Puts an apostrophe before what a spreadsheet would run. */
  safe: boolean
  /** Where pictures are: `asset:<sha256>` becomes an address below it. */
  assetsUrl: string
}

type Cell = (row: ResultRow, item: number) => string

/** Writes results as CSV: a line of titles, and one line an item. */
export class ResultCsv {
  readonly header: string
  private readonly cells: Cell[]
  private readonly separator: string

  constructor(outputs: readonly string[], inputs: readonly CsvInput[], options: CsvOptions) {
    const columns = csvColumns(outputs, inputs)
    const files = new Set(inputs.filter((input) => mediumOf(input).keeps === 'file').map(({ name }) => name))
    this.separator = options.style.separator
    this.header = options.style.begin + this.line(columns.map(({ title }) => title))
    this.cells = columns.map((column) => cellOf(column, files.has(column.of), options))
  }

  /** A task without a result (any more) has one line, without item and labels. */
  lines(row: ResultRow): string {
    let lines = ''
    const items = row.result?.length ?? 1
    for (let item = 0; item < items; item++) lines += this.line(this.cells.map((cell) => cell(row, item)))
    return lines
  }

  private line(cells: string[]): string {
    return csvLine(cells, this.separator)
  }
}

/** Only what somebody typed is guarded: ids, times and numbers are ours. */
function cellOf({ from, of }: CsvColumn, isFile: boolean, { style, safe, assetsUrl }: CsvOptions): Cell {
  const typed = safe ? guardCell : (text: string) => text
  switch (from) {
    case 'output':
      return (row, item) => {
        const value = row.result?.[item]?.[of]?.value ?? null
        return typeof value === 'number' ? writeCell(value, style.mark) : typed(writeCell(value))
      }
    case 'confidence':
      return (row, item) => {
        const result = row.result?.[item]?.[of]
        return result ? writeCell(Math.round(result.confidence * 1e4) / 1e4, style.mark) : ''
      }
    case 'input':
      return isFile
        ? (row, item) => typed(addressOf(row.task_spec[item]?.[of] ?? '', assetsUrl))
        : (row, item) => typed(row.task_spec[item]?.[of] ?? '')
    case 'hash':
      return (row, item) => hashOfFile(row.task_spec[item]?.[of] ?? '') ?? ''
  }
  return ownCells(typed)[of as keyof ReturnType<typeof ownCells>]
}

const ownCells = (typed: (text: string) => string) =>
  ({
    name: (row) => typed(row.name ?? ''),
    answers: (row) => String(row.answers),
    item: (row, item) => (row.result ? String(item) : ''),
    task_id: (row) => row.task_id,
    external_id: (row) => typed(row.external_id ?? ''),
    version: (row) => (row.version === null ? '' : String(row.version)),
    completed_at: (row) => row.completed_at ?? '',
    metadata: (row) => (isEmpty(row.metadata) ? '' : typed(JSON.stringify(row.metadata))),
    gold: (row) => String(row.gold),
    status: (row) => row.status,
    method: (row) => row.method ?? '',
    other_names: (row) => (row.other_names.length === 0 ? '' : typed(writeCell(row.other_names))),
  }) satisfies Record<string, Cell>

function isEmpty(metadata: ResultRow['metadata']): boolean {
  for (const _ in metadata) return false
  return true
}

function addressOf(value: string, assetsUrl: string): string {
  const hash = hashOfFile(value)
  return hash === null ? value : `${assetsUrl}/${hash}`
}
