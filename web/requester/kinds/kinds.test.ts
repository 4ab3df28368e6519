import { type FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { kindOf as kindInApi } from '@whisker/api/kinds/kinds.ts'
import type { FieldSummary } from '@whisker/api/summary.ts'
import { describe, expect, test } from 'vitest'
import { fieldKinds, firstKind, kindOf, kinds, retyped } from './kinds.ts'

const common = { name: 'a', label: 'A', help: 'h', required: false }
const fresh = (kind: FieldKind): OutputField => kinds[kind].make(common, {})
const optionsIn = (field: OutputField) => ('options' in field && field.options) || []
const pairs = fieldKinds.flatMap((from) => fieldKinds.map((to) => [from, to] as const))

test('the API has the same kinds; a field begins as one of them, and each has words of its own', () => {
  expect(Object.keys(kinds).toSorted()).toEqual(fieldKinds.toSorted())
  expect(fieldKinds).toContain(firstKind)
  expect(new Set(fieldKinds.map((kind) => kinds[kind].words)).size).toBe(fieldKinds.length)
})

test.each(fieldKinds)('a fresh field (%s) is acceptable as it is, and finds its kind', (kind) => {
  expect(OutputField.parse(fresh(kind))).toEqual(fresh(kind))
  expect(kindOf(fresh(kind))).toBe(kinds[kind])
})

describe('a change of kind', () => {
  test.each(pairs)('%s to %s', (from, to) => {
    const field = retyped(fresh(from), to)
    expect(OutputField.safeParse(field).error).toBeUndefined()
    const options = optionsIn(fresh(from))
    const kept = options.length > 0 && 'options' in field ? { options } : {}
    expect(field).toEqual({ ...fresh(to), ...common, type: to, ...kept })
  })

  test.each(pairs)('what both have survives: %s to %s', (from, to) => {
    const own: Partial<Record<string, unknown>> = {
      ...(optionsIn(fresh(from)).length > 0 && {
        options: ['cat', 'dog'].map((value) => ({ value, label: '' })),
      }),
      ...('max_length' in OutputField.options.find(({ shape }) => shape.type.value === from)!.shape && {
        max_length: 3,
      }),
    }
    const field = retyped({ ...fresh(from), ...own } as OutputField, to)
    const known = OutputField.options.find(({ shape }) => shape.type.value === to)!.shape
    const kept = Object.entries(own).filter(([key]) => key in known)
    expect(field).toEqual({ ...fresh(to), ...Object.fromEntries(kept) })
    expect(OutputField.safeParse(field).error).toBeUndefined()
  })

  test('what only one of them has does not come along', () => {
    const input: OutputField = { ...common, type: 'input', min_length: 1, pattern: 'x', joining: 'meaning' }
    expect(retyped(input, 'textarea')).toEqual({ ...common, type: 'textarea', min_length: 1 })
    const several = { ...fresh('checkbox'), min_count: 1 } as OutputField
    expect(retyped(several, 'select')).toEqual({ ...fresh('select') })
  })
})

describe('the chart of the results', () => {
  const summary = (type: FieldKind, values: [string, number][], more: Partial<FieldSummary> = {}): FieldSummary => ({
    ...{ field: 'a', type, others: { values: 0, tasks: 0 }, none: 0, histogram: null },
    values: values.map(([value, tasks]) => ({ value, tasks })),
    ...more,
  })
  const chartOf = (kind: FieldKind, ...rest: Parameters<typeof summary> extends [unknown, ...infer R] ? R : never) =>
    kinds[kind].chart(summary(kind, ...rest), 1000)

  test.each(fieldKinds)('none before anybody has answered: %s', (kind) => expect(chartOf(kind, [])).toBeNull())

  test.each(fieldKinds.filter((kind) => kind !== 'textarea'))('bars, the most frequent first: %s', (kind) => {
    const bars = (chart: ReturnType<typeof chartOf>) => chart !== null && chart !== 'spread' && chart.bars
    expect(
      bars(
        chartOf(kind, [
          ['x', 10],
          ['y', 1],
        ]),
      ),
    ).toEqual([
      { value: 'x', count: 10, share: 0.01 },
      { value: 'y', count: 1, share: 0.001 },
    ])
  })

  test('texts have one as soon as they repeat, long ones never', () => {
    expect([chartOf('input', [['x', 9]]), chartOf('textarea', [['x', 1000]])]).toEqual([null, null])
  })

  test('numbers that do not fit are shown by how they spread, other values by the most frequent', () => {
    const others = { values: 40, tasks: 50 }
    expect(chartOf('number', [['1', 9]], { others })).toBe('spread')
    expect(chartOf('number', [['1', 9]])).toMatchObject({ others: 0 })
    for (const kind of fieldKinds.filter((kind) => kind !== 'number' && kind !== 'textarea'))
      expect(chartOf(kind, [['x', 10]], { others }), kind).toMatchObject({ others: 50 })
  })

  test('stars that nobody gave stand among the others', () => {
    const histogram = [0, 4, 0].map((tasks, n) => ({ from: n + 1, to: n + 1, tasks }))
    expect(chartOf('rating', [['2', 4]], { histogram })).toMatchObject({
      bars: [
        { value: '1', count: 0 },
        { value: '2', count: 4 },
        { value: '3', count: 0 },
      ],
    })
  })
})

describe('the review desk', () => {
  /** Two choices of each kind, as they come out of votes. */
  const choices: Record<FieldKind, [FieldValue, FieldValue]> = {
    rows: [[{ what: 'yes', count: 2 }], []],
    input: ['a cat', 'a dog'],
    textarea: ['a cat', 'a dog'],
    number: [0, 1.5],
    select: ['yes', 'no'],
    radio: ['yes', 'no'],
    checkbox: ['yes', 'no'],
    rating: [1, 5],
    date: ['2026-11-28', '2026-11-29'],
    boxes: [[{ x: 1, y: 2, width: 3, height: 4 }], []],
    points: [[{ x: 1, y: 2 }], [{ x: 3, y: 4 }]],
    spans: [[{ label: 'yes', start: 0, end: 3, text: 'Ann' }], []],
    polygons: [
      [
        {
          points: [
            [0, 0],
            [1, 0],
            [0, 1],
          ],
        },
      ],
      [],
    ],
    rank: [
      [['yes'], ['no']],
      [['no'], ['yes']],
    ],
  }

  test.each(fieldKinds)('what was chosen is chosen, and what was not is not: %s', (kind) => {
    const field = fresh(kind)
    const { review } = kindOf(field)
    const [one, other] = choices[kind]
    expect([review.takes(field, one), review.takes(field, other)]).toEqual([true, true])
    expect(review.takes(field, 'unheard-of')).toBe(kind === 'input' || kind === 'textarea')
    const value = review.choose(field, undefined, one)
    expect([review.isChosen(value, one), review.isChosen(value, other)]).toEqual([true, false])
    expect(review.choicesOf(value)).toEqual([one])
    const next = review.choose(field, value, other)
    expect([review.isChosen(next, one), review.isChosen(next, other)]).toEqual([!review.decides, true])
    expect(review.isChosen(undefined, one)).toBe(false)
  })

  test.each(fieldKinds)('what people answer can be chosen: %s', (kind) => {
    const field = fresh(kind)
    const { review } = kindOf(field)
    const said = kindInApi(field).example(field)
    const chosen = review.choicesOf(said).reduce<FieldValue | undefined>((value, choice) => {
      expect(review.takes(field, choice)).toBe(true)
      return review.choose(field, value, choice)
    }, undefined)
    expect(chosen).toEqual(said)
  })

  test('of several each is chosen by itself, and taken back; their order is that of the form', () => {
    const several = { ...fresh('checkbox'), min_count: 2, max_count: 2 } as FieldOf<'checkbox'>
    const { review } = kinds.checkbox
    expect(review.decides).toBe(false)
    expect(review.takes(several, 'yes')).toBe(true)
    expect(review.choose(several, ['no'], 'yes')).toEqual(['yes', 'no'])
    expect(review.choose(several, ['yes', 'no'], 'yes')).toEqual(['no'])
    expect(review.choicesOf(['yes', 'no'])).toEqual(['yes', 'no'])
  })
})
