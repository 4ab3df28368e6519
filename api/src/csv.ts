import type { DecimalMark } from './kinds/cell.ts'
import { type MediumName, mediumOf } from './media/media.ts'

/** How a CSV file is written. */
export type CsvStyle = { separator: string; mark: DecimalMark; begin: string }

export const csvDialects = ['standard', 'excel'] as const
export type CsvDialect = (typeof csvDialects)[number]

/**
 * `standard` is RFC 4180. `excel` is what Excel itself writes and opens with a double click where numbers have a comma: a
 * byte order mark (or it takes UTF-8 for Windows-1252), `;` between cells, and the comma in numbers: `0.775` would be read
 * as 775 there.
 */
export const csvStyles: Record<CsvDialect, CsvStyle> = {
  standard: { separator: ',', mark: '.', begin: '' },
  excel: { separator: ';', mark: ',', begin: '\uFEFF' },
}

/** One line of cells (RFC 4180). */
export function csvLine(cells: readonly string[], separator: string): string {
  return `${cells.map(quote).join(separator)}\r\n`
}

// Every separator that a program may guess or offer, not only the one of this file: LibreOffice splits at all three.
const special = /[",;\t\r\n]/

function quote(cell: string): string {
  return special.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell
}

// What makes Excel, LibreOffice or Google Sheets run a cell, full-width forms and `|` (DDE) included. Apostrophes in front
// count as well: so taking one away gives the text back in every case.
const formula = /^'*[=+\-@\t\r\n\0|＝＋－＠]/
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** An apostrophe in front of what a spreadsheet would run; numbers stay numbers. */
export function guardCell(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text
}

/** The text of {@link guardCell}: the apostrophe goes exactly where it was put. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}

/** What stands in a column of an export. */
export type CsvColumn = { title: string; from: 'output' | 'confidence' | 'input' | 'hash' | 'own'; of: string }
export type CsvInput = { name: string; type: MediumName }

/**
 * The columns of an export: what people look for first (name, texts, labels, confidence, answers), ids and pictures with their hashes behind.
 * An output field keeps its name, then an input field; whoever comes later to a name that is taken gets a `_` in front,
 * which no field can have. An import reads the same titles, so that neither can be taken for the other.
 */
export function csvColumns(outputs: readonly string[], inputs: readonly CsvInput[]): CsvColumn[] {
  const taken = new Set<string>()
  const column = (from: CsvColumn['from'], of: string, wanted = of): CsvColumn => {
    let title = wanted
    while (taken.has(title)) title = `_${title}`
    taken.add(title)
    return { title, from, of }
  }
  const labels = outputs.map((name) => column('output', name))
  const sent = inputs.map((input) => column('input', input.name))
  const confidences = outputs.map((name) => column('confidence', name, `${name}_confidence`))
  const [name, ...behind] = csvOwnColumns.map((own) => column('own', own))
  const kept = (as: 'words' | 'file') => sent.filter((_, index) => mediumOf(inputs[index] as CsvInput).keeps === as)
  const pairs = labels.flatMap((label, index) => [label, confidences[index] as CsvColumn])
  const files = kept('file')
  const hashes = files.map(({ of }) => column('hash', of, files.length === 1 ? 'sha256' : hashTitle(of)))
  return [name as CsvColumn, ...kept('words'), ...pairs, ...behind, ...files, ...hashes]
}

/** The column with the SHA-256 of a file, where an item has several. */
export function hashTitle(input: string): string {
  return `${input}_sha256`
}

/** Columns that are there whatever the form; the first stands in front. */
export const csvOwnColumns = [
  'name',
  'answers',
  'item',
  'task_id',
  'external_id',
  'version',
  'completed_at',
  'metadata',
  'gold',
  'status',
  'other_names',
  'method',
] as const
