import { readFileSync } from 'node:fs'
import { formatOfType, isTaken, judgeFile, sniffFormat, takenNames } from '@whisker/api/formats.ts'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { inspectPicture } from '../inspect.ts'
import { drawn } from '../picture.fixture.ts'
import { createRenditionPool } from '../renditions/pool.ts'
import { refusedHeads, takenExamples } from './examples.fixture.ts'

const pool = createRenditionPool({ nice: 0 })
afterAll(() => pool.close())
const inspect = (bytes: Buffer) => inspectPicture(bytes, { maxPixels: 50e6, maxAspect: 200 })

describe.each(Object.entries(takenExamples))('a picture of type %s', (type, draw) => {
  test('is known by its bytes, with its size, and refused wherever it is cut', async () => {
    const bytes = await draw()
    expect(inspect(bytes)).toMatchObject({ ok: true, picture: { type, ...drawn, frames: 1, hasGps: false } })
    expect(judgeFile('picture', bytes)).toEqual({ kind: 'picture' })
    for (let length = 0; length < bytes.length; length += 7)
      expect([length, inspect(bytes.subarray(0, length)).ok]).toEqual([length, false])
  })

  test('with nothing behind its first bytes is called damaged, by its name', async () => {
    const bytes = await draw()
    const head = Array.from({ length: 64 }, (_, length) => bytes.subarray(0, length)).find(sniffFormat)!
    const found = inspect(head)
    expect(found).toMatchObject({ ok: false, code: 'corrupt_image' })
    if (!found.ok) expect(found.detail).toContain(formatOfType(type)!.name)
  })

  test('is shown to workers, in its size and its colours', async () => {
    const made = await pool.render(await draw())
    expect(made).toMatchObject({ ok: true, type: 'image/jpeg', ...drawn, notes: [] })
    if (!made.ok) return
    const { data } = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) =>
      [...data.subarray((y * drawn.width + x) * 3).subarray(0, 3)].map((v) => v > 127)
    expect([at(10, 10), at(50, 10), at(10, 30), at(50, 30)]).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
      [true, true, true],
    ])
  })
})

describe.each(Object.entries(refusedHeads))('a %s', (name, heads) => {
  test.each(heads)('is known by its bytes and refused by its name (%j)', (head) => {
    const bytes = Buffer.from(head.padEnd(400, name === 'SVG drawing' ? ' ' : '\x01'), 'latin1')
    const format = sniffFormat(bytes)!
    expect([format.name, isTaken(format)]).toEqual([name, false])
    const found = inspect(bytes)
    expect(found).toMatchObject({ ok: false, code: 'unsupported_image', detail: expect.stringContaining(name) })
    expect(judgeFile(`picture.jpg`, bytes)).toMatchObject({ kind: 'left_out', detail: expect.stringContaining(name) })
  })
})

test('README lists what is taken', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(`a folder of ${takenNames.replace(' and ', ' or ')} pictures`)
  expect(readme).toContain(`(${takenNames.replace(' and ', ', ')};`)
})
