import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Sheet } from './report/sheet.ts'
import { keep } from './report/store.ts'

/**
 * `npm run bench:install`: how long `npm start` takes from a fresh clone, and how much there is on the disk then. Packages come from npm's
 * cache where they are in it. `-- --write` keeps the figures.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'whisker-install-'))
const clone = join(folder, 'clone')
const sheet = new Sheet()
try {
  execFileSync('git', ['clone', '--quiet', root, clone])
  const value = await secondsToStart()
  sheet.add({ id: 'npm-start', what: '`npm start` from a fresh clone, until it is ready', value, unit: 's' })
  sheet.add({ id: 'installed', what: 'installed', value: sizeMb(clone), unit: 'MB' })
  keep('install', sheet.run())
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function secondsToStart(): Promise<number> {
  const begun = performance.now()
  const args = ['start', '--', '--json', '--port', '0', '--data', join(folder, 'data')]
  // As from a shell: nothing of the npm that runs this.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name)))
  const child = spawn('npm', args, { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const ended = once(child, 'exit')
  try {
    for await (const line of createInterface(child.stdout))
      if (line.startsWith('{') && 'label_url' in JSON.parse(line)) return (performance.now() - begun) / 1000
    throw new Error('It ended before it was ready.')
  } finally {
    // npm and all that it has started.
    if (child.exitCode === null) process.kill(-(child.pid as number), 'SIGTERM')
    await ended
  }
}

/** As `du` counts: whole blocks, no link followed. */
function sizeMb(path: string): number {
  const { blocks } = lstatSync(path)
  const own = (blocks * 512) / 2 ** 20
  if (!lstatSync(path).isDirectory()) return own
  return readdirSync(path).reduce((sum, name) => (name === '.git' ? sum : sum + sizeMb(join(path, name))), own)
}
