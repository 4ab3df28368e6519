import type { FieldValue } from './schema/output-field.ts'

/** A table's cell as a value of its field, or what is the matter with it, for the person who made the table. */
export type CellReading = { ok: true; value: FieldValue | undefined } | { ok: false; detail: string }

/** How numbers are written: with a point, or with the comma of a spreadsheet in most of Europe and Latin America. */
export type DecimalMark = '.' | ','

export function found(value: FieldValue): CellReading {
  return { ok: true, value }
}

export function writeNumber(value: number, mark: DecimalMark): string {
  return mark === ',' ? String(value).replace('.', ',') : String(value)
}

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const withComma = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i
// A group of three digits may stand for thousands: then the mark says nothing.
const grouped = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/

export function readNumber(cell: string, mark: DecimalMark): CellReading {
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
