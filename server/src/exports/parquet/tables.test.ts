import { expect, test } from 'vitest'
import type { VersionSpec } from '../export.ts'
import { groupsOf, readParquet } from '../parquet.fixture.ts'
import { answersTable } from './answers.ts'
import { microseconds } from './moments.ts'
import { parquet } from './parquet.ts'
import { resultsTable } from './results.ts'
import { RowGroups } from './row-groups.ts'
import { joined } from './shape.ts'
import type { Table } from './table.ts'

const options = [{ value: 'cat' }, { value: 'dog' }]
const text = { name: 'words', type: 'text' }
const spec = (outputs: object[], inputs: object[] = [text], version = 1) =>
  ({ version, inputs, outputs }) as never as VersionSpec

type Said = Record<string, { value: unknown; confidence?: number; [more: string]: unknown }>
const lineOf = (said: Said | null, more: object = {}, sent: object = { words: 'a' }) => {
  const result =
    said && Object.fromEntries(Object.entries(said).map(([name, of]) => [name, { confidence: 0.9, votes: [], ...of }]))
  const row = {
    task_id: '01a22c3b-168a-8000-8000-000052d7e536',
    ...{
      external_id: null,
      name: null,
      other_names: [],
      metadata: {},
      version: 1,
      task_spec: [sent],
      result: result && [result],
    },
    ...{ answers: 2, gold: false, method: 'model', corrected: false, completed_at: null, status: 'completed', ...more },
  }
  return JSON.stringify({ row, pictures: {} })
}

async function rowsOf<Row>(table: Table<Row>, lines: string[]) {
  const groups = new RowGroups(table)
  const head: Uint8Array[] = []
  for (const line of lines) groups.add({ line, split: '', pictures: [] })
  head.push(groups.endGroup(), groups.finish())
  return readParquet(Buffer.concat(head))
}
const order = (specs: VersionSpec[]) =>
  ({ of: 'results', title: '', specs, withPictures: true, upright: true, isSplit: false }) as const
const results = (specs: VersionSpec[], lines: string[]) => rowsOf(resultsTable(order(specs)), lines)

test('a column of each kind, null where nothing was said, and an empty list where nothing is there', async () => {
  const rowField = {
    name: 'seen',
    type: 'rows',
    key: 'who',
    fields: [
      { name: 'who', type: 'radio', options },
      { name: 'count', type: 'number' },
    ],
  }
  const kinds = [
    ...[
      'input',
      'textarea',
      'date',
      'select',
      'radio',
      'number',
      'rating',
      'checkbox',
      'boxes',
      'points',
      'polygons',
      'spans',
      'rank',
    ],
  ].map((type) => ({ name: type, type, options }))
  const said: Record<string, unknown> = {
    ...{
      input: 'é #1 🐈',
      textarea: 'two\nlines',
      date: '2026-11-30',
      select: 'cat',
      radio: 'dog',
      number: 1.5,
      rating: 4,
    },
    checkbox: ['cat', 'dog'],
    boxes: [
      { label: 'cat', x: 1, y: 2.5, width: 3, height: 4 },
      { x: 0, y: 0, width: 1, height: 1 },
    ],
    points: [{ label: 'cat', x: 1, y: 2 }],
    polygons: [
      {
        label: 'dog',
        points: [
          [0, 0],
          [1.5, 0],
          [1, 1],
        ],
      },
    ],
    spans: [{ label: 'cat', start: 0, end: 3, text: 'cat' }],
    rank: [['a', 'b'], ['c']],
    seen: [{ who: 'cat', count: 3 }],
  }
  const specs = [spec([...kinds, rowField])]
  const all: Said = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, { value, confidence: name === 'radio' ? 0.5 : 0.9 }]),
  )
  all.boxes!.objects = [
    { exists: 0.5, label: 0.5 },
    { exists: 1, label: 1 },
  ]
  all.seen!.rows = [{ exists: 0.75 }]
  const nothing: Said = Object.fromEntries(Object.keys(said).map((name) => [name, { value: null }]))
  const empty: Said = { boxes: { value: [] }, checkbox: { value: [] } }
  const [full, nulls, none, left] = await results(specs, [lineOf(all), lineOf(nothing), lineOf(empty), lineOf(null)])
  for (const [name, value] of Object.entries(said)) {
    const sure = { points: 0.9, polygons: 0.9, spans: 0.9 }[name]
    const objects = sure && (value as object[]).map((one) => ({ ...one, confidence: sure }))
    if (!['boxes', 'seen'].includes(name)) expect(full![name], name).toEqual(objects ?? value)
  }
  expect(full!.boxes).toEqual([
    { label: 'cat', x: 1, y: 2.5, width: 3, height: 4, confidence: 0.25 },
    { label: null, x: 0, y: 0, width: 1, height: 1, confidence: 1 },
  ])
  expect(full!.seen).toEqual([{ who: 'cat', count: 3, _confidence: 0.75 }])
  expect([full!.radio_confidence, full!.confidence]).toEqual([0.5, 0.5])
  for (const name of Object.keys(said)) {
    expect(nulls![name] ?? null, name).toBeNull()
    expect(left![name] ?? null, name).toBeNull()
  }
  expect([none!.boxes, none!.checkbox, none!.points ?? null]).toEqual([[], [], null])
  expect([left!.confidence, left!.completed_at, left!.name]).toEqual([null, null, null])
})

test('what is said of each object stands in it, with how sure that is', async () => {
  const attributes = [
    { name: 'pose', type: 'radio', options: [{ value: 'lying' }] },
    { name: 'hurt', type: 'checkbox', options: [{ value: 'yes' }] },
    { name: 'age', type: 'number' },
  ]
  const specs = [spec([{ name: 'animals', type: 'boxes', attributes }])]
  const place = { x: 1, y: 2, width: 3, height: 4 }
  const said = { pose: 'lying', hurt: ['yes'], age: 2.5 }
  const value = [{ ...place, attributes: said }, place]
  const objects = [
    { exists: 0.5, label: 1, attributes: { pose: 0.91234, hurt: 0.8, age: 0.7 } },
    { exists: 0.5, label: 1, attributes: { pose: 0.6, hurt: 0.5, age: 0.4 } },
  ]
  const [row] = await results(specs, [lineOf({ animals: { value, objects } })])
  expect(row!.animals).toEqual([
    {
      ...{ label: null, ...place, confidence: 0.5 },
      ...{ attributes: said, attributes_confidence: { pose: 0.9123, hurt: 0.8, age: 0.7 } },
    },
    {
      ...{ label: null, ...place, confidence: 0.5 },
      ...{ attributes: undefined, attributes_confidence: { pose: 0.6, hurt: 0.5, age: 0.4 } },
    },
  ])
})

test('a field that was of another kind in an earlier form is text, and rows have what any form asked', async () => {
  const rows = (fields: object[]) => ({ name: 'seen', type: 'rows', key: 'who', fields })
  const who = { name: 'who', type: 'input' }
  const now = spec([{ name: 'much', type: 'number' }, rows([who, { name: 'count', type: 'number' }])], [text], 2)
  const before = spec([{ name: 'much', type: 'checkbox', options }, rows([who])], [text], 1)
  const [a, b] = await results(
    [now, before],
    [
      lineOf({ much: { value: 3 }, seen: { value: [{ who: 'a', count: 2 }] } }, { version: 2 }),
      lineOf({ much: { value: ['cat'] }, seen: { value: [{ who: 'b' }] } }),
    ],
  )
  expect([a!.much, b!.much]).toEqual(['3', '["cat"]'])
  expect([a!.seen, b!.seen]).toEqual([
    [{ who: 'a', count: 2, _confidence: 0.9 }],
    [{ who: 'b', count: null, _confidence: 0.9 }],
  ])
  expect(joined({ list: 'double' }, { fields: {} })).toBe('text')
})

test('a field keeps its name, and a column of ours that is called like it has a _ in front', async () => {
  const specs = [spec([{ name: 'status', type: 'input' }], [{ name: 'name', type: 'text' }])]
  const [row] = await results(specs, [lineOf({ status: { value: 'fine' } }, { name: 'x.png' }, { name: 'sent' })])
  expect(row).toMatchObject({ status: 'fine', _status: 'completed', name: 'sent', _name: 'x.png' })
})

test('moments are kept to the microsecond', () => {
  const told = (moment: string) => microseconds(moment)?.toString()
  const begun = BigInt(Date.UTC(2026, 10, 30, 10)) * 1000n
  expect(told('2026-11-30T10:00:00.123456+00:00')).toBe(`${begun + 123456n}`)
  expect(told('2026-11-30T10:00:00.5Z')).toBe(`${begun + 500000n}`)
  expect(told('2026-11-30T12:00:00+02:00')).toBe(`${begun}`)
  expect(microseconds(null)).toBeNull()
})

test('an answer is a row an item', async () => {
  const about = {
    task_id: 't',
    external_id: null,
    name: 'x',
    worker_id: 'w_1',
    state: 'counted',
    version: 1,
    seconds: 2.5,
    gold: true,
  }
  const line = JSON.stringify({ ...about, submitted_at: '2026-11-30T10:00:00+00:00', values: [{ animal: 'cat' }, {}] })
  const rows = await rowsOf(
    answersTable({ of: 'answers', title: '', specs: [spec([{ name: 'animal', type: 'input' }])] }),
    [line],
  )
  expect(rows).toEqual(
    [0, 1].map((item) => ({
      ...about,
      item,
      submitted_at: new Date('2026-11-30T10:00:00Z'),
      animal: item === 0 ? 'cat' : null,
    })),
  )
})

test('many lines are several groups, none are a file without rows, and the same lines make the same bytes', async () => {
  const specs = [spec([{ name: 'animal', type: 'input' }])]
  const written = async (count: number) => {
    async function* lines() {
      for (let n = 0; n < count; n++) yield { line: lineOf({ animal: { value: `a${n}` } }), split: '', pictures: [] }
    }
    const chunks: Buffer[] = []
    for await (const chunk of parquet(order(specs), lines())) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  const bytes = await written(25_000)
  expect(groupsOf(bytes)).toEqual([10_000, 10_000, 5000])
  expect(bytes.equals(await written(25_000))).toBe(true)
  expect((await readParquet(bytes)).map(({ animal }) => animal)).toEqual(
    Array.from({ length: 25_000 }, (_, n) => `a${n}`),
  )
  expect(await readParquet(await written(0))).toEqual([])
})

test('what cannot be packed ends the file with its error, and no thread is left', async () => {
  async function* lines() {
    yield { line: 'no JSON', split: '', pictures: [] }
  }
  const chunks = parquet(order([spec([])]), lines())
  await expect(chunks.next()).rejects.toThrow(/JSON/)
})
