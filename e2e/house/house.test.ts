import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { circlesOf } from './circles.ts'
import { findDuplicates } from './duplicates.ts'
import kept from './figures.json' with { type: 'json' }
import { lengthsOfFunctions } from './functions.ts'
import { kindsOfFields, mediaOfFields, placesThatKnow } from './knowing.ts'
import { measureHouse } from './measure.ts'
import { roomOf } from './rooms.ts'
import type { Source } from './sources.ts'

const source = (text: string, path = 'api/src/a.ts'): Source => ({
  path,
  text,
  lines: text.split('\n').length,
  program: parseSync(path, text).program,
  imports: [],
})

test('no figure of the house is worse than the ones that are kept', () => {
  const before: Record<string, number> = kept
  const worse = measureHouse().filter(({ name, value, told }) => !told && value > (before[name] ?? Number.NaN))
  // `npm run house -- --worst` names what makes a figure; better ones are kept by `--keep`.
  expect(worse.map(({ name, value }) => `${name}: ${value}, was ${before[name]}`)).toEqual([])
})

test('every figure is kept', () => {
  expect(Object.keys(kept)).toEqual(measureHouse().map(({ name }) => name))
})

describe('what is counted', () => {
  test('circles: who reach each other, in groups', () => {
    const arrows = { a: ['b'], b: ['c'], c: ['b', 'd'], d: ['e'], e: ['d'], f: ['f'] }
    expect(circlesOf(new Map(Object.entries(arrows)))).toEqual([
      ['b', 'c'],
      ['d', 'e'],
    ])
  })

  test.each([
    ['server/src/tasks/list.ts', 'server/src/tasks'],
    ['server/src/assets/formats/png.ts', 'server/src/assets'],
    ['server/src/app.ts', 'server/src/app.ts'],
    ['web/worker/form/fields.tsx', 'web/worker/form'],
    ['web/worker/page.ts', 'web/worker/page.ts'],
    ['web/requester/projects/$project/tasks/page.tsx', 'web/requester/projects/$project'],
  ])('the room of %s is %s', (path, room) => expect(roomOf(path)).toBe(room))

  test.each([
    ["if (field.type === 'select') a()", 1],
    ["if ('radio' !== field?.type) a()", 1],
    ["switch (field.type) { case 'input': case 'number': a(); default: b() }", 2],
    ["const choices = ['select', 'radio']", 1],
    ['const words = { select: 1, radio: 2 }', 1],
    ["if (name === 'select') a()", 0],
    ["if (event.type === 'click') a()", 0],
    ["const one = ['select']; const fit = { number: 1, other: 2 }", 0],
    ['const words = { select: 1, radio: 2, a: 3, b: 4 }', 0],
  ])('places that know kinds: %s', (text, places) => expect(placesThatKnow(kindsOfFields, source(text))).toBe(places))

  test.each([
    ["if (value.type === 'image') a()", 1],
    ["if ('text' !== field?.type) a()", 1],
    ["switch (medium) { case 'image': case 'text': a() }", 2],
    ["const media = ['image', 'text']", 1],
    ['const words = { image: 1, text: 2 }', 1],
    ["const shown = { type: 'text', text: 'a' }", 0],
    ["if (part.kind === 'text' || file.type === 'image/png') a()", 0],
    ['const shapes = { image: 1, text: 2, plus: 3, minus: 4 }', 0],
  ])('places that know media: %s', (text, places) => expect(placesThatKnow(mediaOfFields, source(text))).toBe(places))

  test('where they are looked for, they may be named', () => {
    const text = "if (field.type === 'image' || field.type === 'select') a()"
    const of = (path: string) =>
      [kindsOfFields, mediaOfFields].map((known) => placesThatKnow(known, source(text, path)))
    expect(of('web/worker/work/desk.ts')).toEqual([1, 1])
    expect(of('web/worker/kinds/select.tsx')).toEqual([0, 1])
    expect(of('cli/src/media.ts')).toEqual([1, 0])
    expect(of('web/worker/multimedia/a.ts')).toEqual([1, 1])
  })

  test('blocks that stand twice: from six lines on, as one run, without imports and brackets', () => {
    const block = (n: number) => Array.from({ length: n }, (_, at) => `const line${at} = ${at}`).join('\n\n}\n')
    const places = (a: string, b: string) => findDuplicates([source(a, 'a.ts'), source(b, 'b.ts')])
    expect(places(block(5), block(5))).toEqual([])
    expect(places(`import a from 'a'\n${block(9)}`, `let other = 1\n${block(9)}\nother = 2`)).toEqual([
      { lines: 9, places: ['a.ts:2', 'b.ts:2'] },
    ])
  })

  test('functions, those inside of others too', () => {
    const text = 'function a() {\n  const b = () => {\n    return 1\n  }\n  return b\n}\n'
    expect(lengthsOfFunctions(source(text))).toEqual([
      { lines: 6, where: 'api/src/a.ts:1' },
      { lines: 3, where: 'api/src/a.ts:2' },
    ])
  })
})
