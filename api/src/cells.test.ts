import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCell, writeCell } from './cells.ts'
import { csvColumns, guardCell, unguardCell } from './csv.ts'
import { type FieldValue, OutputField } from './fields.ts'
import { joinList, splitList } from './kinds/cell.ts'

const marks = fc.constantFrom('.' as const, ',' as const)
const typed = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^'{0,3}[=+\-@\t\r\n|＝＋－＠"',;]{0,4}[a-z0-9(),"\n ]{0,8}$/),
  fc.stringMatching(/^[\\|, a]{0,6}$/),
)
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.integer().map((value) => value / 1000),
)
const field = (draft: object) => OutputField.parse({ name: 'x', ...draft })

describe('D1 D2 a cell that was written is read as the same value', () => {
  const backAndForth = (one: OutputField, value: FieldValue, mark: '.' | ',') =>
    expect(readCell(one, unguardCell(guardCell(writeCell(value, mark))), mark)).toEqual({ ok: true, value })

  test('texts', () => {
    fc.assert(
      fc.property(typed, marks, (value, mark) => {
        fc.pre(value.trim() !== '')
        for (const type of ['input', 'textarea']) backAndForth(field({ type }), value, mark)
      }),
      { numRuns: 2000 },
    )
  })

  test('numbers, with a point and with a comma', () => {
    fc.assert(
      fc.property(numbers, marks, (value, mark) => {
        expect(readCell(field({ type: 'number' }), writeCell(value, mark), mark)).toEqual({ ok: true, value })
      }),
      { numRuns: 2000 },
    )
  })

  test('choices, whatever their options are called', () => {
    const options = fc.uniqueArray(
      typed.filter((value) => value.trim() !== '' && value.length <= 200 && !/\0/.test(value) && value.isWellFormed()),
      { minLength: 1, maxLength: 6, selector: (value) => value.normalize('NFKC').toLowerCase() },
    )
    fc.assert(
      fc.property(options, marks, fc.nat(), (values, mark, seed) => {
        const parsed = OutputField.safeParse({
          name: 'x',
          type: 'checkbox',
          options: values.map((value) => ({ value })),
        })
        // Names that the form itself does not take.
        fc.pre(parsed.success)
        const chosen = values.filter((_, index) => (seed >> index) % 2 === 0)
        fc.pre(chosen.length > 0)
        backAndForth(parsed.data as OutputField, chosen, mark)
        backAndForth({ ...(parsed.data as object), type: 'radio' } as OutputField, chosen[0] as string, mark)
      }),
      { numRuns: 2000 },
    )
  })

  test('two answers never have one cell', () => {
    const options = ['red|green', 'red', 'green', 'red\\', '|', '\\'].map((value) => ({ value }))
    const colours = field({ type: 'checkbox', options })
    const sets = fc.subarray(
      options.map(({ value }) => value),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        if (a.join('\n') !== b.join('\n')) expect(writeCell(a)).not.toBe(writeCell(b))
        expect(readCell(colours, writeCell(a))).toEqual({ ok: true, value: a })
      }),
    )
    expect(writeCell(['red|green'])).toBe('red\\|green')
    expect(writeCell(['red', 'green'])).toBe('red|green')
  })
})

test('lists: a backslash before anything else is itself; blanks around a choice are the table’s', () => {
  expect(splitList('a\\,b,c\\d', ',')).toEqual(['a,b', 'c\\d'])
  expect(joinList(['a,b', 'c'], ',')).toBe('a\\,b,c')
  const one = field({ type: 'checkbox', options: [{ value: 'black' }, { value: 'white' }] })
  expect(readCell(one, 'black | white')).toEqual({ ok: true, value: ['black', 'white'] })
  expect(readCell(one, '  ')).toEqual({ ok: true, value: undefined })
})

test.each([
  ['1,234', '.', false],
  ['1.234', ',', false],
  ['1.234', '.', 1.234],
  ['1,234', ',', 1.234],
  ['2,5', '.', 2.5],
  ['0.775', ',', 0.775],
  ['-1,50', ',', -1.5],
  ['four', '.', false],
  ['1e3', '.', 1000],
] as const)('D4 the number %s in a file whose numbers have a "%s"', (cell, mark, value) => {
  const read = readCell(field({ type: 'number' }), cell, mark)
  expect(read.ok ? read.value : false).toBe(value)
})

test('D3 no two columns of an export have one title, whatever the fields are called', () => {
  const names = fc.uniqueArray(fc.constantFrom('name', 'item', 'gold', 'a', 'a_confidence', 'external_id', 'status'))
  fc.assert(
    fc.property(names, names, (outputs, inputs) => {
      const columns = csvColumns(
        outputs,
        inputs.map((name, index) => ({ name, type: index % 2 ? 'text' : 'image' })),
      )
      expect(new Set(columns.map(({ title }) => title)).size).toBe(columns.length)
      for (const one of outputs) expect(columns).toContainEqual({ title: one, from: 'output', of: one })
    }),
  )
})
