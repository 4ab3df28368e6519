import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { part } from './part.ts'

test('asked for again after a failure, and kept when it is there', async () => {
  let tries = 0
  const load = part(async () => {
    tries++
    if (tries === 1) throw new TypeError('no network')
    return { tries }
  })
  await expect(load()).rejects.toThrow()
  expect(await load()).toEqual({ tries: 2 })
  expect(await load()).toEqual({ tries: 2 })
})

test('every part of the page is loaded so', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .join('\n')
  const imports = sources.match(/\bimport\(['"`]/g) ?? []
  expect(imports.length).toBeGreaterThanOrEqual(14)
  expect(sources.match(/\bpart\(\(\) => import\(['"`]/g)).toHaveLength(imports.length)
})
