import { csvStyles } from '@whisker/api/csv.ts'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ResultCsv } from './csv.ts'

/** RFC 4180, to the letter. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('A quote is not closed.')
        if (text[at] === '"') at++
        cell += text[at]
      }
      at++
    } else {
      while (at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at)) {
        if (text[at] === '"' || text[at] === '\n' || text[at] === '\r') throw new Error('A cell is not quoted.')
        cell += text[at++]
      }
    }
    row.push(cell)
    if (text[at] === ',') {
      at++
      continue
    }
    if (!text.startsWith('\r\n', at)) throw new Error('A line does not end with CRLF.')
    at += 2
    rows.push(row)
    row = []
  }
  return rows
}

const rowOf = (value: FieldValue | null, more: Partial<ResultRow> = {}): ResultRow => ({
  task_id: '00000000-0000-4000-8000-000000000000',
  external_id: null,
  name: null,
  metadata: {},
  version: 1,
  task_spec: [{}],
  result: [{ animal: { value, confidence: 1, votes: [] } }],
  answers: 1,
  gold: false,
  method: 'model',
  corrected: false,
  completed_at: '2026-01-01T00:00:00.000Z',
  status: 'completed',
  other_names: [],
  ...more,
})
const csvOf = (fields: string[], safe: boolean, inputs: { name: string; type: 'image' | 'text' }[] = []) =>
  new ResultCsv(fields, inputs, { style: csvStyles.standard, safe, assetsUrl: 'http://127.0.0.1:4000/assets' })
const cells = (row: ResultRow, safe: boolean) => parseCsv(csvOf(['animal'], safe).lines(row))[0] as string[]

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^'{0,3}[=+\-@\t\r\n|＝＋－＠"',;]{0,4}[a-z0-9(),"\n ]{0,8}$/),
  fc.constantFrom(
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '＝1+1',
    '"=1"',
    "'=1",
    '=HYPERLINK("http://x","y")',
  ),
)

describe('X-11 CSV', () => {
  test('exact without safety: what comes out is what went in', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (value, name, external_id) => {
        const row = cells(rowOf(value, { name, external_id, metadata: { [name]: value } }), false)
        expect([row[1], row[0], row[6], row[9]]).toEqual([value, name, external_id, JSON.stringify({ [name]: value })])
      }),
      { numRuns: 2000 },
    )
  })

  test('safe: no cell begins like a formula, except numbers; one apostrophe less gives the text back', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const cell = cells(rowOf(value), true)[1] as string
        if (/^[=+\-@\t\r\n\0|＝＋－＠]/.test(cell)) expect(Number.isFinite(Number(cell.trim())), cell).toBe(true)
        const back = /^'+[=+\-@\t\r\n\0|＝＋－＠]/.test(cell) ? cell.slice(1) : cell
        expect(back).toBe(value)
      }),
      { numRuns: 3000 },
    )
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['+49 170', "'+49 170"],
    ['-5', '-5'],
    ['+1.5e3', '+1.5e3'],
    ['-', "'-"],
    ['--1', "'--1"],
    ['1-2', '1-2'],
    ['a=b', 'a=b'],
    [' =1', ' =1'],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
  ])('safe: %j becomes %j', (value, cell) => {
    expect(cells(rowOf(value), true)[1]).toBe(cell)
  })

  test('numbers, choices and "no answer"', () => {
    expect(cells(rowOf(-1.5), true)[1]).toBe('-1.5')
    expect(cells(rowOf(['cat', 'dog']), true)[1]).toBe('cat|dog')
    expect(cells(rowOf(null), true)[1]).toBe('')
    expect(cells(rowOf('x', { result: [{}] }), true).slice(1, 3)).toEqual(['', ''])
  })

  test('one line an item; a column for each field, ours with a _ where a field has the same name', () => {
    const fields = ['name', 'animal', 'animal_confidence', 'item']
    const [header = []] = parseCsv(csvOf(fields, true).header)
    expect(new Set(header).size).toBe(header.length)
    for (const field of fields) expect(header).toContain(field)
    expect(header).toEqual(
      expect.arrayContaining(['_name', '_animal_confidence', '_item', 'name_confidence', 'task_id']),
    )
    const rows = parseCsv(csvOf(fields, true).lines(rowOf('x', { result: [{}, {}, {}] })))
    expect(rows.map((row) => [row.length, row[header.indexOf('_item')]])).toEqual([
      [header.length, '0'],
      [header.length, '1'],
      [header.length, '2'],
    ])
  })

  test('F27 what any program may take for the end of a cell stands in quotes', () => {
    for (const value of ['1;=2', 'a\t=2', 'a,=2'])
      expect(csvOf(['animal'], true).lines(rowOf(value))).toContain(`"${value}"`)
  })

  test('D5 what was sent has columns: texts in front, pictures as addresses behind', () => {
    const inputs = [
      { name: 'photo', type: 'image' as const },
      { name: 'sentence', type: 'text' as const },
      { name: 'animal', type: 'text' as const },
      { name: 'item', type: 'text' as const },
    ]
    const csv = csvOf(['animal'], true, inputs)
    const [header = []] = parseCsv(csv.header)
    expect(header.slice(0, 5)).toEqual(['name', 'sentence', '_animal', 'item', 'animal'])
    expect(header.slice(-2)).toEqual(['photo', 'sha256'])
    const row = rowOf('cat', {
      task_spec: [{ photo: `asset:${'a'.repeat(64)}`, sentence: '=1+1', animal: 'a\nb', item: 'x' }],
    })
    const [line = []] = parseCsv(csv.lines(row))
    const read = Object.fromEntries(header.map((title, at) => [title, line[at]]))
    expect(read).toMatchObject({ sentence: "'=1+1", _animal: 'a\nb', item: 'x', _item: '0', animal: 'cat' })
    expect(read.photo).toBe(`http://127.0.0.1:4000/assets/${'a'.repeat(64)}`)
  })

  test('D10 for Excel where numbers have a comma: a mark in front, ";" between cells, commas in numbers', () => {
    const csv = new ResultCsv(['animal'], [], { style: csvStyles.excel, safe: true, assetsUrl: '' })
    expect(csv.header).toMatch(/^\uFEFFname;animal;animal_confidence;/)
    expect(csv.lines(rowOf(-1.5)).split(';').slice(1, 3)).toEqual(['"-1,5"', '1'])
    const doubtful = rowOf('a;b', { result: [{ animal: { value: 'a;b', confidence: 0.775, votes: [] } }] })
    expect(csv.lines(doubtful)).toContain('"a;b";"0,775";')
  })
})

test('beside the address of a picture stands its SHA-256, told apart by field where there are several', () => {
  const [one, other] = ['a'.repeat(64), 'b'.repeat(64)]
  const spec = (...names: string[]) => names.map((name) => ({ name, type: 'image' as const }))
  const lines = (inputs: { name: string; type: 'image' }[], sent: Record<string, string>) => {
    const csv = csvOf(['animal'], true, inputs)
    const [titles, row] = parseCsv(csv.header + csv.lines(rowOf('cat', { task_spec: [sent] })))
    return Object.fromEntries(titles!.map((title, n) => [title, row![n]]))
  }
  expect(lines(spec('photo'), { photo: `asset:${one}` })).toMatchObject({
    photo: `http://127.0.0.1:4000/assets/${one}`,
    sha256: one,
  })
  expect(lines(spec('left', 'right'), { left: `asset:${one}`, right: `asset:${other}` })).toMatchObject({
    left_sha256: one,
    right_sha256: other,
  })
  expect(lines(spec('left', 'right'), { left: `asset:${one}` })).toMatchObject({ left_sha256: one, right_sha256: '' })
})
