import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const tests = ['api', 'server', 'web', 'cli', 'e2e'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(test|fixture)\.tsx?$/.test(name) && !name.split(sep).includes('node_modules'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
)

/** The first column of the tables of a document. */
function idsOf(document: string): Set<string> {
  const rows = readFileSync(join(root, 'docs', document), 'utf8').matchAll(/^\| ([^|]+) \|/gm)
  return new Set([...rows].flatMap(([, cell]) => (cell as string).split(', ')))
}

/** Where a name begins: behind `test(` and `describe(`, and behind the tables of `each`. */
const names = /(?:\b(?:test|describe)(?:\.\w+)*\(|\)\()\s*(['"`])(.*?)\1/g
const namesOf = (text: string) => [...text.matchAll(names)].map(([, , name]) => name as string)
const namedBy = (texts: string[], id: RegExp) => new Set(texts.flatMap((text) => text.match(id) ?? []))

// An id with a dash is hardly anything else, so a table of `each` may hold it too.
const cases = namedBy(tests, /\b[A-Z]-\d\d\b/g)
const faults = namedBy(tests.flatMap(namesOf), /\b[A-F]\d{1,2}\b/g)

test('each case that a test names is explained in docs/cases.md, and each one there has its test', () => {
  expect([...cases].sort()).toEqual([...idsOf('cases.md')].filter((id) => /^[A-Z]-/.test(id)).sort())
})

test('each fault that a test names is told in docs/faults.md', () => {
  const told = idsOf('faults.md')
  expect(faults.size).toBeGreaterThan(50)
  expect([...faults].filter((id) => !told.has(id)).sort()).toEqual([])
})
