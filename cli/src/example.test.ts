import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { renderExamplePictures } from './example.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-example-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a newcomer gets twelve JPEGs of 1280x960 whose names do not tell the answers', async () => {
  const paths = await renderExamplePictures(join(folder, 'made', 'when-missing'))
  const numbers = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))
  expect(paths.map((path) => basename(path))).toEqual(numbers.map((number) => `picture-${number}.jpg`))
  for (const path of paths) {
    expect(isAbsolute(path)).toBe(true)
    expect(await sharp(path).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 960 })
  }
})

test('pictures that are there stay byte for byte, and only the missing ones are added', async () => {
  const paths = await renderExamplePictures(folder)
  const [olderEncoder, missing] = paths as [string, string]
  await writeFile(olderEncoder, 'as an older version encoded it')
  await rm(missing)
  const untouched = paths.filter((path) => path !== missing)
  const before = await Promise.all(untouched.map(async (path) => (await stat(path)).mtimeMs))

  expect(await renderExamplePictures(folder)).toEqual(paths)

  expect(await readFile(olderEncoder, 'utf8')).toBe('as an older version encoded it')
  expect(await Promise.all(untouched.map(async (path) => (await stat(path)).mtimeMs))).toEqual(before)
  expect((await sharp(missing).metadata()).width).toBe(1280)
})

test('a picture appears under its name only when it is complete', async () => {
  const watcher = watch(folder)
  const writtenTo = new Set<string>()
  watcher.on('change', (event, name) => {
    if (event === 'change') writtenTo.add(String(name))
  })
  await renderExamplePictures(folder)
  // The kernel reports in order: once this file is reported, everything before it has been.
  const reported = new Promise<void>((done) => {
    watcher.on('change', (_event, name) => name === 'end' && done())
  })
  await writeFile(join(folder, 'end'), '')
  await reported
  watcher.close()
  await once(watcher, 'close')

  expect([...writtenTo].filter((name) => name.endsWith('.part'))).toHaveLength(12)
  expect([...writtenTo].filter((name) => name.endsWith('.jpg'))).toEqual([])
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('runs at the same time on one folder do not trip over each other', async () => {
  const paths = await renderExamplePictures(folder)
  await rm(paths[0]!)
  const runs = await Promise.all(Array.from({ length: 8 }, () => renderExamplePictures(folder)))
  for (const run of runs) expect(run).toEqual(paths)
  expect((await readdir(folder)).sort()).toEqual(paths.map((path) => basename(path)))
})

test('the drawings are self-contained: no text, no scripts, nothing fetched from elsewhere', async () => {
  const drawings = new URL('../example/', import.meta.url)
  const names = await readdir(drawings)
  expect(names).toHaveLength(12)
  for (const name of names) {
    const svg = (await readFile(new URL(name, drawings), 'utf8')).replace('xmlns="http://www.w3.org/2000/svg"', '')
    expect(svg, name).not.toMatch(
      /<(text|script|image|foreignObject|style)|\bon\w+=|font|https?:|data:|href="[^#]|url\([^#]/,
    )
    expect(svg.length, name).toBeLessThan(10_000)
  }
})
