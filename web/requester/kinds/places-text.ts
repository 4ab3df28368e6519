import { csvLine } from '@whisker/api/csv.ts'
import type { Place } from '@whisker/api/fields.ts'

const columns = ['value', 'label', 'parent', 'code', 'synonyms'] as const

/**
 * A list or a tree as text: one option a line, `value = label`, further in than the one above it. With codes or synonyms a table: CSV
 * with a header, and `|` between synonyms.
 */
export function placesToText(options: readonly Place[]): string {
  if (options.some(({ code, synonyms }) => code !== undefined || synonyms !== undefined)) return asTable(options)
  const below = Map.groupBy(options, ({ parent }) => parent)
  const lines: string[] = []
  const write = (parent: string | undefined, depth: number) => {
    for (const { value, label } of below.get(parent) ?? []) {
      lines.push(`${'  '.repeat(depth)}${label ? `${value} = ${label}` : value}`)
      if (depth < 20) write(value, depth + 1)
    }
  }
  write(undefined, 0)
  // What has lost the place above it would be lost with it.
  return lines.length === options.length ? lines.join('\n') : asTable(options)
}

export function textToPlaces(text: string): Place[] {
  const header = /^\uFEFF?\s*value\s*([,;\t])/i.exec(text)
  return header ? fromTable(text.replace(/^\uFEFF/, ''), header[1]!) : fromLines(text)
}

function asTable(options: readonly Place[]): string {
  const rows = options.map(({ value, label, parent = '', code = '', synonyms = [] }) => [
    value,
    label,
    parent,
    code,
    synonyms.join('|'),
  ])
  return [columns, ...rows].map((row) => csvLine(row, ',').trimEnd()).join('\n')
}

function fromLines(text: string): Place[] {
  const way: { indent: number; value: string }[] = []
  return text.split('\n').flatMap((line) => {
    const said = line.trim()
    if (said === '') return []
    const indent = line.slice(0, line.length - line.trimStart().length).replaceAll('\t', '    ').length
    const at = said.indexOf(' = ')
    const [value, label] = at < 1 ? [said, ''] : [said.slice(0, at).trim(), said.slice(at + 3).trim()]
    while (way.length > 0 && way.at(-1)!.indent >= indent) way.pop()
    const parent = way.at(-1)?.value
    way.push({ indent, value })
    return [parent === undefined ? { value, label } : { value, label, parent }]
  })
}

function fromTable(text: string, separator: string): Place[] {
  const [header = [], ...rows] = cellsOf(text, separator)
  const names = header.map((name) => name.trim().toLowerCase())
  return rows.flatMap((row) => {
    const cell = (name: (typeof columns)[number]) => row[names.indexOf(name)]?.trim() ?? ''
    const synonyms = cell('synonyms')
      .split('|')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    if (row.every((one) => one.trim() === '')) return []
    return [
      {
        ...{ value: cell('value'), label: cell('label') },
        ...(cell('parent') !== '' && { parent: cell('parent') }),
        ...(cell('code') !== '' && { code: cell('code') }),
        ...(synonyms.length > 0 && { synonyms }),
      },
    ]
  })
}

/** RFC 4180; a quote that is not closed ends with the text. */
function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quoted && character === '"' && text[at + 1] === '"') {
      cell += '"'
      at++
    } else if (character === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted
      if (quoted) cell = ''
    } else if (!quoted && (character === separator || character === '\n')) {
      rows.at(-1)!.push(cell)
      cell = ''
      if (character === '\n') rows.push([])
    } else if (quoted || character !== '\r') cell += character
  }
  rows.at(-1)!.push(cell)
  return rows
}
