import type { FieldValue } from '@whisker/api/fields.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConsolidatedField } from './field.ts'
import { consolidateByMajority } from './majority.ts'
import { textKey } from './normalise-text.ts'

const keyOf = (text: string) => textKey(text, 'en')
const select: ConsolidatedField = { type: 'select' }
const input: ConsolidatedField = { type: 'input' }
const checkbox: ConsolidatedField = { type: 'checkbox', options: ['fur', 'tail', 'wings'].map((value) => ({ value })) }

describe('text', () => {
  test('equal answers meet under one key and are shown as most typed them', () => {
    expect(consolidateByMajority(input, ['cat', 'Cat!', 'Cat!', 'dog', ' CAT'], keyOf)).toEqual({
      value: 'Cat!',
      confidence: 0.8,
      votes: [
        { value: 'Cat!', count: 4 },
        { value: 'dog', count: 1 },
      ],
    })
  })

  test('a tie goes to the first answered, in the group and between groups', () => {
    expect(consolidateByMajority(input, ['Dog', 'cat', 'CAT', 'dog'], keyOf).value).toBe('Dog')
    expect(consolidateByMajority(input, ['cat', 'dog']).value).toBe('cat')
  })
})

describe('choices', () => {
  test('a vote share is the confidence', () => {
    expect(consolidateByMajority(select, ['b', 'a', 'a'])).toEqual({
      value: 'a',
      confidence: 2 / 3,
      votes: [
        { value: 'a', count: 2 },
        { value: 'b', count: 1 },
      ],
    })
  })

  test('a field left empty is a vote for no answer, and loses a tie', () => {
    expect(consolidateByMajority(select, [undefined, null, 'a'])).toEqual({
      value: null,
      confidence: 2 / 3,
      votes: [
        { value: null, count: 2 },
        { value: 'a', count: 1 },
      ],
    })
    expect(consolidateByMajority(select, [undefined, 'a']).value).toBe('a')
    expect(consolidateByMajority({ type: 'number' }, [undefined, 4]).value).toBe(4)
  })

  test('options that differ only in case are different options', () => {
    expect(consolidateByMajority(select, ['A', 'a', 'a']).votes).toHaveLength(2)
  })
})

describe('checkbox', () => {
  test('each option is its own question; the least certain one is the confidence', () => {
    const result = consolidateByMajority(checkbox, [['tail', 'fur'], ['fur'], ['fur', 'tail'], ['fur', 'fur', 'wings']])
    expect(result.value).toEqual(['fur'])
    expect(result.confidence).toBe(0.5)
    expect(result.votes).toEqual([
      { value: 'fur', count: 4 },
      { value: 'tail', count: 2 },
      { value: 'wings', count: 1 },
    ])
  })

  test('nothing ticked is an answer, nothing given is not', () => {
    expect(consolidateByMajority(checkbox, [[], [], ['fur']]).value).toEqual([])
    expect(consolidateByMajority(checkbox, [null, null, ['fur']]).value).toBeNull()
  })
})

describe('numbers and ratings', () => {
  test('a slip of the finger moves nothing; the confidence says who agrees', () => {
    const result = consolidateByMajority({ type: 'number' }, [10, 1000, 10, 11, 10])
    expect(result.value).toBe(10)
    expect(result.confidence).toBe(0.6)
  })

  test('A5 the same number agrees, and what lies as near as the requester said', () => {
    expect(consolidateByMajority({ type: 'number' }, [10, 1000, 10, 11, 10]).confidence).toBe(0.6)
    expect(consolidateByMajority({ type: 'number', tolerance: 1 }, [10, 1000, 10, 11, 10]).confidence).toBe(0.8)
    expect(consolidateByMajority({ type: 'number' }, [0.1 + 0.2, 0.3])).toMatchObject({ confidence: 1 })
  })

  test('A5 where all differ it is what somebody said in the middle', () => {
    expect(consolidateByMajority({ type: 'number' }, [2, 3]).value).toBe(2)
    expect(consolidateByMajority({ type: 'number' }, [2.5, 3]).value).toBe(2.5)
    expect(consolidateByMajority({ type: 'number' }, [1, 2.5, 3, 9]).value).toBe(3)
  })

  test('stars are votes, and of equals the nearest to the middle', () => {
    expect(consolidateByMajority({ type: 'rating' }, [1, 1, 4, 5, 5]).value).toBe(5)
    expect(consolidateByMajority({ type: 'rating' }, [4, 4, 5]).confidence).toBe(2 / 3)
  })
})

describe('any answers', () => {
  const text = fc.constantFrom('cat', 'Cat', 'CAT ', 'dog', 'Dog', '')
  const values: [ConsolidatedField, fc.Arbitrary<FieldValue>][] = [
    [input, text],
    [select, text],
    [checkbox, fc.subarray(['fur', 'tail', 'wings'])],
    [{ type: 'number' }, fc.double({ noNaN: true, noDefaultInfinity: true })],
    [{ type: 'rating' }, fc.integer({ min: 1, max: 5 })],
  ]
  const answered = fc
    .constantFrom(...values)
    .chain(([field, value]) => fc.tuple(fc.constant(field), fc.array(fc.option(value), { minLength: 1 })))

  test('votes are free of duplicates and hold every answer once', () => {
    fc.assert(
      fc.property(answered, ([field, answers]) => {
        const { votes, confidence } = consolidateByMajority(field, answers)
        expect(new Set(votes.map((vote) => vote.value)).size).toBe(votes.length)
        if (field.type !== 'checkbox') expect(votes.reduce((sum, vote) => sum + vote.count, 0)).toBe(answers.length)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('one more vote for the winner keeps it the winner and never makes it less sure', () => {
    fc.assert(
      fc.property(answered, ([field, answers]) => {
        const before = consolidateByMajority(field, answers)
        fc.pre(field.type !== 'number' && field.type !== 'checkbox')
        const after = consolidateByMajority(field, [...answers, before.value])
        expect(after.value).toEqual(before.value)
        expect(after.confidence).toBeGreaterThanOrEqual(before.confidence)
      }),
    )
  })
})

test('nobody answered', () => {
  expect(consolidateByMajority(input, [])).toEqual({ value: null, confidence: 0, votes: [] })
})
