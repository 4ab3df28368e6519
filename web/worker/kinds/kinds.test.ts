import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { placeChecks } from '@whisker/api/kinds/place-checks.ts'
import { describe, expect, test } from 'vitest'
import { faultWords } from '../form/fault-words.ts'
import { messages as en } from '../language/messages/en.ts'
import { createTranslate } from '../language/translate.ts'
import type { DraftValue } from './kind.ts'
import { checkAnswer, kindOf, loadKinds } from './kinds.ts'

const t = createTranslate('en', en)
const common = { name: 'a', label: '', help: '', required: true }
const options = [
  { value: 'cat', label: 'Cat' },
  { value: 'dog', label: '' },
  { value: 'bird', label: '' },
]

const corners = (...at: number[]) =>
  Array.from({ length: at.length / 2 }, (_, n): [number, number] => [at[2 * n]!, at[2 * n + 1]!])

/** A field of each kind; what stands in its form, in German; what is sent of it; how it is shown elsewhere. */
const examples: {
  [K in FieldKind]: { field: FieldOf<K>; draft: DraftValue; answer: FieldValue; words: string; choices: number }
} = {
  input: { field: { ...common, type: 'input' }, draft: '1,5', answer: '1,5', words: '1,5', choices: 0 },
  textarea: { field: { ...common, type: 'textarea' }, draft: 'a\nb', answer: 'a\nb', words: 'a\nb', choices: 0 },
  number: { field: { ...common, type: 'number' }, draft: '1,234', answer: 1.234, words: '1,234', choices: 0 },
  select: { field: { ...common, type: 'select', options }, draft: 'cat', answer: 'cat', words: 'Cat', choices: 3 },
  radio: { field: { ...common, type: 'radio', options }, draft: 'dog', answer: 'dog', words: 'dog', choices: 3 },
  checkbox: {
    field: { ...common, type: 'checkbox', options },
    draft: ['cat', 'bird'],
    answer: ['cat', 'bird'],
    words: 'Cat, bird',
    choices: 3,
  },
  rating: { field: { ...common, type: 'rating', max: 5 }, draft: 4, answer: 4, words: '4', choices: 5 },
  date: {
    field: { ...common, type: 'date' },
    draft: '2026-03-04',
    answer: '2026-03-04',
    words: '4. März 2026',
    choices: 0,
  },
  boxes: {
    field: { ...common, type: 'boxes', options },
    draft: [
      { label: 'cat', x: 1, y: 2, width: 3, height: 4.5 },
      { label: 'dog', x: 0, y: 0, width: 9, height: 9 },
    ],
    answer: [
      { label: 'cat', x: 1, y: 2, width: 3, height: 4.5 },
      { label: 'dog', x: 0, y: 0, width: 9, height: 9 },
    ],
    words: '2 boxes: Cat, dog',
    choices: 1,
  },
  points: {
    field: { ...common, type: 'points', radius: 20 },
    draft: [{ x: 1, y: 2.5 }],
    answer: [{ x: 1, y: 2.5 }],
    words: '1 place',
    choices: 1,
  },
  polygons: {
    field: { ...common, type: 'polygons', options },
    draft: [{ label: 'cat', points: corners(0, 0, 9, 0, 0, 9) }],
    answer: [{ label: 'cat', points: corners(0, 0, 9, 0, 0, 9) }],
    words: '1 place: Cat',
    choices: 1,
  },
  rank: {
    field: { ...common, type: 'rank', ties: true, top: 1, options },
    draft: [['dog'], ['cat', 'bird']],
    answer: [['dog'], ['cat', 'bird']],
    words: 'dog > Cat = bird',
    choices: 3,
  },
  rows: {
    field: {
      ...{ ...common, type: 'rows', key: 'what' },
      fields: [
        { ...common, name: 'count', type: 'number', required: false, min: 1 },
        { ...common, name: 'what', type: 'radio', options },
      ],
    },
    draft: [{ count: '1,5', what: 'cat' }, { what: 'dog' }],
    answer: [{ count: 1.5, what: 'cat' }, { what: 'dog' }],
    words: 'Cat: 1,5; dog',
    choices: 4,
  },
  spans: {
    field: { ...common, type: 'spans', options, overlapping: false },
    draft: [{ label: 'cat', start: 0, end: 3, text: 'Tom' }],
    answer: [{ label: 'cat', start: 0, end: 3, text: 'Tom' }],
    words: 'Tom (Cat)',
    choices: 0,
  },
}

// Those that are loaded with a form, too.
expect(await loadKinds(Object.values(examples).map(({ field }) => field))).toBe(true)

describe.each(Object.entries(examples))('%s', (_, { field, draft, answer, words, choices }) => {
  const kind = kindOf(field)

  test('what stands in the form is sent, is taken, and stands in the form again', () => {
    expect(kind.toAnswer(draft, 'de', field)).toEqual(answer)
    expect(checkAnswer([field], 1, [{ a: answer }])).toEqual({ ok: true, answer: [{ a: answer }] })
    expect(kind.fromAnswer(answer, 'de', field)).toEqual(draft)
  })

  test('it is blank with nothing in it, and not with something', () => {
    expect(kind.isBlank(undefined)).toBe(true)
    expect(kind.isBlank('')).toBe(true)
    expect(kind.isBlank(draft)).toBe(false)
  })

  test('a value is shown as the form shows it, sent or not', () => {
    expect(kind.words(field, answer, 'de', t)).toBe(words)
    expect(kind.words(field, draft, 'de', t)).toBe(words)
  })

  test('each choice is an answer; the same again takes it back where none is needed', () => {
    expect(kind.choices?.count(field) ?? 0).toBe(choices)
    for (let index = 0; index < choices; index++) {
      const taken = kind.choices!.taken(field, undefined, index)
      expect(checkAnswer([field], 1, [{ a: taken }]).ok).toBe(true)
      const again = kind.choices!.taken({ ...field, required: false }, taken, index)
      expect(kind.isBlank(again)).toBe(true)
    }
  })
})

test('choosing another, the same, and in any order', () => {
  const { radio, checkbox, rating } = examples
  expect(kindOf(radio.field).choices?.taken(radio.field, 'dog', 0)).toBe('cat')
  expect(kindOf(radio.field).choices?.taken(radio.field, 'dog', 1)).toBe('dog')
  expect(kindOf(checkbox.field).choices?.taken(checkbox.field, ['bird'], 0)).toEqual(['cat', 'bird'])
  expect(kindOf(checkbox.field).choices?.taken(checkbox.field, ['bird'], 2)).toBe('')
  expect(kindOf(checkbox.field).choices?.taken(checkbox.field, ['cat', 'bird'], 0)).toEqual(['bird'])
  expect(kindOf(rating.field).choices?.taken(rating.field, undefined, 4)).toBe(5)
})

test('what is said of boxes is sent as its fields send it, and stands beside their labels', () => {
  const attributes = [
    { ...common, name: 'pose', type: 'radio', options: [{ value: 'lying', label: 'Lying down' }] },
    { ...common, name: 'age', type: 'number', required: false },
  ] as const
  const field = { ...examples.boxes.field, attributes } as unknown as typeof examples.boxes.field
  const place = { label: 'dog', x: 1, y: 2, width: 3, height: 4 }
  const draft = [{ ...place, attributes: { pose: 'lying', age: '1,5' } }, place] as never
  const kind = kindOf(field)
  const answer = kind.toAnswer(draft, 'de', field)!
  expect(answer).toEqual([{ ...place, attributes: { pose: 'lying', age: 1.5 } }, place])
  expect(kind.fromAnswer(answer, 'de', field)).toEqual(draft)
  expect(kind.words(field, answer, 'de', t)).toBe('2 boxes: dog (Lying down, 1,5), dog')
})

test('spaces say nothing where one types', () => {
  for (const kind of [kindOf(examples.input.field), kindOf(examples.textarea.field), kindOf(examples.number.field)])
    expect(kind.isBlank(' \n')).toBe(true)
  expect(kindOf(examples.number.field).toAnswer(' ', 'en', examples.number.field)).toBeUndefined()
})

const { input, textarea, number, checkbox, rating, radio, date, boxes, points, polygons, rows, spans } = examples
const span = { label: 'cat', start: 0, end: 3, text: 'Tom' }
const box = { label: 'cat', x: 1, y: 2, width: 3, height: 4 }
test.each([
  [input.field, '', 'This needs an answer.'],
  [{ ...input.field, min_length: 3 }, 'ab', 'At least 3 characters.'],
  [{ ...input.field, max_length: 3 }, 'abcd', 'At most 3 characters.'],
  [input.field, 'x'.repeat(1001), 'At most 1,000 characters.'],
  [{ ...input.field, pattern: '^a$' }, 'b', 'This is not written in the form that is asked for.'],
  [textarea.field, 'x'.repeat(10_001), 'At most 10,000 characters.'],
  [number.field, 'four', 'Please write a number.'],
  [{ ...number.field, min: 1, max: 3 }, 4, 'From 1 to 3.'],
  [{ ...number.field, min: 1, step: 2 }, 2, 'At least 1. In steps of 2.'],
  [{ ...number.field, max: 3 }, 4, 'At most 3.'],
  [number.field, 2 ** 60, 'This cannot be accepted. Please change it.'],
  [{ ...checkbox.field, min_count: 2 }, ['cat'], 'Choose at least 2.'],
  [{ ...checkbox.field, max_count: 1 }, ['cat', 'dog'], 'Choose at most 1.'],
  [rating.field, 6, 'From 1 to 5.'],
  [radio.field, 'cow', 'This cannot be accepted. Please change it.'],
  [date.field, '4 March', 'Please choose a day.'],
  [{ ...date.field, min: '2026-03-05' }, '2026-03-04', 'Not before March 5, 2026.'],
  [{ ...date.field, max: '2026-03-03' }, '2026-03-04', 'Not after March 3, 2026.'],
  [{ ...date.field, min: '2026-01-01', max: '2026-03-03' }, '2026-03-04', 'From January 1, 2026 to March 3, 2026.'],
  [boxes.field, [{ ...box, x: 18 }], 'This goes beyond the picture.'],
  [boxes.field, [{ ...box, y: -1 }], 'This goes beyond the picture.'],
  [{ ...boxes.field, min_size: 4 }, [box], 'A box must be at least 4 pixels wide and high.'],
  [boxes.field, [{ ...box, label: '' }], 'This cannot be accepted. Please change it.'],
  [boxes.field, [{ x: 1, y: 2, width: 3, height: 4 }], 'Each one needs a label.'],
  [{ ...boxes.field, min_count: 1 }, [], 'At least 1.'],
  [{ ...boxes.field, max_count: 1 }, [box, box], 'At most 1.'],
  [points.field, [{ x: 21, y: 2 }], 'This goes beyond the picture.'],
  [
    polygons.field,
    [{ label: 'cat', points: corners(0, 0, 9, 9, 9, 0, 0, 9) }],
    'This cannot be accepted. Please change it.',
  ],
  [spans.field, [span, { ...span, end: 2, text: 'To' }], 'This lies over another part. Remove that one first.'],
  [{ ...spans.field, min_count: 2 }, [span], 'At least 2.'],
  [polygons.field, [{ label: 'cat', points: corners(0, 0, 9, 9) }], 'This cannot be accepted. Please change it.'],
  [rows.field, [{ what: 'cat' }, { what: 'cat' }], 'Two rows are about the same. Keep one of them.'],
  [{ ...rows.field, min_count: 1 }, [], 'At least 1.'],
  [{ ...rows.field, max_count: 1 }, [{ what: 'cat' }, { what: 'dog' }], 'At most 1.'],
  [rows.field, [{ count: 2 }], 'This needs an answer.'],
  [rows.field, [{ what: 'cat', count: 0 }], 'This cannot be accepted. Please change it.'],
])('what is wrong is said of %j with %j', (field, value, words) => {
  const checked = checkAnswer([field], 1, [{ a: value }], {
    places: placeChecks,
    asked: [{ photo: { original: { width: 20, height: 10 } }, text: { text: 'Tom' } }],
    matches: (pattern, text) => new RegExp(pattern).test(text),
  })
  const faults = checked.ok
    ? []
    : checked.errors.map((fault) => faultWords(createTranslate('en', en), field, fault, 'en'))
  expect(faults).toEqual([words])
})
