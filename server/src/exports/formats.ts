import { csvStyles } from '@whisker/api/csv.ts'
import type { ExportFormat } from '@whisker/api/export-formats.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import { type CsvOptions, ResultCsv } from './csv.ts'
import { fieldsOf, type Spec } from './export-fields.ts'

/** What decides how results are written. */
export type Written = Omit<CsvOptions, 'style'> & { dialect: keyof typeof csvStyles; specs: Spec[] }

/** Writes an export: what stands before the rows, each batch of them, what stands behind. A row is a {@link ResultRow} as JSON. */
export type Writer = { begin: string; rows(batch: readonly { row: string }[]): string; end: string }

/** How each format is written. One that is missing does not compile. */
export const writers: Record<ExportFormat, (written: Written) => Writer> = {
  csv: ({ dialect, specs, ...options }) => {
    const csv = new ResultCsv(...fieldsOf(specs), { ...options, style: csvStyles[dialect] })
    const rows: Writer['rows'] = (batch) => batch.map(({ row }) => csv.lines(JSON.parse(row) as ResultRow)).join('')
    return { begin: csv.header, rows, end: '' }
  },
  jsonl: () => ({ begin: '', rows: (batch) => batch.map(({ row }) => `${row}\n`).join(''), end: '' }),
  json: () => {
    let separator = '\n'
    return {
      begin: '[',
      rows(batch) {
        const text = separator + batch.map(({ row }) => row).join(',\n')
        separator = ',\n'
        return text
      },
      end: '\n]\n',
    }
  },
}
