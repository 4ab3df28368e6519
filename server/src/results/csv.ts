import type { FieldValue } from '@whisker/api/fields.ts'
import type { ResultRow } from '@whisker/api/results.ts'

/**
 * First line: what people look for first (name, labels, confidence, answers), ids behind. A field keeps its name; a column
 * of ours that would have the same one gets a `_` in front, which no field can have.
 */
export function csvHeader(fields: readonly string[], safe: boolean): string {
  const own = (column: string) => (fields.includes(column) ? `_${column}` : column)
  const columns = fields.flatMap((field) => [field, own(`${field}_confidence`)])
  const behind = ['answers', 'item', 'task_id', 'external_id', 'version', 'completed_at', 'metadata', 'gold'].map(own)
  return line([own('name'), ...columns, ...behind], safe)
}

/** One line an item. */
export function csvLines(row: ResultRow, fields: readonly string[], safe: boolean): string {
  return row.result
    .map((item, index) => {
      const columns = fields.flatMap((field) => {
        const result = item[field]
        return result ? [spoken(result.value), String(Math.round(result.confidence * 1e4) / 1e4)] : ['', '']
      })
      const metadata = Object.keys(row.metadata).length > 0 ? JSON.stringify(row.metadata) : ''
      const rest = [
        String(row.answers),
        String(index),
        row.task_id,
        row.external_id ?? '',
        String(row.version),
        row.completed_at,
        metadata,
        String(row.gold),
      ]
      return line([row.name ?? '', ...columns, ...rest], safe)
    })
    .join('')
}

function spoken(value: FieldValue | null): string {
  return Array.isArray(value) ? value.join('|') : String(value ?? '')
}

// What makes Excel, LibreOffice or Google Sheets run a cell, full-width forms and `|` (DDE) included. Apostrophes in front
// count as well: so taking one away gives the text back in every case.
const formula = /^'*[=+\-@\t\r\n\0|＝＋－＠]/
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** RFC 4180. With `safe`, an apostrophe stands in front of what a spreadsheet would run; numbers stay numbers. */
function line(values: string[], safe: boolean): string {
  return `${values.map((value) => quote(safe && formula.test(value) && !number.test(value) ? `'${value}` : value)).join(',')}\r\n`
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value
}
