import { refuseTooManyRows } from './too-many.ts'

/** A line of JSON, or why it is none. */
export type JsonLine = { row: number; value: unknown; fault: string | null }

/** Lines of JSON, each a row; null: the text is something else. Rows are counted as an editor counts lines. */
export function jsonLines(text: string): JsonLine[] | null {
  const lines: JsonLine[] = []
  let row = 0
  for (let begin = 0; begin < text.length; row++) {
    const next = text.indexOf('\n', begin)
    const line = text.slice(begin, next === -1 ? undefined : next)
    begin = next === -1 ? text.length : next + 1
    if (line.trim() === '') continue
    const parsed = parseLine(line)
    // One that is broken may be cut off; a first one that is broken is of no such file.
    if (parsed === undefined && lines.length === 0) return null
    const fault = parsed === undefined ? 'The line is no JSON, or it was cut off.' : null
    refuseTooManyRows(lines.push({ row: row + 1, value: parsed, fault }))
  }
  return lines
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The first line that could be read: what a file is, is told by it. */
export function firstValue(lines: readonly JsonLine[]): unknown {
  return lines.find(({ fault }) => fault === null)?.value
}
