import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const files = new Map(
  ['api', 'postgres', 'server', 'web', 'cli', 'e2e'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(test|fixture)\.tsx?$/.test(name) && !name.split(sep).includes('node_modules'))
      .map((name) => [`${folder}/${name.replaceAll(sep, '/')}`, readFileSync(join(root, folder, name), 'utf8')]),
  ),
)
const tests = [...files.values()]

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

/** The tests of a row: `file › name; name; another/file.test.ts`. A name is the beginning of one, in a table of `each` too. */
function missingIn(cell: string): string[] {
  return cell
    .replaceAll(/`(\S+\.test\.ts)`/g, '$1')
    .replaceAll('`', "'")
    .split(/[;,] (?=\S+\.test\.ts)/)
    .flatMap((part) => {
      const [file = '', names = ''] = part.split(' › ')
      const text = files.get(file)?.replaceAll('`', "'").replaceAll('"', "'")
      if (text === undefined) return [part]
      return names
        .split('; ')
        .filter((name) => !text.includes(`'${name}`))
        .map((name) => `${file} › ${name}`)
    })
}

test('each test that docs/faults.md names is there', () => {
  const rows = [...readFileSync(join(root, 'docs/faults.md'), 'utf8').matchAll(/^\| [A-F]-?\d.* \| (.+) \|$/gm)]
  expect(rows.length).toBeGreaterThan(100)
  expect(rows.flatMap(([, cell]) => missingIn(cell as string))).toEqual([])
})
