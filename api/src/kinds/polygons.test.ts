import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell, writeCell } from '../cells.ts'
import { OutputField } from '../fields.ts'
import { crossing } from './outline.ts'
import { placeChecks } from './place-checks.ts'

const field = OutputField.parse({ name: 'nests', type: 'polygons' })
const asked = [{ photo: { original: { width: 400, height: 300 } } }]
const check = (points: unknown) => checkAnswer([field], 1, [{ nests: [{ points }] }], { asked, places: placeChecks })
const faultOf = (points: unknown) => {
  const checked = check(points)
  return checked.ok
    ? null
    : checked.errors.map(({ pointer, code }) => `${code} ${pointer.replace('/answer/0/nests/0', '')}`).join()
}
const triangle = [
  [0, 0],
  [10, 0],
  [0, 10],
]

test('corners have two digits behind the point; the first is not said again at the end', () => {
  const sent = [
    [0.001, 0],
    [10, 0],
    [0, 10],
    [0, 0],
  ]
  expect(check(sent)).toEqual({ ok: true, answer: [{ nests: [{ points: triangle }] }] })
  expect(readCell(field, writeCell([{ points: triangle as never }]))).toEqual({
    ok: true,
    value: [{ points: triangle }],
  })
})

const star = Array.from({ length: 5 }, (_, n) => [
  100 + 90 * Math.sin((4 * Math.PI * n) / 5),
  100 - 90 * Math.cos((4 * Math.PI * n) / 5),
])
test.each<[string, unknown, string | null]>([
  ['a triangle', triangle, null],
  [
    'an L',
    [
      [0, 0],
      [10, 0],
      [10, 5],
      [5, 5],
      [5, 10],
      [0, 10],
    ],
    null,
  ],
  [
    'corners on a straight side',
    [
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 10],
    ],
    null,
  ],
  [
    'two corners',
    [
      [0, 0],
      [1, 1],
    ],
    'too_few_corners /points',
  ],
  ['no list', 'x', 'wrong_type /points'],
  [
    'a corner of three',
    [
      [0, 0],
      [10, 0, 1],
      [0, 10],
    ],
    'wrong_type /points/1',
  ],
  ['a corner that is none', [[0, 0], [10, 0], null], 'wrong_type /points/2'],
  [
    'infinite',
    [
      [0, 0],
      [10, 0],
      [0, Number.POSITIVE_INFINITY],
    ],
    'wrong_type /points/2',
  ],
  [
    'outside',
    [
      [0, 0],
      [401, 0],
      [0, 10],
    ],
    'outside /points/1/0',
  ],
  [
    'below',
    [
      [0, 0],
      [10, 0],
      [0, 301],
    ],
    'outside /points/2/1',
  ],
  [
    'an hourglass',
    [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ],
    'crossing /points/0',
  ],
  ['a star', star, 'crossing /points/1'],
  [
    'there and back',
    [
      [0, 0],
      [10, 0],
      [5, 0],
      [5, 5],
    ],
    'crossing /points/0',
  ],
  [
    'a corner that stands twice',
    [
      [0, 0],
      [10, 0],
      [10, 0],
      [0, 10],
    ],
    'crossing /points/0',
  ],
  [
    'a side through a corner',
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [5, 0],
      [0, 10],
    ],
    'crossing /points/0',
  ],
  [
    'more corners than are taken',
    Array.from({ length: 1002 }, (_, n) => [n % 300, n % 200]),
    'too_many_corners /points',
  ],
])('%s', (_, points, fault) => expect(faultOf(points)).toBe(fault))

test('an outline around a middle never crosses itself, however jagged and long', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 20, max: 90, noNaN: true }), { minLength: 3, maxLength: 1000 }), (radii) => {
      const corners = radii.map((radius, n) => {
        const angle = (2 * Math.PI * n) / radii.length
        return [100 + radius * Math.cos(angle), 100 + radius * Math.sin(angle)] as const
      })
      expect(crossing(corners)).toBeNull()
    }),
    { numRuns: 50 },
  )
})

test('two corners that are exchanged cross', () => {
  const round = Array.from({ length: 12 }, (_, n) => [100 + 90 * Math.cos(n / 2), 100 + 90 * Math.sin(n / 2)] as const)
  expect(crossing(round)).toBeNull()
  expect(crossing(round.with(2, round[7]!).with(7, round[2]!))).not.toBeNull()
})
