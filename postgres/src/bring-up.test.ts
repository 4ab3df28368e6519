import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { findPackage } from './find-package.ts'
import { isAlive } from './processes.ts'
import { postmasterPid, scratch } from './scratch.fixture.ts'

const { dataDir, start, stopAll, clean } = scratch()

afterEach(stopAll)
afterAll(clean)

test('a PostgreSQL that somebody else started on the cluster is left alone, and none is started beside it', {
  timeout: 60_000,
}, async () => {
  const dir = dataDir('strange')
  await (await start(dir)).stop()
  const cluster = path.join(dir, 'postgres/cluster')
  const { uid, gid } = statSync(cluster)
  const program = path.join((await findPackage()).folder, 'native/bin/postgres')
  const where = process.getuid?.() === 0 ? '/proc/self/cwd' : cluster
  const stranger = spawn(program, ['-D', where, '-h', '', '-k', '.'], {
    ...{ uid, gid, cwd: cluster },
    stdio: 'ignore',
  })
  const ended = once(stranger, 'close')
  await expect.poll(() => postmasterPid(dir)).toBe(stranger.pid)

  expect(await start(dir).catch((error) => error)).toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('Another PostgreSQL, which this program did not start, is using'),
  })
  expect(isAlive(stranger.pid!)).toBe(true)
  expect(postmasterPid(dir)).toBe(stranger.pid)
  stranger.kill('SIGINT')
  await ended
  await start(dir)
})
