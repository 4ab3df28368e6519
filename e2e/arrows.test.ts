import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'
import { nouns } from './nouns.ts'

const root = resolve(import.meta.dirname, '..')

/** Of these, too. What lies beside the rooms ties them together, but for the icons, what loads parts and what every component may need. */
const workerRooms = [
  'icons.tsx',
  'part.ts',
  'use-part.ts',
  'language',
  'calls',
  'keys',
  'pictures',
  'canvas',
  'kinds',
  'storage',
  'drafts',
  'outbox',
  'media',
  'drawing',
  'work',
  'page.ts',
  'form',
  'practice',
  'status',
  'instructions',
  'items',
  'history',
  'settings',
  'skip',
  'report',
  'preview',
]

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        /\.tsx?$/.test(name) &&
        !/(^|\/)(node_modules|dist|testing)\//.test(name) &&
        !/\.(test|fixture)\.tsx?$/.test(name),
    )
    .map((name) => join(root, folder, name))
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] as string,
  )
}

/** What each package imports of the others, by name and through its exports. */
const packages: Record<string, string[]> = {
  api: [],
  postgres: [],
  server: ['api', 'postgres'],
  web: ['api'],
  cli: ['api'],
}

test('packages: web, cli and server import api and never each other; only server imports postgres; these two import nobody', () => {
  const wrong: string[] = []
  for (const [own, others] of Object.entries(packages)) {
    for (const file of sources(own)) {
      for (const target of importsOf(file)) {
        const named = /^@whisker\/(\w+)/.exec(target)?.[1]
        const reached = target.startsWith('.') ? relative(root, resolve(dirname(file), target)).split(sep)[0] : own
        if (reached !== own || (named !== undefined && !others.includes(named)))
          wrong.push(`${relative(root, file)} imports ${target}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test.each([
  ['nouns of the server', 'server/src', nouns],
  ["rooms of the worker's page", 'web/worker', workerRooms],
])('%s import only from their left', (_, folder, order) => {
  const wrong: string[] = []
  const base = join(root, folder)
  for (const file of sources(folder)) {
    const own = order.indexOf(relative(base, file).split(sep)[0] as string)
    if (own === -1) continue
    for (const target of importsOf(file).filter((one) => one.startsWith('.'))) {
      const noun = relative(base, resolve(dirname(file), target)).split(sep)[0] as string
      if (order.indexOf(noun) > own) wrong.push(`${relative(base, file)} imports ${noun}`)
    }
  }
  expect(wrong).toEqual([])
})

test('one file of the server reads the environment', () => {
  const readers = sources('server/src')
    .filter((file) => /process\.env\b/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file))
  // The programs hand the environment to config.ts.
  const programs = ['main', 'doctor', 'fsck', 'backup', 'restore', 'move', 'workspaces', 'people'].map(
    (name) => `server/src/${name}.ts`,
  )
  expect(readers.filter((file) => !programs.includes(file))).toEqual([])
})

test('what the service replies has its name from api', () => {
  const own = sources('web').filter((file) =>
    /ReturnType<typeof (service\.\w+|[A-Z]\w*\.parse)>/.test(readFileSync(file, 'utf8')),
  )
  expect(own.map((file) => relative(root, file))).toEqual([])
})

test('routes ask queries and verbs, and no SQL stands in them', () => {
  const routes = sources('server/src').filter((file) => /(^|-)routes\.ts$/.test(file.split(sep).at(-1) as string))
  expect(routes.length).toBeGreaterThan(20)
  const sql = /\b(?:sql|tx)(?:<[^`]*>)?`/
  expect(routes.filter((file) => sql.test(readFileSync(file, 'utf8'))).map((file) => relative(root, file))).toEqual([])
})

test('a handler knows nothing of receipts: that a request may come twice is said of its endpoint', () => {
  const knowing = sources('server/src').filter((file) =>
    /http\/(receipts|commit)\.ts'|idempotency-?key|Idempotent-Replayed/i.test(readFileSync(file, 'utf8')),
  )
  // What errors.ts says of it is advice.
  const own = knowing.map((file) => relative(root, file)).filter((file) => !file.startsWith('server/src/http/'))
  expect(own).toEqual([])
  expect(knowing.length).toBeGreaterThan(2)
})

test('rows of pictures are written where their files are confirmed', () => {
  const writers = sources('server/src').filter((file) =>
    /\b(?:recordAssets|insertTasks|rows\.add)\(/.test(readFileSync(file, 'utf8')),
  )
  const alone = writers.filter((file) => !/\bkeepPictures\(server/.test(readFileSync(file, 'utf8')))
  expect(alone.map((file) => relative(root, file)).sort()).toEqual([
    // They make the statement; who calls them does so inside.
    'server/src/assets/asset-rows.ts',
    'server/src/assets/intake.ts',
    'server/src/tasks/insert.ts',
  ])
})

test('no barrel, no drawer', () => {
  const all = Object.keys(packages)
    .flatMap(sources)
    .map((file) => relative(root, file))
  expect(all.filter((file) => /(^|\/)(index|utils|lib|common|shared|helpers)(\.tsx?$|\/)/.test(file))).toEqual([])
})
