import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = new URL('../../web/dist/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, dist))

test('the worker’s page comes in under 41 KB of JavaScript', () => {
  const named = [
    ...read('work.html')
      .toString()
      .matchAll(/(?:src|modulepreload" crossorigin href)="\/app\/([^"]+\.js)"/g),
  ]
  const language = readdirSync(new URL('assets/', dist)).filter((name) => /^en-.*\.js$/.test(name))
  const files = [...named.map(([, path]) => path!), ...language.map((name) => `assets/${name}`)]
  // The page, what it shares with others, the colours, the language.
  expect(files.length).toBeGreaterThanOrEqual(4)
  const bytes = files.reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0)
  expect(bytes).toBeGreaterThan(20_000)
  expect(bytes).toBeLessThan(41_000)
})
