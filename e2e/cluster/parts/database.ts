import postgres from 'postgres'
import type { Ports } from '../ports.ts'
import type { Programs } from '../programs.ts'
import { loginOf, nodeNumbers } from '../settings/patroni.ts'
import { DatabaseNode } from './node.ts'
import { until } from './until.ts'

/** PostgreSQL on three nodes: a primary, a standby that has all that is acknowledged, and one for exports that may lag. */
export class Database {
  nodes: DatabaseNode[]
  private ports: Ports

  private constructor(nodes: DatabaseNode[], ports: Ports) {
    this.nodes = nodes
    this.ports = ports
  }

  /** @param keep is handed each node, to be stopped also when the next one does not start */
  static async start(
    programs: Programs,
    ports: Ports,
    folder: string,
    keep: (node: DatabaseNode) => void,
  ): Promise<Database> {
    const nodes = await Promise.all(nodeNumbers.map((n) => DatabaseNode.make(n, programs, ports, folder)))
    const database = new Database(nodes, ports)
    for (const node of nodes) {
      node.start()
      keep(node)
      // The first one that is there becomes primary, the others copy it.
      await until(`PostgreSQL ${node.n} runs`, async () => (await node.state())?.state === 'running', 120_000)
    }
    await database.isWhole()
    await database.prepare()
    return database
  }

  /** The one for exports. */
  get replica(): DatabaseNode {
    return this.nodes.at(-1) as DatabaseNode
  }

  async primary(): Promise<DatabaseNode> {
    let found: DatabaseNode | undefined
    await until('there is a primary', async () => {
      const states = await Promise.all(this.nodes.map((node) => node.state()))
      found = this.nodes[states.findIndex((state) => state?.role === 'master' || state?.role === 'primary')]
      return found !== undefined
    })
    return found as DatabaseNode
  }

  async hasPrimaryOtherThan(old: DatabaseNode): Promise<void> {
    await until('another node is primary', async () => {
      const node = await this.primary()
      if (node === old) return false
      const sql = node.open()
      try {
        const [row] = await sql<{ standby: boolean }[]>`select pg_is_in_recovery() as standby`
        return row?.standby === false
      } finally {
        await sql.end({ timeout: 1 })
      }
    })
  }

  /** As before an upgrade of PostgreSQL: Patroni hands over to the standby in order. */
  async switchOver(): Promise<void> {
    const { n } = await this.primary()
    const response = await fetch(`http://127.0.0.1:${this.ports[`api${n}`]}/switchover`, {
      method: 'POST',
      body: JSON.stringify({ leader: `pg${n}`, candidate: `pg${3 - n}` }),
    })
    if (!response.ok) throw new Error(`Patroni does not hand over: ${await response.text()}`)
  }

  /** A primary, a synchronous standby and the replica all run: another fault may come. */
  async isWhole(): Promise<void> {
    await until(
      'all three nodes stream',
      async () => {
        const sql = (await this.primary()).open('postgres')
        try {
          const rows = await sql<{ sync_state: string }[]>`
            select sync_state from pg_stat_replication where state = 'streaming' and application_name like 'pg%'`
          return rows.length === 2 && rows.some(({ sync_state: state }) => state === 'sync')
        } finally {
          await sql.end({ timeout: 1 })
        }
      },
      120_000,
    )
  }

  /** To whichever node is primary, past PgBouncer, for who looks or meddles. */
  open(): postgres.Sql {
    const { username, password } = loginOf('postgres')
    return postgres({
      host: '127.0.0.1',
      port: this.ports.primary,
      database: 'whisker',
      username,
      password,
      max: 1,
      onnotice: () => {},
    })
  }

  private async prepare(): Promise<void> {
    const primary = await this.primary()
    const { username, password } = loginOf('whisker')
    const sql = primary.open('postgres')
    await sql.unsafe(`create role ${username} login password '${password}'`)
    await sql.unsafe(`create database whisker owner ${username} encoding 'UTF8' template template0`)
    // Whoever takes an export's connection past PgBouncer brings this along; one in transaction mode passes it over.
    await sql.unsafe(`alter role ${username} set jit = off`)
    await sql.end({ timeout: 1 })
    const own = primary.open()
    await own.unsafe('create extension pg_stat_statements')
    await own.end({ timeout: 1 })
  }
}
