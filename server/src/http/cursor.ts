import { ApiProblem } from '../problem.ts'

/** Cursors are opaque to callers; inside they are the key of the last row, as JSON, in base64url. */
export function encodeCursor(parts: (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws {ApiProblem} `invalid_cursor` unless it has exactly these kinds of parts. */
export function decodeCursor(cursor: string, shape: RegExp[]): string[] {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = null
  }
  if (
    !Array.isArray(parts) ||
    parts.length !== shape.length ||
    !shape.every((pattern, i) => pattern.test(String(parts[i])))
  )
    throw new ApiProblem(
      'invalid_cursor',
      'Use the value of "next" from the page before as it is, or leave "after" out to begin at the first page.',
    )
  return parts.map(String)
}

/** Patterns for the parts of a cursor. Eighteen digits are the most that always fit into a bigint. */
export const digits = /^\d{1,18}$/
export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A page of rows that were fitted to its weight (database/fit.ts; one more was asked for), and where the next one begins. */
export function fittedPage<Row extends { of_rows: string }>(
  rows: readonly Row[],
  limit: number,
  key: (last: Row) => (string | number)[],
): { data: Row[]; next?: string } {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, ...(last && Number(last.of_rows) > data.length && { next: encodeCursor(key(last)) }) }
}
