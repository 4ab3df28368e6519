import { pause } from '../../faults/ask.ts'
import type { Cluster } from '../cluster.ts'

export type ClusterHarm = (cluster: Cluster, random: () => number) => Promise<void>

const awayMs = 4000

/** What is done to the cluster while clients work on it. Afterwards there is again a standby that has everything. */
export const clusterHarms = {
  'PostgreSQL of the primary is killed': async ({ database }) => {
    const old = await database.primary()
    old.killPostgres()
    await database.hasPrimaryOtherThan(old)
    await database.isWhole()
  },
  'the machine of the primary is lost': async ({ database }) => {
    const old = await database.primary()
    await old.lose()
    await database.hasPrimaryOtherThan(old)
    old.start()
    await database.isWhole()
  },
  'the primary is changed on purpose': async ({ database }) => {
    const old = await database.primary()
    await database.switchOver()
    await database.hasPrimaryOtherThan(old)
    await database.isWhole()
  },
  'the replica falls behind, and exports move to the standby and back': async ({ database, haproxy }) => {
    const sql = database.replica.open()
    await sql`select pg_wal_replay_pause()`
    await pause(awayMs)
    await haproxy.order('set server replica/pg3 state maint', 'shutdown sessions server replica/pg3')
    await pause(awayMs)
    // What follows an export has seen more by now than this replica.
    await haproxy.order('set server replica/pg3 state ready')
    await pause(awayMs)
    await sql`select pg_wal_replay_resume()`
    await sql.end({ timeout: 1 })
  },
  'a server is killed': async (cluster, random) => {
    const n = Math.floor(random() * cluster.services.length)
    await cluster.stopServer(n, 'kill')
    await pause(1000)
    await cluster.startServer(n)
  },
  'PgBouncer is killed': async ({ bouncer }) => {
    await bouncer.part.end('SIGKILL')
    await pause(1000)
    bouncer.part.start()
  },
  'the store is away for 4 s': async ({ store }) => {
    await store.part.end('SIGKILL')
    await pause(awayMs)
    store.part.start()
    await store.isBack()
  },
  'the servers are restarted, one after the other': (cluster) => cluster.restartServers(),
} satisfies Record<string, ClusterHarm>

export type ClusterHarmName = keyof typeof clusterHarms
