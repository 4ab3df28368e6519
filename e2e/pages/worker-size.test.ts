import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = new URL('../../web/dist/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, dist))
const page = read('work.html').toString()
const scripts = [...page.matchAll(/<(?:script|link rel="modulepreload")[^>]* (?:src|href)="\/app\/([^"]+\.js)"/g)].map(
  ([, path]) => path!,
)
const assets = readdirSync(new URL('assets/', dist))

test('the worker’s page comes in under 40 KB of JavaScript', () => {
  const language = assets.filter((name) => /^en-.*\.js$/.test(name)).map((name) => `assets/${name}`)
  // The colours, the page, the language.
  expect(scripts.length + language.length).toBeGreaterThanOrEqual(3)
  const bytes = [...scripts, ...language].reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0)
  expect(bytes).toBeGreaterThan(20_000)
  expect(bytes).toBeLessThan(40_000)
})

const importsOf = (code: string) =>
  [...code.matchAll(/(?:\bfrom|\bimport\(?)\s*["'`]\.\/([^"'`]+)["'`]/g)].map(([, name]) => `assets/${name}`)

test('scripts and parts of it need nothing but its scripts: what they shared would not be asked for again', () => {
  const parts = scripts.flatMap((path) => importsOf(read(path).toString())).filter((path) => !scripts.includes(path))
  // Panels, preview and languages.
  expect(parts.length).toBeGreaterThanOrEqual(14)
  expect(parts.filter((path) => /\/(panels|preview)-/.test(path))).toHaveLength(2)
  const more = parts.flatMap((path) => importsOf(read(path).toString())).filter((path) => !scripts.includes(path))
  expect(more).toEqual([])
  expect(page).not.toMatch(/modulepreload/)
})
