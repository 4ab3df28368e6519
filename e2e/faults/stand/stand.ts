import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@whisker/api/client.ts'
import type postgres from 'postgres'
import { type Service, startService } from '../../service.ts'
import { ask, pause } from '../ask.ts'
import { type Edit, insideEnv, insideFolder } from '../inside/edits.ts'
import { type Riders, readRiders } from '../inside/riders.ts'
import { embeddedDatabase } from './embedded.ts'
import { outsideDatabase } from './outside.ts'
import { mountSmallDisk } from './small-disk.ts'

/** The database that servers work on: the one that comes along, or one of somebody else. */
export type Database = {
  /** What a server is started with to find it. */
  env: Record<string, string>
  open: () => postgres.Sql
  postmaster: () => number
  /** Whoever looks after it starts it again. */
  revive: () => Promise<void>
  stop: () => Promise<void>
}

type Disk = { unmount: () => Promise<void> } | null

export type StandOptions = {
  servers?: number
  /** A PostgreSQL 15 of one's own, with its defaults. */
  outside?: boolean
  /** The data directory lies on a small disk of its own. */
  smallDisk?: boolean
  /** What stands otherwise in the servers' source. */
  edits?: readonly Edit[]
}

// Clients here are few and quick, and one address: what is shared out among many is no subject of these runs.
const noLimits = { PERSON_REQUESTS_PER_S: '100000', NETWORK_REQUESTS_PER_S: '100000', SKIPS_PER_MINUTE: '100000' }

/** What is tried out: servers on one database and one store, each of which may die and come back. */
export class Stand {
  services: (Service | null)[] = []
  key = ''
  folder: string
  database: Database
  private disk: Disk
  private inside: Record<string, string>

  private constructor(folder: string, database: Database, disk: Disk, edits: readonly Edit[]) {
    this.folder = folder
    this.database = database
    this.disk = disk
    this.inside = insideEnv(folder, edits)
  }

  static async start({ servers = 1, outside = false, smallDisk = false, edits = [] }: StandOptions): Promise<Stand> {
    const folder = await mkdtemp(join(tmpdir(), 'whisker-faults-'))
    await chmod(folder, 0o755)
    const disk = smallDisk ? await mountSmallDisk(folder) : null
    await mkdir(join(folder, 'data'))
    const database = outside ? await outsideDatabase(join(folder, 'outside')) : embeddedDatabase(join(folder, 'data'))
    const stand = new Stand(folder, database, disk, edits)
    for (let n = 0; n < servers; n++) await stand.startServer(n)
    stand.key = stand.services[0]?.key as string
    return stand
  }

  get dataDir(): string {
    return join(this.folder, 'data')
  }

  env(): Record<string, string> {
    return { ...noLimits, LOG_LEVEL: 'fatal', ...this.database.env }
  }

  async startServer(n: number): Promise<void> {
    this.services[n] = await startService(this.dataDir, { ...this.env(), ...this.inside })
  }

  riders(): Riders {
    return readRiders(insideFolder(this.folder))
  }

  async killServer(n: number): Promise<void> {
    const service = this.services[n]
    this.services[n] = null
    await service?.kill()
  }

  /** One of those that run, in turns. */
  url(): string | null {
    const running = this.services.filter((service) => service !== null)
    return running[this.turn++ % running.length]?.url ?? null
  }
  private turn = 0

  client(): Client {
    return createClient({ url: this.url() as string, key: this.key })
  }

  /** Every server says that it is ready, and takes a statement. */
  async isBack(): Promise<void> {
    for (const end = performance.now() + 30_000; performance.now() < end; await pause(50)) {
      const replies = this.services.map((service) =>
        ask(service?.url ?? null, { method: 'GET', path: '/readyz', key: this.key }),
      )
      if ((await Promise.all(replies)).every(({ status }) => status === 200)) return
    }
    throw new Error('The service is not ready 30 s after the fault.')
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service?.stop()))
    await this.database.stop()
    await this.disk?.unmount()
    await rm(this.folder, { recursive: true, force: true })
  }
}
