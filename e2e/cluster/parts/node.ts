import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { processesOf, signal } from '../../../server/src/testing/all-processes.ts'
import { pause } from '../../faults/ask.ts'
import type { Ports } from '../ports.ts'
import type { Programs } from '../programs.ts'
import { loginOf, type NodeNumber, patroniSettings } from '../settings/patroni.ts'
import { ownFolder, Part } from './part.ts'

/** A machine of the database: Patroni, and the PostgreSQL that it looks after. */
export class DatabaseNode {
  n: NodeNumber
  private patroni: Part
  private folder: string
  private ports: Ports

  private constructor(n: NodeNumber, patroni: Part, folder: string, ports: Ports) {
    this.n = n
    this.patroni = patroni
    this.folder = folder
    this.ports = ports
  }

  static async make(n: NodeNumber, programs: Programs, ports: Ports, root: string): Promise<DatabaseNode> {
    const folder = await ownFolder(join(root, `pg${n}`))
    const file = join(folder, 'patroni.yml')
    await writeFile(file, patroniSettings(n, ports, root, dirname(programs.postgres)), { mode: 0o644 })
    return new DatabaseNode(n, new Part('patroni', [programs.patroni, [file]], { folder }), folder, ports)
  }

  start(): void {
    this.patroni.start()
  }

  /** PostgreSQL without Patroni, if it runs. */
  get pid(): number | null {
    return this.postmaster()
  }

  /** What Patroni says of this node; null while it says nothing. */
  async state(): Promise<{ role: string; state: string; sync_standby?: boolean } | null> {
    const url = `http://127.0.0.1:${this.ports[`api${this.n}`]}/patroni`
    return fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.json() as Promise<{ role: string; state: string }>,
      () => null,
    )
  }

  open(database = 'whisker'): postgres.Sql {
    const { username, password } = loginOf('postgres')
    return postgres({
      host: '127.0.0.1',
      port: this.ports[`postgres${this.n}`],
      database,
      username,
      password,
      max: 1,
      onnotice: () => {},
    })
  }

  /** The postmaster alone: Patroni sees it and acts. */
  killPostgres(): void {
    const postmaster = this.postmaster()
    if (postmaster) process.kill(postmaster, 'SIGKILL')
  }

  /** The machine is gone: nobody gives the lease back. */
  async lose(): Promise<void> {
    const pids = this.postgresProcesses()
    await this.patroni.end('SIGKILL')
    signal(pids, 'SIGKILL')
    while (pids.some(isThere)) await pause(50)
  }

  /** Patroni stops its PostgreSQL in order; where it does not, that is killed. */
  async stop(): Promise<void> {
    const pids = this.postgresProcesses()
    await this.patroni.end('SIGTERM', 20_000)
    signal(pids.filter(isThere), 'SIGKILL')
    while (pids.some(isThere)) await pause(50)
  }

  private postgresProcesses(): number[] {
    const postmaster = this.postmaster()
    return postmaster ? processesOf(postmaster) : []
  }

  /** Only of this folder: a number that the file still has may be anybody's by now. */
  private postmaster(): number | null {
    const data = join(this.folder, 'data')
    try {
      const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data) ? pid : null
    } catch {
      return null
    }
  }
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
