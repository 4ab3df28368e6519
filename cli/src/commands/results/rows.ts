import { type ExportFormat, exportFormat } from '@whisker/api/export-formats.ts'

/** One row of an export as it came, with its line end. `id` is null where a row names no task. */
export type Row = { text: string; id: string | null; isHeader: boolean; isWithdrawn: boolean }

/** Cuts an export into rows. A line end in quotes belongs to its cell: so many quotes have come before it that one is open. */
export class RowReader {
  private readonly isTable: boolean
  private readonly separator: string
  private rest = ''
  private columns: { id: number; status: number } | null = null

  constructor(format: ExportFormat, separator: string) {
    this.isTable = exportFormat(format).shape === 'table'
    this.separator = separator
  }

  read(text: string): Row[] {
    const rows: Row[] = []
    this.rest += text
    let from = 0
    for (let end = this.endOfRow(from); end !== -1; end = this.endOfRow(from)) {
      rows.push(this.rowOf(this.rest.slice(from, end + 1)))
      from = end + 1
    }
    this.rest = this.rest.slice(from)
    return rows
  }

  private endOfRow(from: number): number {
    let isOpen = false
    for (let at = from; at < this.rest.length; at++) {
      const code = this.rest.charCodeAt(at)
      if (code === 10 && !isOpen) return at
      if (code === 34 && this.isTable) isOpen = !isOpen
    }
    return -1
  }

  private rowOf(text: string): Row {
    if (this.isTable) return this.csvRow(text)
    const { task_id, status } = JSON.parse(text)
    return { text, id: task_id ?? null, isHeader: false, isWithdrawn: status === 'withdrawn' }
  }

  private csvRow(text: string): Row {
    const cells = cellsOf(text.replace(/\r?\n$/, ''), this.separator)
    if (!this.columns) {
      this.columns = { id: cells.indexOf('task_id'), status: cells.lastIndexOf('status') }
      return { text, id: null, isHeader: true, isWithdrawn: false }
    }
    const { id, status } = this.columns
    return { text, id: cells[id] ?? null, isHeader: false, isWithdrawn: id !== -1 && cells[status] === 'withdrawn' }
  }
}

function cellsOf(row: string, separator: string): string[] {
  if (!row.includes('"')) return row.split(separator)
  const cells: string[] = []
  let isOpen = false
  let from = 0
  for (let at = 0; at <= row.length; at++) {
    if (row[at] === '"') isOpen = !isOpen
    else if (at === row.length || (row[at] === separator && !isOpen)) {
      cells.push(row.slice(from, at))
      from = at + 1
    }
  }
  return cells
}
