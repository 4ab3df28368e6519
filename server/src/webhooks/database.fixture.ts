import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { connect, type Sql } from '../database/connect.ts'
import { newWebhookSecret } from '../egress/webhook-signature.ts'
import { untilPast } from '../testing/past.ts'
import { template } from '../testing/template.ts'

/** A database without a server, so that a test runs the rounds itself. */
export type TestDatabase = {
  sql: Sql
  workspaceId: number
  /** Another pool, as of another server. */
  connect: () => Sql
  makeWebhook: (url?: string) => Promise<string>
  makeEvents: (count: number) => Promise<string[]>
  /** Waits until all that was committed up to now is below the horizon: other tests' transactions count too. */
  settled: () => Promise<void>
  close: () => Promise<void>
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const cluster = inject('postgres') as postgres.Options<Record<string, never>>
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = postgres({ ...cluster, max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${template}`)
  const pools: Sql[] = []
  const open = () => {
    const pool = connect({ options: { ...cluster, database: name }, pool: 6, prepare: true })
    pools.push(pool)
    return pool
  }
  const sql = open()
  const [workspace] = await sql<{ id: number }[]>`insert into workspaces (title) values ('test') returning id`
  const workspaceId = (workspace as { id: number }).id
  return {
    sql,
    workspaceId,
    connect: open,
    makeWebhook: async (url = 'http://127.0.0.1:1/') => {
      const [row] = await sql<{ id: string }[]>`
        insert into webhooks (workspace_id, url, description, event_types, secret)
        values (${workspaceId}, ${url}, '', '{}', ${newWebhookSecret()}) returning id`
      return (row as { id: string }).id
    },
    makeEvents: (count) => makeEvents(sql, workspaceId, count),
    settled: () => untilPast(sql),
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end({ timeout: 5 })))
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}

/** Events as the statements of other nouns write them: a thousand requests would only heat the test. @returns their ids */
export async function makeEvents(sql: Sql, workspaceId: number, count: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    insert into events (project_id, workspace_id, type, data)
    select 0, ${workspaceId}, 'project.created', jsonb_build_object('project_id', n) from generate_series(1, ${count}) n
    returning id`
  return rows.map(({ id }) => id)
}
