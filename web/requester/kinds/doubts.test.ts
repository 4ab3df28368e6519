import { expect, test } from 'vitest'
import { doubtsOf } from './doubts.ts'

const sure = { exists: 0.99, label: 1, spread: 1, found: 3, disputed: false }
const place = { x: 1, y: 1, width: 5, height: 5 }

test('what is disputed, and what was left out and may be there', () => {
  const value = [place, { ...place, x: 20 }]
  const left = { object: { ...place, x: 50 }, exists: 0.2, label: 0.5, spread: 1, found: 1 }
  const result = {
    ...{ value, confidence: 0.5, votes: [], left_out: [left] },
    objects: [sure, { ...sure, exists: 0.6, disputed: true }],
  }
  expect([...doubtsOf(result, value)]).toEqual([
    [value[1], { sure: 0.6, offered: false }],
    [left.object, { sure: 0.1, offered: true }],
  ])
  // The very objects, by which they are told.
  expect(doubtsOf(result, value).has(value[1]!)).toBe(true)
})

test('what is said of an object is a part of how sure it is', () => {
  const objects = [{ ...sure, exists: 0.8, attributes: { pose: 0.5, hurt: 0.9 }, disputed: true }]
  const [doubt] = doubtsOf({ value: [place], confidence: 0.5, votes: [], objects }, [place]).values()
  expect(doubt!.sure).toBeCloseTo(0.36)
})

test('of an older result, which does not say what is disputed, by how sure it is', () => {
  const { disputed: _, ...older } = sure
  const result = { value: [place, place], confidence: 1, votes: [], objects: [older, { ...older, exists: 0.7 }] }
  expect(doubtsOf(result, result.value).size).toBe(1)
})

test('of what was changed since, and of no objects, nothing', () => {
  const result = { value: [place], confidence: 1, votes: [], objects: [{ ...sure, disputed: true }] }
  expect(doubtsOf(result, [{ ...place, x: 2 }]).size).toBe(0)
  expect(doubtsOf({ value: 'cat', confidence: 1, votes: [] }, 'cat').size).toBe(0)
  expect(doubtsOf(undefined, undefined).size).toBe(0)
})
