import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const assets = new URL('../../web/dist/assets/', import.meta.url)
const scripts = new Map(
  readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, readFileSync(new URL(name, assets), 'utf8')]),
)
const having = (text: string) => [...scripts].filter(([, code]) => code.includes(text)).map(([name]) => name)

test('what reads the files of other programs is in the thread of the page Import alone, and only that page names it', () => {
  const [thread, ...others] = [...scripts.keys()].filter((name) => name.startsWith('import-thread-'))
  expect(others).toEqual([])
  // A format of JSON, one of XML, workbooks, Parquet, archives.
  for (const text of ['rectanglelabels', 'bndbox', 'xl/workbook.xml', 'PAR1', 'deflate-raw'])
    expect(having(text), text).toEqual([thread])
  const panels = having(thread!)
  expect(panels).toHaveLength(1)
  expect(panels[0]).toMatch(/^import-panel-/)
  expect(gzipSync(scripts.get(panels[0]!)!).length).toBeLessThan(10_000)
})

test('no part of it is WebAssembly, which the policy of the pages refuses', () => {
  expect(having('WebAssembly')).toEqual([])
})
