import { expect, test } from 'vitest'
import { dutiesOf } from './deadlines.ts'
import type { Hold } from './line.ts'

function hold(id: string, part: Partial<Hold> = {}): Hold {
  const assignment = { id, project_id: 64, version: 1, token: 't', deadline: '', seconds_left: 600, items: [{}] }
  return { assignment, endsAt: 600_000, spanMs: 600_000, extendable: true, state: 'held', returned: false, ...part }
}
const at = (now: number, idleMs: number, touched: string[] = []) => ({
  now,
  lastActiveAt: now - idleMs,
  isTouched: (id: string) => touched.includes(id),
})
const nothing = { extend: [], drop: [], over: [] }

test('asks for more time in the last third, for the tasks behind too, while somebody is there', () => {
  const line = [hold('a'), hold('b')]
  expect(dutiesOf(line, at(390_000, 1000))).toEqual(nothing)
  expect(dutiesOf(line, at(410_000, 1000))).toEqual({ ...nothing, extend: ['a', 'b'] })
})

test('W-08 nobody there, or no more time to be had: does not ask', () => {
  expect(dutiesOf([hold('a')], at(410_000, 301_000))).toEqual(nothing)
  expect(dutiesOf([hold('a', { extendable: false })], at(410_000, 1000))).toEqual(nothing)
})

test('W-06 the shortest hold of 10 s is extended in time', () => {
  const short = hold('a', { spanMs: 10_000, endsAt: 10_000 })
  expect(dutiesOf([short], at(5000, 1000)).extend).toEqual(['a'])
})

test('time over: typing is kept, the untouched goes', () => {
  expect(dutiesOf([hold('a'), hold('b')], at(600_000, 400_000, ['a']))).toEqual({
    extend: [],
    over: ['a'],
    drop: ['b'],
  })
})
