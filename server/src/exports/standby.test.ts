import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Sql } from '../database/connect.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { openExport } from './export.ts'
import { makeResults } from './results.fixture.ts'

/** What asks this pool for its snapshot is told the one that stands in a table, and that this is a standby. */
let standby: Sql
let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  await server.sql.unsafe(`
    create schema lag;
    create table lag.seen (snapshot pg_snapshot not null);
    insert into lag.seen values ('1:1:');
    create function lag.pg_is_in_recovery() returns boolean language sql as 'select true';
    create function lag.pg_current_snapshot() returns pg_snapshot language sql as 'select snapshot from lag.seen'`)
  const [row] = await server.sql<{ name: string }[]>`select current_database() as name`
  standby = postgres({
    ...(inject('postgres') as postgres.Options<Record<string, never>>),
    database: row?.name as string,
    max: 2,
    connection: { search_path: 'lag, pg_catalog, public' },
  }) as unknown as Sql
})
afterAll(async () => {
  await standby.end()
  await server.close()
})
beforeEach(async () => {
  projectId = (await textProject(server.client)).id
})

const options = { format: 'jsonl', likely: false, safe: true, dialect: 'standard', assetsUrl: '' } as const

async function read(sql: Sql, after?: string): Promise<{ rows: number; cursor: string }> {
  const opened = await openExport(sql, projectId, { ...options, after }, sql === standby ? server.sql : undefined)
  try {
    return { rows: (await text(opened.chunks)).split('\n').length - 1, cursor: opened.cursor }
  } finally {
    await opened.close()
  }
}

/** The standby has replayed what is committed now, and knows of nothing that is under way. */
const replay = () =>
  server.sql`
    update lag.seen set snapshot = concat(pg_snapshot_xmax(s), ':', pg_snapshot_xmax(s), ':')::pg_snapshot
    from pg_current_snapshot() s`

test('C-20 a standby that is behind the cursor gives nothing, and the cursor stays', async () => {
  await replay()
  await makeResults(server.sql, projectId, 3)
  const first = await read(server.sql)
  expect(first.rows).toBe(3)
  const behind = await read(standby, first.cursor)
  expect(behind).toEqual({ rows: 0, cursor: first.cursor })
  await replay()
  await makeResults(server.sql, projectId, 2, 'more ')
  const still = await read(standby, behind.cursor)
  expect(still.rows).toBe(0)
  expect((await read(server.sql, still.cursor)).rows).toBe(2)
  await replay()
  const ahead = await read(standby, still.cursor)
  expect(ahead.rows).toBe(2)
  expect((await read(server.sql, ahead.cursor)).rows).toBe(0)
})

test('C-20 a standby gives nothing that its primary has not finished: it might never be', async () => {
  const first = await read(standby)
  const release = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const open = server.sql.begin(async (tx) => {
    await tx`select pg_current_xact_id()`
    begun.resolve()
    await release.promise
  })
  await begun.promise
  await makeResults(server.sql, projectId, 3)
  await replay()
  const early = await read(standby, first.cursor)
  expect(early.rows).toBe(0)
  release.resolve()
  await open
  expect((await read(standby, early.cursor)).rows).toBe(3)
})

test('a cursor of nobody is refused by a standby, too', async () => {
  await replay()
  await expect(read(standby, '999999999999.0')).rejects.toMatchObject({ code: 'invalid_cursor' })
})
