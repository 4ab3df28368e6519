import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { readConfig } from '../config.ts'
import { connect } from '../database/connect.ts'
import { startEmbeddedDatabase } from '../database/embedded.ts'
import { createLog } from '../log.ts'
import { start } from '../start.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { type PlainPostgres, startPlainPostgres } from '../testing/plain-postgres.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { judgeConnections, judgeSettings, ofNoMatterElsewhere, settingsLookedAt } from './database-settings.ts'

let plain: PlainPostgres
beforeAll(async () => {
  plain = await startPlainPostgres()
})
afterAll(() => plain?.stop())

type Place = Pick<TestServer, 'url' | 'key' | 'client' | 'makeWorker' | 'close'>

/** A server on the plain cluster. */
async function startPlainServer(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-data-'))
  const running = await start({
    config: readConfig({ PORT: '0', DATA_DIR: dataDir }),
    database: { options: plain.template },
    log: createLog('silent', { write: () => {} }),
    print: () => {},
  })
  const { address: url, server, workspaceId } = running
  const { key } = await makeApiKey(server.sql, workspaceId, { name: 'test', scopes: ['read', 'write'] })
  const client = createClient({ url, key })
  return {
    ...{ url, key, client },
    makeWorker: async (project_id) => {
      const link = await client.readLabelLink({ params: { project_id } })
      const body = { token: new URL(link.url).hash.slice(1), cookie: false }
      const { token, person } = await createClient({ url }).acceptInvitation({ body })
      return { id: person.id, token, client: createClient({ url, key: token as string }) } as TestPerson
    },
    close: async () => {
      await running.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Median of a take and a submit together, in ms. */
async function medianWork(server: Place): Promise<number> {
  const { id } = await textProject(server.client, { min_answers: 2 })
  const lines = Array.from({ length: 600 }, (_, n) => `${JSON.stringify({ task_spec: [{ sentence: `${n}` }] })}\n`)
  await ask(`${server.url}/tasks/bulk?project_id=${id}`, {
    method: 'POST',
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  const worker = await server.makeWorker(id)
  const times: number[] = []
  for (let n = 0; n < 30; n++) {
    const begun = performance.now()
    expect(await answerNext(worker, id, { animal: 'cat' })).not.toBeNull()
    times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)[times.length / 2] as number
}

describe('F4 a PostgreSQL with its defaults', () => {
  test('F4 work on it is of the order of the embedded one', async () => {
    const [here, there] = [await startPlainServer(), await startTestServer()]
    const [plainMs, embeddedMs] = [await medianWork(here), await medianWork(there)]
    // Compiled, each took 3 to 5 s. It syncs each commit, which the one for tests does not.
    expect(plainMs, `embedded: ${embeddedMs.toFixed(1)} ms`).toBeLessThan(10 * embeddedMs + 100)
    await Promise.all([here.close(), there.close()])
  })

  test('F4 doctor says what to write, and is content when it was written', async () => {
    const sql = connect({ options: plain.template, pool: 1, prepare: false, patient: true })
    const bad = (await judgeSettings(sql)).filter(({ level }) => level !== 'ok')
    expect(bad.map(({ what }) => what)).toEqual([
      ...['autovacuum_naptime', 'autovacuum_vacuum_scale_factor', 'random_page_cost'],
      'client_connection_check_interval',
    ])
    for (const { detail } of bad) {
      const [statement, reload] = detail.match(/(?:ALTER SYSTEM|SELECT)[^;]*;/g) as [string, string]
      await sql.unsafe(statement)
      await sql.unsafe(reload)
    }
    await expect.poll(async () => (await judgeSettings(sql)).filter(({ level }) => level !== 'ok')).toEqual([])
    expect(await judgeConnections(sql, 10, false)).toMatchObject({ level: 'ok' })
    expect(await judgeConnections(sql, 40, false)).toMatchObject({ level: 'warn' })
    expect(await judgeConnections(sql, 90, false)).toMatchObject({
      level: 'bad',
      detail: expect.stringContaining('ALTER SYSTEM SET max_connections = '),
    })
    await sql.end()
  })

  test('F4 what a pooler leaves out of a connection is told', async () => {
    const bare = { ...plain.template, max: 1 }
    const sql = postgres({ ...bare, onnotice: () => {} })
    const findings = await judgeSettings(sql as never)
    expect(findings).toContainEqual({
      level: 'bad',
      what: 'jit',
      detail: expect.stringMatching(/ALTER ROLE whisker IN DATABASE template_whisker SET jit = 'off';$/),
    })
    expect(findings.filter(({ detail }) => detail.includes('a pooler')).map(({ what }) => what)).toContain(
      'plan_cache_mode',
    )
    await sql.end()
  })
})

test('F4 each setting of the embedded database is looked at, or is its own business', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-embedded-'))
  const embedded = await startEmbeddedDatabase({ dataDir })
  const sql = postgres({ ...embedded.connection, max: 1 })
  const rows = await sql<
    { name: string }[]
  >`select lower(name) as name from pg_settings where source = 'configuration file'`
  await sql.end()
  await embedded.stop()
  await rm(dataDir, { recursive: true })
  const names = rows.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['fsync', 'jit', 'client_connection_check_interval']))
  expect([...settingsLookedAt, ...ofNoMatterElsewhere]).toEqual(expect.arrayContaining(names))
})
