import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Node, parseSync } from 'oxc-parser'

export const root = resolve(import.meta.dirname, '../..')
export const packages = ['api', 'postgres', 'server', 'web', 'cli'] as const

export type Source = {
  /** From the root of the repository: `server/src/tasks/list.ts`. */
  path: string
  text: string
  lines: number
  program: Node
  /** What it imports, types included: paths from the root; nothing of other people's. */
  imports: string[]
}

/** What is built and published: no tests, nothing for tests, nothing made by a build. */
export function readSources(): Source[] {
  return packages.flatMap((own) =>
    readdirSync(join(root, own), { recursive: true, encoding: 'utf8' })
      .map((name) => `${own}/${name}`)
      .filter(
        (path) =>
          /\.tsx?$/.test(path) &&
          !/(^|\/)(node_modules|dist|testing|bench)\//.test(path) &&
          !/\.(test|fixture|d)\.tsx?$/.test(path),
      )
      .map(readSource),
  )
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, module } = parseSync(path, text)
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
  ]
  const imports = [...new Set(named)].flatMap((target) => follow(path, target) ?? [])
  return { path, text, lines: text.split('\n').length - 1, program, imports }
}

const { exports: exportsOfPostgres }: { exports: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'postgres/package.json'), 'utf8'),
)

function follow(from: string, target: string): string | undefined {
  const shared = /^@whisker\/api\/(.+)/.exec(target)
  if (shared) return `api/src/${shared[1]}`
  const embedded = /^@whisker\/postgres(.*)/.exec(target)
  if (embedded) return join('postgres', exportsOfPostgres[`.${embedded[1]}`]!)
  if (!target.startsWith('.')) return undefined
  const path = join(dirname(from), target)
  return /\.tsx?$/.test(path) && existsSync(join(root, path)) ? path : undefined
}

/** Every node below, itself included, in the order of the text. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (child !== null && typeof child === 'object' && typeof child.type === 'string') yield* walk(child)
}
