import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeSnapshot, encodeSnapshot, endAt, withAllBelow } from './cursor.ts'

const snapshots = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 17n }), fc.array(fc.bigInt({ min: 1n, max: 5000n }), { maxLength: 300 }))
  .map(([xmin, gaps]) => {
    let last = xmin
    const xips = gaps.map((gap, index) => {
      if (index > 0) last += gap
      return last
    })
    return `${xmin}:${last + 1n}:${xips.join(',')}`
  })

function isSeen(xid: bigint, snapshot: string): boolean {
  const [xmin = 0n, xmax = 0n, ...xips] = snapshot.split(/[:,]/).filter(Boolean).map(BigInt)
  return xid < xmin || (xid < xmax && !xips.includes(xid))
}

describe('the cursor of an export', () => {
  test('is the snapshot, short enough for a header and an address with 300 transactions under way', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const cursor = encodeSnapshot(snapshot)
        expect(decodeSnapshot(cursor)).toBe(snapshot)
        expect(cursor).toMatch(/^[\w.]+$/)
        expect(cursor.length).toBeLessThan(1600)
      }),
    )
  })

  test('C-20 ends at the newest transaction that was seen, and says the same of all before it', () => {
    fc.assert(
      fc.property(snapshots, fc.bigInt({ min: 0n, max: 20_000n }), (snapshot, ahead) => {
        const last = BigInt(snapshot.split(':')[0] as string) - 100n + ahead
        if (last < 3n) return
        const short = endAt(snapshot, `${last}`)
        expect(decodeSnapshot(encodeSnapshot(short))).toBe(short)
        for (const xid of [last - 1n, last, ...snapshot.split(/[:,]/).filter(Boolean).map(BigInt)])
          expect(isSeen(xid, short)).toBe(isSeen(xid, snapshot) && xid <= last)
      }),
    )
    expect(endAt('7:9:7,8', null)).toBe('1:1:')
  })

  test('C-20 of a standby never goes back behind what was seen, whichever of the two is ahead', () => {
    fc.assert(
      fc.property(snapshots, fc.bigInt({ min: 0n, max: 20_000n }), (snapshot, ahead) => {
        const end = BigInt(snapshot.split(':')[0] as string) - 100n + ahead
        if (end < 3n) return
        const joined = withAllBelow(snapshot, end)
        expect(decodeSnapshot(encodeSnapshot(joined))).toBe(joined)
        for (const xid of [end - 1n, end, end + 1n, ...snapshot.split(/[:,]/).filter(Boolean).map(BigInt)])
          expect(isSeen(xid, joined)).toBe(xid < end || isSeen(xid, snapshot))
      }),
    )
  })

  test.each([
    '',
    'x',
    '0.0',
    '1',
    '1.',
    '1.-1',
    '1.0.0',
    '1.1.5',
    '10.5.5',
    '1.ZZ',
    `${'9'.repeat(19)}.0`,
    'NaN.1',
    '1.1.1.',
    '1 .1',
  ])('no cursor: %j', (text) => {
    expect(() => decodeSnapshot(text)).toThrow(/Whisker-Cursor/)
  })

  test('whatever passes is a snapshot to PostgreSQL, in its grammar', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{0,5}(\.[0-9a-z]{1,3}){1,5}$/), (text) => {
        let snapshot: string
        try {
          snapshot = decodeSnapshot(text)
        } catch {
          return
        }
        const [xmin = 0n, xmax = 0n, ...xips] = snapshot.split(/[:,]/).filter(Boolean).map(BigInt)
        expect(xmin > 0n && xmin <= xmax).toBe(true)
        for (const xip of xips) expect(xip >= xmin && xip < xmax).toBe(true)
        expect(xips).toEqual(xips.toSorted((a, b) => Number(a - b)))
      }),
    )
  })
})
