import type { FieldValue, OutputField } from './fields.ts'

// No zod here: server, command line and pages write and read cells with it.

/** A table's cell as a value of its field, or what is the matter with it, for the person who made the table. */
export type CellReading = { ok: true; value: FieldValue | undefined } | { ok: false; detail: string }

/** How numbers are written: with a point, or with the comma of a spreadsheet in most of Europe and Latin America. */
export type DecimalMark = '.' | ','

/**
 * One field kind in tables. Invariant: `read(write(value))` is the value, whatever it holds, so that a table that was
 * exported can be sent back. An empty cell is no answer.
 */
type CellKind = {
  write(value: FieldValue, mark: DecimalMark): string
  read(field: OutputField, cell: string, mark: DecimalMark): CellReading
}

const text: CellKind = { write: String, read: (_, cell) => found(cell) }

const choice: CellKind = { write: String, read: (field, cell) => found(optionIn(field, cell)) }

const number: CellKind = {
  write: (value, mark) => (mark === ',' ? String(value).replace('.', ',') : String(value)),
  read: readNumber,
}

const choices: CellKind = {
  write: (value) => (Array.isArray(value) ? joinList(value, '|') : String(value)),
  read: (field, cell) => found(splitList(cell, '|').map((part) => optionIn(field, part))),
}

const kinds: Record<OutputField['type'], CellKind> = {
  input: text,
  textarea: text,
  number,
  rating: number,
  select: choice,
  radio: choice,
  checkbox: choices,
}

/** By what it holds: a project's versions may have had fields of several kinds under one name. */
export function writeCell(value: FieldValue | null | undefined, mark: DecimalMark = '.'): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return number.write(value, mark)
  return Array.isArray(value) ? choices.write(value, mark) : value
}

/** What it must be besides (a length, an option of the form) is for `checkAnswer`. */
export function readCell(field: OutputField, cell: string, mark: DecimalMark = '.'): CellReading {
  return cell.trim() === '' ? { ok: true, value: undefined } : kinds[field.type].read(field, cell, mark)
}

/** Several texts as one, with a backslash before the separator and before a backslash inside them. */
export function joinList(values: readonly string[], separator: string): string {
  return values.map((value) => value.replaceAll('\\', '\\\\').replaceAll(separator, `\\${separator}`)).join(separator)
}

/** The texts of {@link joinList}. A backslash before anything else is itself. */
export function splitList(joined: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < joined.length; at++) {
    const character = joined[at] as string
    const next = joined[at + 1]
    if (character === '\\' && (next === '\\' || next === separator)) {
      part += next
      at++
    } else if (character === separator) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part]
}

function found(value: FieldValue): CellReading {
  return { ok: true, value }
}

/** Blanks around a choice are the table's, unless an option has them. */
function optionIn(field: OutputField, cell: string): string {
  const isOption = 'options' in field && field.options.some((option) => option.value === cell)
  return isOption ? cell : cell.trim()
}

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const withComma = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i
// A group of three digits may stand for thousands: then the mark says nothing.
const grouped = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/

function readNumber(_: OutputField, cell: string, mark: DecimalMark): CellReading {
  const digits = cell.trim()
  const between = grouped.exec(digits)?.[1]
  if (between !== undefined && between !== mark) {
    const [whole, broken] = [digits.replace(between, ''), digits.replace(between, mark)]
    return { ok: false, detail: `"${digits}" may be ${whole} or ${broken} in this file. Write one of the two.` }
  }
  if (plain.test(digits)) return found(Number(digits))
  if (withComma.test(digits)) return found(Number(digits.replace(',', '.')))
  return { ok: false, detail: `"${digits.slice(0, 50)}" must be a number such as 2${mark}5.` }
}
