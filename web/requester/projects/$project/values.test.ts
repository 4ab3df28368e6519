import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { formatValue, inFormOrder, summarize } from './values.ts'

const form = [{ name: 'label' }, { name: 'why' }] as OutputField[]

test('values as a person reads them', () => {
  expect([formatValue('cat'), formatValue(4), formatValue(['a', 'b']), formatValue([]), formatValue(null)]).toEqual([
    'cat',
    '4',
    'a, b',
    'none',
    'no answer',
  ])
})

test('what is said of things is read out, and places are counted', () => {
  const lists: FieldValue[] = [
    [{ what: 'zebra', count: 2 }],
    [{ label: 'zebra', text: 'two of them' }],
    [{ label: 'zebra', x: 1, y: 2 }],
    [{ x: 1, y: 2, width: 3, height: 4 }],
    [{ label: 'name', start: 0, end: 3, text: 'Tom' }],
    [{ x: 1, y: 2, count: 3 }],
    [{ label: 'zebra', x: 1, y: 2, attributes: { pose: 'lying', hurt: ['yes', 'leg'] } }],
    [{ what: 'zebra', attributes: ['old'] }],
  ]
  expect(lists.map((list) => formatValue(list))).toEqual([
    'zebra 2',
    'zebra two of them',
    '1 object: zebra',
    '1 object',
    '1 object: name',
    '1 2 3',
    '1 object: zebra (lying, yes, leg)',
    'zebra old',
  ])
})

test('what is said of a thing is read out as it is asked, the key first', () => {
  const field = { key: 'what', fields: [{ name: 'doing' }, { name: 'what' }, { name: 'count' }] } as OutputField
  expect(formatValue([{ count: 2, doing: 'standing', what: 'zebra', old: 1 }], field)).toBe('zebra standing 2 1')
})

test('fields stand in the order of the form, whatever order the database gives them', () => {
  expect(inFormOrder({ old: 0, why: 1, label: 2 }, form)).toEqual([
    ['label', 2],
    ['why', 1],
    ['old', 0],
  ])
})

test('X-01: a right-to-left mark stays inside its own value', () => {
  expect(summarize([{ why: '\u202egnp', label: 'cat' }, {}], form)).toBe(
    '\u2068cat\u2069 · \u2068\u202egnp\u2069 | no answer',
  )
})
