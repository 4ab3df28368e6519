import { type Endpoint, type Scope, scopeOf, scopes } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import { keyReach } from '@whisker/api/key-reach.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { ask, type Reply } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { makeWorld, unknownIds, type World } from './isolation.fixture.ts'
import { type Ids, type Kind, samples } from './samples.fixture.ts'

/* Keys of certain projects: two worlds of one workspace, and a key that is for the projects of the one. */

let server: TestServer
let alpha: World
let other: World
let otherIds: Ids
let before: unknown
beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1' })
  const { workspaceId } = server.running
  alpha = await makeWorld(server, workspaceId, 'alpha')
  other = await makeWorld(server, workspaceId, 'bravoo')
  otherIds = await other.make(Object.keys(unknownIds()) as Kind[], null)
  before = await rowsOf(otherIds)
})
afterAll(() => server.close())

const names = Object.keys(endpoints) as OperationId[]
const declared = (name: OperationId): Endpoint => endpoints[name]
const forKeys = names.filter((name) => scopeOf(declared(name).policy) !== null)

/** Asked with a body because a list of ids is too long for an address: nothing is changed. */
const readsByPost: OperationId[] = ['lookUpAssets', 'lookUpTasks']
/** Whoever has the link lets in workers. */
const writesByGet: OperationId[] = ['readLabelLink']

/** About the whole workspace: a key of certain projects is refused. Whoever adds one here says so on purpose. */
const ofWorkspace: OperationId[] = [
  'readUsage',
  'createProject',
  'deleteAsset',
  'listDeletions',
  'createWebhook',
  'listWebhooks',
  'readWebhook',
  'editWebhook',
  'deleteWebhook',
  'rotateWebhookSecret',
  'testWebhook',
  'listDeliveries',
  'readDelivery',
  'redeliver',
  'redeliverSince',
]

describe('every endpoint says what a key needs for it', () => {
  test.each(names)('%s', (name) => {
    const { policy, method } = declared(name)
    const scope = scopeOf(policy)
    if (policy.who === 'worker') expect(scope).toBe('work')
    else if (policy.who !== 'requester') expect(scope).toBeNull()
    else {
      const reads = method === 'GET' ? !writesByGet.includes(name) : readsByPost.includes(name)
      expect(scope).toBe(reads ? 'read' : 'write')
    }
  })

  test('and how far one of certain projects reaches', () => {
    expect(forKeys.filter((name) => keyReach(declared(name)) === 'none')).toEqual(ofWorkspace)
    // Said twice it could be said differently.
    for (const name of names)
      if (keyReach(declared(name)) === 'one') expect(declared(name).keyOfProjects, name).toBeUndefined()
  })
})

/** A picture that a project's task shows. */
async function showInTask(sha256: string): Promise<void> {
  const task_spec = [{ sentence: crypto.randomUUID(), picture: `asset:${sha256}` }]
  await server.client.createTask({ body: { project_id: alpha.shared, task_spec } })
}

type Listed = { data: { id: number; data: { project_id: number } }[]; next: string }

async function keyFor(ids: Partial<Ids>, wanted: readonly Scope[] = scopes) {
  const project_ids = [alpha.shared, ...(ids.project ? [Number(ids.project)] : [])]
  return makeApiKey(server.sql, alpha.workspaceId, { name: 'of alpha', scopes: [...wanted], project_ids })
}

async function send(name: OperationId, key: string, ids: Ids): Promise<Reply> {
  const endpoint = declared(name)
  const { path = {}, query = {}, body, stream } = samples[name].request(ids)
  const address = endpoint.path.replace(/\{(\w+)\}/g, (_, part) => path[part] ?? '')
  return ask(`${server.url}${address}?${new URLSearchParams(query)}`, {
    method: endpoint.method,
    key,
    ...(body !== undefined && { json: body }),
    ...(stream && { body: stream.bytes, headers: { 'content-type': stream.type } }),
  })
}

function seen(reply: Reply) {
  const { 'x-request-id': _, date: __, ...headers } = Object.fromEntries(reply.headers)
  return { status: reply.status, headers, body: reply.text.replace(/"request_id":"[^"]*"/, '') }
}

describe('a key of certain projects, at every endpoint, with ids of its own, of another project, and of nobody', () => {
  test.each(forKeys)('%s', async (name) => {
    const kinds = samples[name].names
    const mine = await alpha.make(kinds, null)
    const { key, id } = await keyFor(mine)
    const [person] = await server.sql<{ id: string }[]>`select person_id as id from api_keys where id = ${id}`
    if (mine.picture) await showInTask(mine.picture)
    if (mine.assignment)
      await server.sql`update assignments set worker_id = ${person!.id} where id = ${mine.assignment}`
    const own = await send(name, key, mine)
    const refused = keyReach(declared(name)) === 'none'
    if (refused) expect(own.problem.code, own.text).toBe('forbidden')
    // It has a hold, and has not answered.
    else if (name === 'changeAnswer') expect(own.text).toContain('There is no answer')
    else expect([401, 403, 404], own.text).not.toContain(own.status)
    expect(own.text).not.toContain(other.mark)
    for (const kind of kinds) {
      const foreign = await send(name, key, { ...mine, [kind]: otherIds[kind] })
      const unknown = await send(name, key, { ...mine, [kind]: unknownIds()[kind] })
      expect(seen(foreign), kind).toEqual(seen(unknown))
      const empty = name === 'lookUpAssets'
      expect(foreign.status, foreign.text).toBe(refused ? 403 : empty ? 200 : 404)
    }
  })

  test('what it tried has changed nothing in the other project', async () => {
    expect(await rowsOf(otherIds)).toEqual(before)
  })
})

describe('a key of certain projects', () => {
  test('lists only theirs, and hears only of theirs', async () => {
    const { key } = await keyFor({}, ['read'])
    const get = async (path: string) => (await ask(`${server.url}${path}`, { key })).json as Listed
    expect((await get('/projects')).data.map(({ id }) => id)).toEqual([alpha.shared])
    const told = new Set<number>()
    let after = ''
    for (let pages = 0; pages < 50; pages++) {
      const page = (await get(`/events?limit=1000${after}`)) as Listed
      for (const { data } of page.data) told.add(data.project_id)
      if (page.data.length === 0) break
      after = `&after=${encodeURIComponent(page.next)}`
    }
    expect([...told]).toEqual([alpha.shared])
  })

  test('names no picture that only another project shows; one that it has sent itself it may name', async () => {
    const { key } = await keyFor({}, ['write'])
    const [shown] = await server.sql<{ sha256: string }[]>`
      select sha256 from task_assets where project_id = ${other.shared} limit 1`
    const { sha256 } = shown!
    const get = (sha: string) => ask(`${server.url}/assets/${sha}`, { key })
    expect((await get(sha256)).status).toBe(404)
    const create = (picture: string) =>
      ask(`${server.url}/tasks`, {
        key,
        json: { project_id: alpha.shared, task_spec: [{ sentence: crypto.randomUUID(), picture: `asset:${picture}` }] },
      })
    const foreign = await create(sha256)
    const unknown = await create('0'.repeat(64))
    expect(foreign.status).toBe(422)
    expect(seen(foreign).body.replaceAll(sha256, '')).toBe(seen(unknown).body.replaceAll('0'.repeat(64), ''))
    const line = JSON.stringify({ task_spec: [{ sentence: 'y', picture: `asset:${sha256}` }] })
    const bulk = await ask(`${server.url}/tasks/bulk?project_id=${alpha.shared}`, {
      key,
      body: `${line}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect(bulk.text).toContain('unknown_asset')

    const kept = await fetch(`${server.url}/assets/${sha256}`, { headers: { authorization: server.key } })
    const bytes = Buffer.from(await kept.arrayBuffer())
    const sent = await ask(`${server.url}/assets`, { key, body: bytes, headers: { 'content-type': 'image/png' } })
    expect(sent.json.sha256).toBe(sha256)
    expect((await get(sha256)).status).toBe(200)
    expect((await create(sha256)).status).toBe(201)
  })

  test('is not made for a project of somebody else', async () => {
    const elsewhere = await server.makeWorkspace()
    const owner = await server.makePerson({ workspaceId: elsewhere.id, role: 'owner' })
    const make = (json: object) => ask(`${server.url}/api-keys`, { key: owner.token, json: { name: 'x', ...json } })
    expect((await make({ project_ids: [alpha.shared] })).status).toBe(404)
    expect((await make({ scopes: ['work'] })).problem.errors?.[0]?.code).toBe('required')
    expect((await make({ project_ids: [] })).status).toBe(422)
  })
})

async function rowsOf(ids: Ids): Promise<unknown> {
  const [row] = await server.sql`
    select (select to_jsonb(p) from projects p where id = ${ids.project}) as project,
           (select to_jsonb(r) from releases r where project_id = ${ids.project} and number = 1) as release,
           (select to_jsonb(t) from tasks t where id = ${ids.task}) as task,
           (select to_jsonb(w) - '{cursor_xid,cursor_id}'::text[] from webhooks w where id = ${ids.webhook}) as webhook,
           (select to_jsonb(a) from assignments a where id = ${ids.assignment}) as assignment,
           (select to_jsonb(a) from appeals a where id = ${ids.appeal}) as appeal,
           (select to_jsonb(r) from reports r where assignment_id = ${ids.report}) as report`
  expect(Object.values(row as object)).not.toContain(null)
  return row
}
