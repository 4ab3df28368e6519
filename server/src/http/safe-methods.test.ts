import type { Endpoint } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { makeWorld, unknownIds } from './isolation.fixture.ts'
import { type Ids, type Kind, samples } from './samples.fixture.ts'

let server: TestServer
let ids: Ids
let owner: TestPerson
beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1' })
  const world = await makeWorld(server, server.running.workspaceId, 'alpha')
  owner = await server.makePerson({ workspaceId: world.workspaceId, role: 'owner' })
  ids = await world.make(Object.keys(unknownIds()) as Kind[], owner.id)
  // What the background does anyway: the pictures for the workers, the queue of the webhook, the figures.
  for (const { sha256 } of await server.sql<{ sha256: string }[]>`select sha256 from assets`)
    await ask(`${server.url}/assets/${sha256}/rendition`, { key: server.key })
  const isCounted = async () => expect(await server.sql`select from result_changes`).toEqual([])
  await vi.waitFor(isCounted, { timeout: 20_000, interval: 100 })
})
afterAll(() => server.close())

/** Every row of every table (that somebody looked is all that the audit log adds), without the marks of reading ("last used") and of the background. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await server.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('shares_in_use', 'audit_log', 'audit_outcomes')`
  const dump: Record<string, unknown> = {}
  for (const { name } of tables) {
    const rows = await server.sql.unsafe(
      `select to_jsonb(t) - '{last_used_at,last_seen_at,cursor_xid,cursor_id}'::text[] as row from "${name}" t order by 1`,
    )
    dump[name] = rows.map(({ row }) => row)
  }
  return dump
}

const gets = (Object.keys(endpoints) as OperationId[]).filter((name) => endpoints[name].method === 'GET')
const noEndpoint = ['/', '/app/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/favicon.ico']

test('A-17 no GET and no HEAD changes anything: everything is asked twice, by everybody', async () => {
  const before = await everything()
  for (const key of [undefined, server.key, owner.token]) {
    for (let round = 0; round < 2; round++) {
      for (const method of ['GET', 'HEAD']) {
        for (const operation of gets) {
          const endpoint: Endpoint = endpoints[operation]
          const { path = {}, query = {} } = samples[operation].request(ids)
          const address = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => path[name] ?? '')
          const { status } = await ask(`${server.url}${address}?${new URLSearchParams(query)}`, { method, key })
          expect(status, `${method} ${address}`).toBeLessThan(500)
        }
        for (const path of noEndpoint)
          await fetch(`${server.url}${path}`, { method, redirect: 'manual', headers: { authorization: key ?? 'x' } })
      }
    }
  }
  expect(await everything()).toEqual(before)
})
