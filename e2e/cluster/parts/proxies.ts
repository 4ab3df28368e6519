import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { Ports } from '../ports.ts'
import { haproxySettings } from '../settings/haproxy.ts'
import { knowsPreparedStatements, pgbouncerSettings, pgbouncerUsers } from '../settings/pgbouncer.ts'
import { ownFolder, Part } from './part.ts'

/** HAProxy in front of the three nodes and of the three servers. */
export async function startHaproxy(program: string, ports: Ports, root: string): Promise<Haproxy> {
  const folder = await ownFolder(join(root, 'haproxy'))
  const file = join(folder, 'haproxy.cfg')
  await writeFile(file, haproxySettings(ports, folder))
  const part = new Part('haproxy', [program, ['-db', '-f', file]], { folder })
  part.start()
  const ask = (order: string) => askHaproxy(join(folder, 'haproxy.sock'), order)
  return {
    part,
    counts: async () => countsOf(await ask('show stat')),
    order: async (...orders) => {
      for (const order of orders) await ask(order)
    },
  }
}

export type Haproxy = {
  part: Part
  counts: () => Promise<Counts>
  /** By its socket for operators. */
  order: (...orders: string[]) => Promise<void>
}

/** What all clients were told at the one address of the site: also what the history does not write down. */
export type Counts = { requests: number; errors: number; connections: number }

async function askHaproxy(socket: string, order: string): Promise<string> {
  const line = connect(socket)
  line.end(`${order}\n`)
  return text(line)
}

function countsOf(statistics: string): Counts {
  const [head = '', ...rows] = statistics.replace(/^# /, '').split('\n')
  const names = head.split(',')
  const row = rows.find((one) => one.startsWith('site,FRONTEND,'))?.split(',') ?? []
  const count = (name: string) => Number(row[names.indexOf(name)])
  return { requests: count('req_tot'), errors: count('hrsp_5xx'), connections: count('scur') }
}

export type Bouncer = { part: Part; prepares: boolean; version: string }

/** PgBouncer between the servers and the address of the primary. */
export async function startPgbouncer(program: string, ports: Ports, root: string): Promise<Bouncer> {
  const folder = await ownFolder(join(root, 'pgbouncer'))
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(join(folder, 'users.txt'), pgbouncerUsers())
  await writeFile(file, pgbouncerSettings(ports, folder))
  const { stdout } = await promisify(execFile)(program, ['--version'])
  const version = /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] ?? 'unknown'
  const part = new Part('pgbouncer', [program, [file]], { folder })
  part.start()
  return { part, version, prepares: knowsPreparedStatements(version) }
}
