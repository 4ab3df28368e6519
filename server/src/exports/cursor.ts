import { ApiProblem } from '../problem.ts'

/**
 * The cursor of an export is the snapshot that it read, `xmin:xmax:xip,xip,...` in PostgreSQL's words, here as
 * `xmin.length.gap.gap...` with gaps in base 36: hundreds of transactions may be under way, and it travels in a header
 * and an address.
 */
export function encodeSnapshot(snapshot: string): string {
  const [xmin = '', xmax = '', xips = ''] = snapshot.split(':')
  let before = BigInt(xmin)
  const gaps = (xips === '' ? [] : xips.split(',')).map((xip) => {
    const gap = BigInt(xip) - before
    before = BigInt(xip)
    return gap.toString(36)
  })
  return [xmin, (BigInt(xmax) - BigInt(xmin)).toString(36), ...gaps].join('.')
}

/**
 * The snapshot without the transactions behind `last`, the newest that wrote a result here and was seen; null: none did. The
 * next export gives the same by either. But the numbers behind it may have left nothing on the disk, and after a crash they
 * are given out anew: by the whole snapshot, what is written under them would count as seen.
 */
export function endAt(snapshot: string, last: string | null): string {
  const [xmin = '', xmax = '', xips = ''] = snapshot.split(':')
  const end = BigInt(last ?? 0) + 1n
  if (end >= BigInt(xmax)) return snapshot
  if (end <= BigInt(xmin)) return `${end}:${end}:`
  return `${xmin}:${end}:${xips.split(',').filter((xip) => BigInt(xip) < end)}`
}

/** What `snapshot` has seen, and every transaction below `end`: a cursor that goes on never goes back. */
export function withAllBelow(snapshot: string, end: bigint): string {
  const [xmin = '', xmax = '', xips = ''] = snapshot.split(':')
  if (end >= BigInt(xmax)) return `${end}:${end}:`
  if (end <= BigInt(xmin)) return snapshot
  const unseen = xips.split(',').filter((xip) => xip !== '' && BigInt(xip) >= end)
  return `${unseen[0] ?? xmax}:${xmax}:${unseen}`
}

/** @throws {ApiProblem} `invalid_cursor` for what no export has given out. */
export function decodeSnapshot(cursor: string): string {
  const [xmin = '', ...rest] = cursor.split('.')
  const wellFormed =
    /^[1-9]\d{0,17}$/.test(xmin) && rest.length > 0 && rest.every((part) => /^[0-9a-z]{1,11}$/.test(part))
  if (!wellFormed) throw invalidCursor()
  const [length = 0n, ...gaps] = rest.map(fromBase36)
  let before = BigInt(xmin)
  const xmax = before + length
  const xips = gaps.map((gap) => {
    before += gap
    return before
  })
  if (before > xmax || (gaps.length > 0 && before === xmax)) throw invalidCursor()
  return `${xmin}:${xmax}:${xips.join(',')}`
}

function fromBase36(text: string): bigint {
  return [...text].reduce((value, digit) => value * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
}

export function invalidCursor(): ApiProblem {
  return new ApiProblem('invalid_cursor', 'Use the value of the header Whisker-Cursor of the export before as it is.')
}
