import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, deflateRawSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, afterEach, expect, test } from 'vitest'
import { draw, drawn, pngOf } from '../picture.fixture.ts'
import { createRenditionPool, type RenditionPool, type RenditionPoolOptions } from './pool.ts'

const folder = await mkdtemp(join(os.tmpdir(), 'renditions-'))
const small = await draw().jpeg().toBuffer()
const tile = {
  create: {
    width: 250,
    height: 180,
    channels: 3,
    background: '#789',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
} as const
/** Progressive, so that all of it must be held in memory: some 200 ms of work and 100 MB more. */
const slow = await sharp(await sharp(tile).png().toBuffer())
  .resize(5000, 3600, { kernel: 'linear' })
  .jpeg({ progressive: true, chromaSubsampling: '4:4:4', quality: 70 })
  .toBuffer()
const pools: RenditionPool[] = []

function openPool(options?: RenditionPoolOptions) {
  // At the normal priority, so that a busy machine does not make these tests slow.
  const pool = createRenditionPool({ nice: 0, ...options })
  pools.push(pool)
  return pool
}

afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A pool whose one process is started and now works on the slow picture. */
async function openBusy(options?: RenditionPoolOptions) {
  const pool = openPool(options)
  await pool.render(small)
  const rendition = pool.render(slow)
  const [pid] = pool.processIds()
  return { pool, pid: pid!, rendition }
}

async function until(condition: () => boolean, withinMs = 5000) {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > withinMs) throw new Error(`This did not happen within ${withinMs} ms.`)
    await sleep(10)
  }
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    // In a container without an init process, the dead child of a dead parent stays as a zombie.
    return !existsSync('/proc/self/stat') || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

test('takes bytes or a file', async () => {
  const pool = openPool()
  const path = join(folder, 'picture')
  await writeFile(path, small)
  const rendition = await pool.render(small)
  expect(rendition).toMatchObject({ ok: true, type: 'image/jpeg', ...drawn })
  expect(await pool.render({ path })).toEqual(rendition)
})

test('a file that is not there is no fault of a picture', async () => {
  await expect(openPool().render({ path: join(folder, 'gone') })).rejects.toThrow('ENOENT')
})

test('no process runs before it is needed, nor after it has been idle', async () => {
  const pool = openPool({ idleMs: 50 })
  expect(pool.processIds()).toEqual([])
  await pool.render(small)
  const [pid] = pool.processIds()
  await until(() => pool.processIds().length === 0 && !isAlive(pid!))
  expect(await pool.render(small)).toMatchObject({ ok: true })
})

test('a process is replaced after so many pictures', async () => {
  const pool = openPool({ maxJobs: 2 })
  const pids = new Set<number>()
  for (let i = 0; i < 4; i++) {
    const rendition = pool.render(small)
    await until(() => pool.processIds().length > 0)
    pids.add(pool.processIds()[0]!)
    await rendition
  }
  expect(pids.size).toBe(2)
})

test('U-30 a process that dies once is bad luck, twice is the picture', async () => {
  const { pool, pid, rendition } = await openBusy()
  await sleep(20)
  process.kill(pid, 'SIGSEGV')
  expect(await rendition).toMatchObject({ ok: true })

  await pool.render(small)
  const unlucky = pool.render(slow)
  const killed = new Set<number>()
  const killer = setInterval(() => {
    // Only when it is at work: a process that does not even start says nothing about a picture.
    for (const busy of pool.processIds()) if (isBusy(busy)) killed.add(busy) && process.kill(busy, 'SIGSEGV')
  }, 5)
  expect(await unlucky.finally(() => clearInterval(killer))).toMatchObject({ ok: false, code: 'crashed' })
  expect(killed.size).toBe(2)
  expect(await pool.render(small)).toMatchObject({ ok: true })
})

/** Whether a process is in the middle of the slow picture: then it holds twice the memory of an idle one. */
function isBusy(pid: number) {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'latin1') : ''
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) > 130_000
}

test('C-15 a picture that takes too much memory is refused, and the next is made', async () => {
  const { pool, rendition } = await openBusy({ maxRssBytes: 150e6 })
  expect(await rendition).toMatchObject({ ok: false, code: 'out_of_memory' })
  expect(await pool.render(small)).toMatchObject({ ok: true })
})

test('C-15 a picture that takes too much time is refused, and the next is made', async () => {
  const { pool, rendition } = await openBusy({ timeoutMs: 60 })
  expect(await rendition).toMatchObject({ ok: false, code: 'too_slow' })
  expect(await pool.render(small)).toMatchObject({ ok: true })
})

test('C-16 a picture that waits for a processor is not too slow; one that hangs is', async () => {
  const waiting = await openBusy({ timeoutMs: 800 })
  process.kill(waiting.pid, 'SIGSTOP')
  await sleep(1000)
  process.kill(waiting.pid, 'SIGCONT')
  expect(await waiting.rendition).toMatchObject({ ok: true })

  const hanging = await openBusy({ timeoutMs: 200 })
  process.kill(hanging.pid, 'SIGSTOP')
  expect(await hanging.rendition).toMatchObject({ ok: false, code: 'too_slow' })
  expect(await hanging.pool.render(small)).toMatchObject({ ok: true })
})

test('a picture that a worker waits for goes first, at the normal priority', async () => {
  const { pool, pid } = await openBusy({ nice: 10 })
  expect(os.getPriority(pid)).toBe(10)
  const done: string[] = []
  const background = Array.from({ length: 4 }, () => pool.render(slow).then(() => done.push('background')))
  const urgent = pool.render(small, { urgent: true }).then(() => done.push('urgent'))
  await until(() => pool.processIds().length === 2)
  expect(
    pool
      .processIds()
      .map((id) => os.getPriority(id))
      .sort(),
  ).toEqual([0, 10])
  await urgent
  expect(done.indexOf('urgent')).toBeLessThan(3)
  await Promise.all(background)
})

test('an idle background process takes an urgent picture rather than start another', async () => {
  const pool = openPool()
  await pool.render(small)
  await pool.render(small, { urgent: true })
  expect(pool.processIds()).toHaveLength(1)
})

test('closing ends the processes and rejects what waits', async () => {
  const { pool, pid, rendition } = await openBusy()
  const waiting = pool.render(small)
  const rejected = Promise.all([expect(rendition).rejects.toThrow('closed'), expect(waiting).rejects.toThrow('closed')])
  await pool.close()
  await rejected
  expect(isAlive(pid)).toBe(false)
  await expect(pool.render(small)).rejects.toThrow('closed')
})

test('K-13 the process that decodes knows no secret of the server', async () => {
  process.env.CANARY_SECRET = 'canary-5f1c'
  const pool = openPool()
  await pool.render(small)
  const [pid] = pool.processIds()
  if (existsSync(`/proc/${pid}/environ`)) {
    expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.toContain('canary')
  }
  delete process.env.CANARY_SECRET
})

/** 50 megapixels of 16 bits, all zero, some seconds of work: one compressed megabyte of zeros, repeated. */
function longPng() {
  const [width, height] = [7000, 7140]
  const bytes = height * (1 + width * 8)
  const block = 2 ** 20
  const zeros = deflateRawSync(Buffer.alloc(block), { finishFlush: constants.Z_FULL_FLUSH })
  const rest = deflateRawSync(Buffer.alloc(bytes % block))
  const check = Buffer.alloc(4)
  check.writeUInt32BE((bytes % 65_521) * 65_536 + 1)
  const parts = [Buffer.from([0x78, 1]), ...Array<Buffer>(Math.floor(bytes / block)).fill(zeros), rest, check]
  return pngOf({ width, height, depth: 16, colour: 6 }, Buffer.concat(parts))
}

test('a killed server leaves no decoder behind, not even to finish its picture', async () => {
  const paths = [join(folder, 'small'), join(folder, 'long')]
  await Promise.all([writeFile(paths[0]!, small), writeFile(paths[1]!, longPng())])
  const server = spawn(process.execPath, [join(import.meta.dirname, 'orphan.fixture.ts'), ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await once(server.stdout, 'data')
  const pid = Number(printed)
  await sleep(50)
  expect(isAlive(pid)).toBe(true)
  server.kill('SIGKILL')
  await until(() => !isAlive(pid), 1000)
})
