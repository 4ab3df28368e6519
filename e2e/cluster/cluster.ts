import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@whisker/api/client.ts'
import { pause } from '../faults/ask.ts'
import { type Service, startService } from '../service.ts'
import { Database } from './parts/database.ts'
import { startEtcd } from './parts/etcd.ts'
import type { Part } from './parts/part.ts'
import { type Bouncer, type Haproxy, startHaproxy, startPgbouncer } from './parts/proxies.ts'
import { type Store, startStore } from './parts/store.ts'
import { answersOk, until } from './parts/until.ts'
import { freePorts, type Ports } from './ports.ts'
import type { Programs } from './programs.ts'
import { loginOf } from './settings/patroni.ts'

// Clients here are few and quick, and one address: what is shared out among many is no subject of these runs.
const noLimits = {
  PERSON_REQUESTS_PER_S: '100000',
  NETWORK_REQUESTS_PER_S: '100000',
  KEY_REQUESTS_PER_S: '100000',
  WORKSPACE_REQUESTS_PER_S: '100000',
  SKIPS_PER_MINUTE: '100000',
}

type Stopped = { stop: () => Promise<unknown> }

/** Everything that a company would run, on this machine's loopback and in one temporary folder. */
export class Cluster {
  database!: Database
  store!: Store
  haproxy!: Haproxy
  bouncer!: Bouncer
  services: (Service | null)[] = [null, null, null]
  key = ''
  /** The servers go past PgBouncer, to the address of the primary: from their next start on. */
  isPastBouncer = false
  folder: string
  private ports: Ports
  private started: Stopped[] = []
  private closing: Promise<void> | null = null

  private constructor(folder: string, ports: Ports) {
    this.folder = folder
    this.ports = ports
  }

  static async start(programs: Programs, tell: (line: string) => void): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'whisker-cluster-'))
    await chmod(folder, 0o755)
    const cluster = new Cluster(folder, await freePorts())
    try {
      await cluster.startAll(programs, tell)
    } catch (error) {
      await cluster.close()
      throw error
    }
    return cluster
  }

  private async startAll(programs: Programs, tell: (line: string) => void): Promise<void> {
    const { ports, folder } = this
    await mkdir(this.dataDir)
    this.keep(await startEtcd(programs.etcd, ports, folder))
    this.haproxy = await startHaproxy(programs.haproxy, ports, folder)
    this.keep(this.haproxy.part)
    this.database = await Database.start(programs, ports, folder, (node) =>
      this.started.push({ stop: () => node.stop() }),
    )
    tell('PostgreSQL: a primary, a synchronous standby and a replica')
    this.bouncer = await startPgbouncer(programs.pgbouncer, ports, folder)
    this.keep(this.bouncer.part)
    tell(`PgBouncer ${this.bouncer.version}, ${this.bouncer.prepares ? 'with' : 'without'} prepared statements`)
    this.store = await startStore(programs.versitygw, ports, folder)
    this.keep(this.store.part)
    this.started.push({ stop: () => Promise.all(this.services.map((service) => service?.stop())) })
    for (const n of this.services.keys()) await this.startServer(n)
    this.key = this.services[0]?.key as string
    await this.isBack()
    tell(`three servers at ${this.url()}`)
  }

  private keep(part: Part): void {
    this.started.push({ stop: () => part.end('SIGTERM') })
  }

  get dataDir(): string {
    return join(this.folder, 'data')
  }

  env(): Record<string, string> {
    const { username, password } = loginOf('whisker')
    const at = (port: number) => `postgres://${username}:${password}@127.0.0.1:${port}/whisker`
    return {
      ...noLimits,
      LOG_LEVEL: process.env.CLUSTER_LOG ?? 'fatal',
      DATABASE_URL: at(this.isPastBouncer ? this.ports.primary : this.ports.bouncer),
      DATABASE_REPLICA_URL: at(this.ports.replica),
      DATABASE_PREPARE: String(this.isPastBouncer || this.bouncer.prepares),
      PUBLIC_URL: this.url(),
      TRUST_PROXY: '127.0.0.1/32',
      ...this.store.env,
    }
  }

  get port(): number {
    return this.ports.site
  }

  url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  client(): Client {
    return createClient({ url: this.url(), key: this.key })
  }

  async startServer(n: number): Promise<void> {
    const port = [this.ports.server1, this.ports.server2, this.ports.server3][n]
    this.services[n] = await startService(this.dataDir, { ...this.env(), PORT: String(port) })
  }

  async stopServer(n: number, how: 'stop' | 'kill'): Promise<void> {
    const service = this.services[n]
    this.services[n] = null
    await service?.[how]()
  }

  /** One after the other, so that there are always two: what an upgrade does. */
  async restartServers(): Promise<void> {
    for (const n of this.services.keys()) {
      await this.stopServer(n, 'stop')
      await this.startServer(n)
      await this.isBack()
      // HAProxy looks once a second.
      await pause(1500)
    }
  }

  /** Every server is ready. The standby may still be copied: who needs it asks the database. */
  async isBack(): Promise<void> {
    await until('every server is ready', async () => {
      const replies = this.services.map((service) => answersOk(`${service?.address}/readyz`))
      return (await Promise.all(replies)).every(Boolean)
    })
  }

  /** Those who use something first, then that. `keep`: what they wrote is to be looked at. Asked again, it is the same close. */
  close({ keep = false } = {}): Promise<void> {
    this.closing ??= this.stopAll(keep)
    return this.closing
  }

  private async stopAll(keep: boolean): Promise<void> {
    const faults: unknown[] = []
    // What does not stop keeps nothing else from it.
    for (const { stop } of this.started.toReversed()) await stop().catch((error) => faults.push(error))
    if (!keep) await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    if (faults.length > 0) throw faults[0]
  }
}
