/** A line of JSON, or why it is none. */
export type JsonLine = { row: number; value: unknown; fault: string | null }

/** Lines of JSON, each a row; null: the text is something else. Rows are counted as an editor counts lines. */
export function jsonLines(text: string): JsonLine[] | null {
  const lines: JsonLine[] = []
  let row = 0
  for (const line of text.split('\n')) {
    row++
    if (line.trim() === '') continue
    const parsed = parseLine(line)
    // One that is broken may be cut off; a first one that is broken is of no such file.
    if (parsed === undefined && lines.length === 0) return null
    lines.push({ row, value: parsed, fault: parsed === undefined ? 'The line is no JSON, or it was cut off.' : null })
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
