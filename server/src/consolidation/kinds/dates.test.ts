import { expect, test } from 'vitest'
import { collectField } from '../collect-field.ts'
import { judgeField } from '../judge-field.ts'
import { consolidateByMajority } from '../majority.ts'
import { namingFor } from '../naming.fixture.ts'
import { emptyFieldModel } from './kinds.ts'

const field = { type: 'date' as const, required: true }
const naming = namingFor()
const judge = (values: (string | null)[]) =>
  judgeField(field, emptyFieldModel([field]), { workers: values.map((_, w) => w), values }, naming)

test('most win; nothing but the same day is the same', () => {
  const { result, state } = judge(['2026-03-04', '2026-04-03', '2026-03-04'])
  expect(result).toMatchObject({
    value: '2026-03-04',
    votes: [
      { value: '2026-03-04', count: 2 },
      { value: '2026-04-03', count: 1 },
    ],
  })
  expect(state.tied).toBe(false)
})

test('of days that are said equally often the one in the middle wins, in whatever order they came', () => {
  const said = ['1926-03-04', '2026-03-04', '2026-03-05', '2126-03-04']
  for (const values of [said, said.toReversed(), ['2126-03-04', '2026-03-05', '1926-03-04', '2026-03-04']]) {
    expect(judge(values).result.value).toBe('2026-03-04')
    expect(consolidateByMajority(field, values).value).toBe('2026-03-04')
    expect(judge(values).state.tied).toBe(true)
  }
})

test('no answer, and what is no day', () => {
  expect(judge([null, null, '2026-03-04']).result.value).toBeNull()
  expect(consolidateByMajority(field, ['2026-02-30', null, '2026-03-04', '2026-03-04']).value).toBe('2026-03-04')
})

test('days that lie near disagree less than days that lie far apart', () => {
  const alphaOf = (off: number) => {
    const collector = collectField([field], { items: 60, workers: 2, answers: 120 })
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
    for (let item = 0; item < 60; item++) {
      collector.add(item, 0, day(item * 5))
      collector.add(item, 1, day(item * 5 + off * (item % 2)))
    }
    return collector.fit(2, naming).alpha!
  }
  expect(alphaOf(1)).toBeGreaterThan(0.95)
  expect(alphaOf(150)).toBeLessThan(alphaOf(1) - 0.1)
})
