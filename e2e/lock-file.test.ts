import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

type Entry = {
  version?: string
  link?: boolean
  integrity?: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}

const text = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')
const packages: Record<string, Entry> = JSON.parse(text).packages
const installed = Object.entries(packages).filter(([path, entry]) => path.includes('node_modules/') && !entry.link)

/** Whether Node finds `name` from the package at `path`: in its own node_modules, or in one further up. */
function isNamed(path: string, name: string): boolean {
  const parts = path.split('/')
  return (
    parts.some((_, depth) => packages[[...parts.slice(0, parts.length - depth), 'node_modules', name].join('/')]) ||
    packages[`node_modules/${name}`] !== undefined
  )
}

test("E12 the lock file names every platform's builds, so that `npm ci` takes it on each of them", () => {
  // npm leaves the builds of other platforms out when it writes the file beside an installed tree. Made from nothing
  // (`npm install --package-lock-only` without node_modules and without the old file) it has them all.
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isNamed(path, name))
      .map((name) => `${name}, a build of ${path}`),
  )
  expect(missing).toEqual([])
  for (const platform of ['darwin-arm64', 'darwin-x64', 'win32-x64', 'linux-arm64', 'linux-x64'])
    expect(packages).toHaveProperty([`node_modules/@biomejs/cli-${platform}`])
})

test('E12 each package is held by its hash, and no host of a registry stands in the file', () => {
  expect(installed.filter(([, entry]) => !entry.integrity).map(([path]) => path)).toEqual([])
  expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/)
})
