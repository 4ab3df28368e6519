import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'whisker-stop-')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (pid: number, what: string) => {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** All that a start has brought: what carries its mark in the environment, and PostgreSQL, which has another one. */
function living(mark: string, dataDir: string): number[] {
  const cluster = createHash('sha256').update(join(dataDir, 'postgres/cluster')).digest('hex').slice(0, 12)
  const isOurs = (pid: number) =>
    read(pid, 'environ').includes(`STOP_ORDER=${mark} `) || read(pid, 'cmdline').includes(`whisker-${cluster}`)
  const isZombie = (pid: number) => /^State:\s+Z/m.test(read(pid, 'status'))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isOurs(pid) && !isZombie(pid))
}

type Who = 'npm' | 'group' | 'command' | 'server'
type Step = [who: Who, signal: NodeJS.Signals, thenMs?: number]

function start(mark: string, dataDir: string, command: string, args: string[]) {
  const config = { XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') }
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...config, PORT: '0', DATA_DIR: dataDir, STOP_ORDER: mark, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  let said = ''
  child.stdout.on('data', (data) => {
    said += data
  })
  return { child, ready: () => said.includes('"url"') }
}

function pidOf(who: Who, child: ChildProcess, mark: string, dataDir: string): number | undefined {
  const top = child.pid as number
  if (who === 'npm') return top
  if (who === 'group') return -top
  const wanted = who === 'server' ? /^whisker\s*$|src\/main\.ts/ : /start\.js|whisker\.js label/
  return living(mark, dataDir).find((pid) => pid !== top && wanted.test(read(pid, 'cmdline')))
}

/**
 * A group gets a signal as a whole, npm passes it on, and dies: what a person meant once arrives twice and three times, and
 * the second used to kill the service and leave its PostgreSQL. Of hundreds of orders by chance these stand for their kinds.
 */
describe.skipIf(process.platform !== 'linux')('E11 nothing is left running, whoever is told to stop, and how', () => {
  const orders: [name: string, when: number | 'ready', steps: Step[]][] = [
    ['the group, during the first start', 1100, [['group', 'SIGTERM']]],
    [
      'npm, then the group while it stops',
      'ready',
      [
        ['npm', 'SIGTERM', 700],
        ['group', 'SIGINT'],
      ],
    ],
    ['the server alone, while it starts', 700, [['server', 'SIGTERM']]],
    ['npm is killed', 'ready', [['npm', 'SIGKILL']]],
    ['the command that started the server is killed', 'ready', [['command', 'SIGKILL']]],
  ]
  test.each(orders)('E11 %s', { timeout: 60_000 }, async (name, when, steps) => {
    const dataDir = join(folder, 'data')
    const { child, ready } = start(name, dataDir, 'npm', ['start', '--', '--json'])
    if (when === 'ready') await expect.poll(ready, { timeout: 30_000 }).toBe(true)
    else await sleep(when)
    for (const [who, signal, thenMs = 0] of steps) {
      const pid = pidOf(who, child, name, dataDir)
      // Gone already, which is what was wanted; or not there yet, and then its starter is told.
      if (pid !== undefined && (who !== 'group' || living(name, dataDir).length > 0)) process.kill(pid, signal)
      else if (living(name, dataDir).length > 0) child.kill(signal)
      await sleep(thenMs)
    }
    const commands = () => living(name, dataDir).map((pid) => read(pid, 'cmdline').slice(0, 80))
    await expect.poll(commands, { timeout: 30_000, interval: 100 }).toEqual([])
  })
})
