import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../../http/isolation.fixture.ts'
import { samples } from '../../http/samples.fixture.ts'
import { ask } from '../../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../../testing/server.ts'
import { makeApiKey } from '../keys.ts'
import { audited, notAudited } from './registry.ts'

let server: TestServer
let world: World
let owner: TestPerson
beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1' })
  world = await makeWorld(server, server.running.workspaceId, 'alpha')
  owner = await server.makePerson({ workspaceId: world.workspaceId, role: 'owner' })
})
afterAll(() => server.close())

type Entry = Record<string, unknown> & { id: string; action: string; outcome: string | null; subject: string | null }
const list = async (query = '') =>
  (await ask(`${server.url}/audit${query}`, { key: owner.token })).json as { data: Entry[]; next?: string }
const names = Object.keys(endpoints) as OperationId[]
const declared = (name: OperationId): Endpoint => endpoints[name]
const post = (path: string, json: object, key = owner.token) => ask(`${server.url}${path}`, { key, json })

test('whatever members and keys can do is written down, or there is a reason why not', () => {
  const deeds = names.filter((name) => {
    const { method, policy } = declared(name)
    return method !== 'GET' && ['requester', 'member', 'person'].includes(policy.who)
  })
  expect(deeds.filter((name) => !audited[name] && !notAudited[name])).toEqual([])
  expect(names.filter((name) => audited[name] && notAudited[name])).toEqual([])
})

/** They end the session or the person that asks. */
const last: OperationId[] = ['signOut', 'signOutEverywhere', 'endSession', 'deletePerson', 'removeMember']

test.each((Object.keys(audited) as OperationId[]).filter((name) => !last.includes(name)))(
  '%s leaves an entry: who, what, from where, and what became of it',
  async (name) => {
    const ids = await world.make(samples[name].names, owner.id)
    const { path = {}, query = {}, body, stream } = samples[name].request(ids)
    const address = declared(name).path.replace(/\{(\w+)\}/g, (_, part) => path[part] ?? '')
    const reply = await ask(`${server.url}${address}?${new URLSearchParams(query)}`, {
      method: declared(name).method,
      key: owner.token,
      ...(body !== undefined && { json: body }),
      ...(stream && { body: stream.bytes, headers: { 'content-type': stream.type } }),
    })
    const latest = async () => (await list(`?limit=1&action=${audited[name]?.action}`)).data[0]
    // A stream may be read to its end before that is written down.
    await vi.waitFor(async () => expect((await latest())?.outcome).not.toBeNull())
    const entry = await latest()
    expect(entry).toMatchObject({ person_id: owner.id, key_id: null, address: '127.0.0.1' })
    expect(entry?.outcome).toBe(reply.status < 400 ? 'done' : reply.problem.code)
    if (ids.project) expect(entry?.project_id).toBe(Number(ids.project))
  },
)

describe('the log', () => {
  test('is read by owners alone', async () => {
    for (const role of ['editor', 'viewer'] as const) {
      const { token } = await server.makePerson({ workspaceId: world.workspaceId, role })
      for (const path of ['/audit', '/audit/export'])
        expect((await ask(`${server.url}${path}`, { key: token })).problem.code).toBe('forbidden')
    }
    expect((await ask(`${server.url}/audit`, { key: server.key })).problem.code).toBe('forbidden')
    const elsewhere = await server.makeWorkspace()
    const stranger = await server.makePerson({ workspaceId: elsewhere.id, role: 'owner' })
    const { data } = (await ask(`${server.url}/audit`, { key: stranger.token })).json as { data: Entry[] }
    expect(new Set(data.map(({ person_id }) => person_id))).toEqual(new Set([stranger.id]))
  })

  test('names the key that did it, and has no secret in it', async () => {
    const made = await post('/api-keys', { name: 'Nightly' })
    const { key, id } = made.json as { key: string; id: string }
    const project = await textProject(server.client)
    await ask(`${server.url}/projects/${project.id}/pause`, { method: 'PUT', key })
    const hook = await post('/webhooks', { url: 'https://example.org/hook?token=verysecret' })
    await ask(`${server.url}/person/password`, {
      method: 'PUT',
      key: owner.token,
      json: { current_password: 'wrong password 1', new_password: 'seven small whiskers' },
    })
    const [paused] = (await list(`?actor=${id}`)).data
    expect(paused).toMatchObject({ action: 'project.paused', key_id: id, actor: 'Nightly', project_id: project.id })
    const rows = await server.sql<{ row: string }[]>`
      select a::text || coalesce(o::text, '') as row from audit_log a left join audit_outcomes o on o.log_id = a.id`
    const all = rows.map(({ row }) => row).join('\n')
    const secrets = [
      key,
      key.slice(11),
      owner.token,
      String(hook.json.secret),
      'verysecret',
      'wrong password',
      'seven small',
    ]
    for (const secret of secrets) expect(all).not.toContain(secret)
  })

  test('has signing in, also where it failed; of who is no member nothing', async () => {
    const { id } = await server.makePerson({ workspaceId: world.workspaceId, role: 'editor' })
    await server.sql`update people set email = 'audited@example.org' where id = ${id}`
    const signIn = (email: string) => post('/sessions', { email, password: 'not the password', cookie: false }, '')
    expect((await signIn('audited@example.org')).status).toBe(401)
    expect((await signIn('nobody@example.org')).status).toBe(401)
    const refused = async () => (await list('?action=session.refused')).data
    await vi.waitFor(async () => expect(await refused()).toHaveLength(1), { timeout: 5000 })
    expect((await refused())[0]).toMatchObject({ person_id: id, outcome: 'wrong_credentials', detail: {} })
    await sleep(300)
    expect(await refused()).toHaveLength(1)
  })

  test('is paged without gaps, filtered, and exported whole', async () => {
    const all = (await list('?limit=1000')).data
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await list(`?limit=7${after ? `&after=${encodeURIComponent(after)}` : ''}`)
      expect(page.data, JSON.stringify(page)).toBeDefined()
      seen.push(...page.data.map(({ id }) => id))
      if (!page.next) break
      after = page.next
    }
    expect(seen).toEqual(all.map(({ id }) => id))
    const middle = all[Math.floor(all.length / 2)] as Entry
    const [before, since] = await Promise.all(
      ['until', 'since'].map((side) => list(`?limit=1000&${side}=${encodeURIComponent(String(middle.at))}`)),
    )
    expect(before!.data.length + since!.data.length).toBe(all.length)
    const get = async (format: string) =>
      (await ask(`${server.url}/audit/export?format=${format}`, { key: owner.token })).text
    const lines = (await get('jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.slice(1).map(({ id }) => id)).toEqual(seen)
    expect((await get('csv')).trim().split('\r\n').length).toBeGreaterThan(seen.length)
  })

  test('is only added to: no statement changes it, and none but old entries go', async () => {
    await server.sql`insert into audit_log (workspace_id, action, at) values (${world.workspaceId}, 'key.made', now() - interval '400 days')`
    const refused = { code: '42501' }
    await expect(server.sql`update audit_log set action = 'key.revoked'`).rejects.toMatchObject(refused)
    await expect(server.sql`delete from audit_log where at > now() - interval '28 days'`).rejects.toMatchObject(refused)
    await expect(server.sql`update audit_outcomes set code = null`).rejects.toMatchObject(refused)
    await expect(server.sql`delete from audit_outcomes`).rejects.toMatchObject(refused)
    await expect(server.sql`truncate audit_log, audit_outcomes`).rejects.toMatchObject(refused)
    const gone = await server.sql`delete from audit_log where at < now() - interval '365 days'`
    expect(gone.count).toBe(1)
  })

  test('what cannot be written down is not done', async () => {
    const { id } = await makeApiKey(server.sql, world.workspaceId, { name: 'stays', scopes: ['read'] })
    await server.sql`alter table audit_log add constraint full_ check (action <> 'key.revoked') not valid`
    try {
      const reply = await ask(`${server.url}/api-keys/${id}`, { method: 'DELETE', key: owner.token })
      expect(reply.status).toBe(500)
    } finally {
      await server.sql`alter table audit_log drop constraint full_`
    }
    const [row] = await server.sql`select revoked_at from api_keys where id = ${id}`
    expect(row?.revoked_at).toBeNull()
  })
})
