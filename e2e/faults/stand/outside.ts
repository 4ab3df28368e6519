import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { findPackage } from '../../../postgres/src/find-package.ts'
import { pause } from '../ask.ts'
import { postmasterOf } from './embedded.ts'
import type { Database } from './stand.ts'

const debian = '/usr/lib/postgresql/15/bin'
/** Nobody: PostgreSQL does not run as root. */
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/**
 * A PostgreSQL of one's own, made by `initdb` with nothing set but where it listens: Debian's version 15 where it is
 * installed, else the programs that come along.
 */
export async function outsideDatabase(folder: string): Promise<Database> {
  const programs = existsSync(debian) ? debian : join((await findPackage()).folder, 'native/bin')
  const cluster = join(folder, 'cluster')
  await mkdir(folder)
  if (account.uid) await chown(folder, account.uid, account.gid)
  const run = { ...account, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } }
  await promisify(execFile)(join(programs, 'initdb'), ['-D', cluster, '-U', 'whisker', '-A', 'trust'], run)
  const port = await freePort()
  const open = (database = 'whisker') =>
    postgres({ host: '127.0.0.1', port, database, username: 'whisker', max: 1, onnotice: () => {} })
  let child: ChildProcess | null = null
  const start = async () => {
    // The processes of one that was killed may still hold its memory for a moment: then the new one ends at once.
    for (const end = performance.now() + 20_000; performance.now() < end; await pause(100)) {
      if (child === null || child.exitCode !== null || child.signalCode !== null)
        child = spawn(
          join(programs, 'postgres'),
          ['-D', cluster, '-h', '127.0.0.1', '-p', String(port), '-k', folder],
          { ...run, stdio: 'ignore' },
        )
      const sql = open('postgres')
      const answered = await sql`select 1`.then(
        () => true,
        () => false,
      )
      await sql.end({ timeout: 1 })
      if (answered) return
    }
    throw new Error('The outside PostgreSQL does not start.')
  }
  await start()
  const sql = open('postgres')
  await sql`create database whisker`
  await sql.end({ timeout: 1 })
  return {
    env: { DATABASE_URL: `postgres://whisker@127.0.0.1:${port}/whisker` },
    open: () => open(),
    postmaster: () => postmasterOf(cluster),
    revive: start,
    stop: async () => {
      const exited = new Promise((resolve) => child?.once('exit', resolve))
      child?.kill('SIGINT')
      await exited
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
