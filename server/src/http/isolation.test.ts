import { type Endpoint, scopeOf } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { hashSecret, newSecret } from '../accounts/secrets.ts'
import { ask, type Reply } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { makeWorld, unknownIds, type World } from './isolation.fixture.ts'
import { type Ids, type Kind, samples } from './samples.fixture.ts'

type Caller = {
  name: string
  /** null: not in a workspace */
  home: World | null
  personId: string | null
  credential: () => Promise<string | undefined>
  may: (policy: Endpoint['policy']) => 'yes' | 'unauthenticated' | 'forbidden' | 'insufficient_scope'
}

let server: TestServer
let alpha: World
let bravo: World
let bravoIds: Ids
let before: unknown
const callers: Caller[] = []
const everyKind = Object.keys(unknownIds()) as Kind[]
const strength = { viewer: 0, editor: 1, owner: 2 }

beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1' })
  const other = await server.makeWorkspace()
  alpha = await makeWorld(server, server.running.workspaceId, 'alpha')
  bravo = await makeWorld(server, other.id, 'bravoo')
  bravoIds = await bravo.make(everyKind, null)
  before = await rowsOf(bravoIds)

  const stranger = (name: string, credential?: string): Caller => ({
    name,
    home: null,
    personId: null,
    credential: async () => credential,
    may: (policy) => (policy.who === 'none' ? 'yes' : 'unauthenticated'),
  })
  const { key } = await makeApiKey(server.sql, alpha.workspaceId, { name: 'revoked', scopes: ['read', 'write'] })
  await server.sql`update api_keys set revoked_at = now() where key_hash = ${hashSecret(key)}`
  callers.push(
    stranger('nobody'),
    stranger('a revoked key', key),
    stranger('a key with a wrong checksum', `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`),
    stranger('a session that never was', newSecret('whs')),
  )
  for (const [name, scopes, home] of [
    ['a reading key', ['read'], alpha],
    ['a key', ['read', 'write'], alpha],
    ['a key of bravo', ['read', 'write'], bravo],
  ] as const) {
    const made = await makeApiKey(server.sql, home.workspaceId, { name, scopes: [...scopes] })
    const may: Caller['may'] = (policy) => {
      if (policy.who === 'none') return 'yes'
      const scope = scopeOf(policy)
      if (scope === null) return 'forbidden'
      return (scopes as readonly string[]).includes(scope) || scope === 'read' ? 'yes' : 'insufficient_scope'
    }
    callers.push({ name, home, personId: null, credential: async () => made.key, may })
  }
  for (const [name, role, home] of [
    ['a worker', null, null],
    ['a viewer', 'viewer', alpha],
    ['an editor', 'editor', alpha],
    ['an owner', 'owner', alpha],
    ['an owner of bravo', 'owner', bravo],
  ] as const) {
    const { id } = await server.makePerson(role ? { workspaceId: home.workspaceId, role } : undefined)
    // A session each time: some requests end it.
    const credential = async () => {
      const token = newSecret('whs')
      await server.sql`
        insert into sessions (token_hash, person_id, workspace_id, user_agent)
        values (${hashSecret(token)}, ${id}, ${home?.workspaceId ?? null}, ${home?.mark ?? ''})`
      return token
    }
    const may: Caller['may'] = (policy) => {
      if (policy.who !== 'requester' && policy.who !== 'member') return 'yes'
      return role && strength[role] >= strength[policy.role] ? 'yes' : 'forbidden'
    }
    callers.push({ name, home, personId: id, credential, may })
  }
})
afterAll(() => server.close())

async function send(operation: OperationId, caller: Caller, ids: Ids): Promise<Reply> {
  const endpoint: Endpoint = endpoints[operation]
  const { path = {}, query = {}, body, stream } = samples[operation].request(ids)
  const address = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => path[name] ?? '')
  const key = await caller.credential()
  return ask(`${server.url}${address}?${new URLSearchParams(query)}`, {
    method: endpoint.method,
    key,
    ...(body !== undefined && { json: body }),
    ...(stream && { body: stream.bytes, headers: { 'content-type': stream.type } }),
  })
}

/** All of an answer that a caller can tell apart. */
function seen(reply: Reply) {
  const { 'x-request-id': _, date: __, ...headers } = Object.fromEntries(reply.headers)
  return { status: reply.status, headers, body: reply.text.replace(/"request_id":"[^"]*"/, '') }
}

const endpointNames = Object.keys(endpoints) as OperationId[]

describe('I-01 every endpoint, every caller, ids of their own, of others, and of nobody', () => {
  test('every endpoint has a sample', () => {
    expect(endpointNames.filter((name) => !samples[name])).toEqual([])
  })

  test.each(endpointNames)('%s', async (operation) => {
    const endpoint: Endpoint = endpoints[operation]
    const { names } = samples[operation]
    for (const caller of callers) {
      const verdict = caller.may(endpoint.policy)
      const own = caller.home ?? alpha
      const mine = await own.make(names, caller.personId)
      const other = own === alpha ? bravoIds : await alpha.make(names, null)
      const replies = new Map<string, Reply>([['own', await send(operation, caller, mine)]])
      // I-04: one id at a time, so that an own address with somebody else's inner id is tried as well.
      for (const name of names) {
        replies.set(`foreign ${name}`, await send(operation, caller, { ...mine, [name]: other[name] }))
        replies.set(`unknown ${name}`, await send(operation, caller, { ...mine, [name]: unknownIds()[name] }))
      }
      for (const [which, reply] of replies) {
        const where = `${caller.name} with ${which}: ${reply.status} ${reply.text.slice(0, 200)}`
        expect(reply.status, where).toBeLessThan(500)
        if (verdict === 'yes')
          expect(['unauthenticated', 'insufficient_scope', 'cross_origin'], where).not.toContain(reply.problem?.code)
        else expect(reply.problem?.code, where).toBe(verdict)
        if (caller.home === alpha) expect(reply.text, where).not.toContain(bravo.mark)
        for (const id of Object.values(bravoIds))
          if (caller.home === alpha && id.length > 30) expect(reply.text, where).not.toContain(id)
      }
      if (verdict !== 'yes') {
        // A refusal says nothing about the ids.
        const first = seen(replies.get('own')!)
        for (const reply of replies.values()) expect(seen(reply)).toEqual(first)
        continue
      }
      const ownReply = replies.get('own')!
      if (caller.home && !workersOnly(endpoint))
        expect(ownReply.status, `${caller.name}: ${ownReply.text}`).not.toBe(404)
      for (const name of names) {
        const foreign = seen(replies.get(`foreign ${name}`)!)
        expect(foreign, `${caller.name}, foreign ${name}`).toEqual(seen(replies.get(`unknown ${name}`)!))
        expect([404, 200], `${caller.name}, foreign ${name}: ${foreign.body}`).toContain(foreign.status)
        if (foreign.status === 200)
          expect(mayAnswerEmpty[operation], `${operation} answers ${foreign.body}`).toBe(foreign.body)
      }
    }
  })

  test('I-02 what others tried has changed nothing in bravo', async () => {
    expect(await rowsOf(bravoIds)).toEqual(before)
  })
})

async function rowsOf(ids: Ids): Promise<unknown> {
  const [row] = await server.sql`
    select (select to_jsonb(p) from projects p where id = ${ids.project}) as project,
           (select to_jsonb(r) from releases r where project_id = ${ids.project} and number = 1) as release,
           (select to_jsonb(b) from buckets b where project_id = ${ids.project}) as bucket,
           (select to_jsonb(t) from tasks t where id = ${ids.task}) as task,
           (select to_jsonb(a) - '{rendition_type,rendition_width,rendition_height}'::text[] from assets a where sha256 = ${ids.picture}) as picture,
           (select to_jsonb(w) - '{cursor_xid,cursor_id}'::text[] from webhooks w where id = ${ids.webhook}) as webhook,
           (select to_jsonb(d) from deliveries d where id = ${ids.delivery}) as delivery,
           (select to_jsonb(k) from api_keys k where id = ${ids.key}) as key,
           (select to_jsonb(m) from members m where person_id = ${ids.member}) as member,
           (select to_jsonb(i) from invitations i where id = ${ids.invitation}) as invitation,
           (select to_jsonb(s) from sessions s where id = ${ids.session}) as session,
           (select to_jsonb(a) from assignments a where id = ${ids.assignment}) as assignment,
           (select to_jsonb(a) from appeals a where id = ${ids.appeal}) as appeal,
           (select to_jsonb(r) from reports r where assignment_id = ${ids.report}) as report`
  expect(Object.values(row as object)).not.toContain(null)
  return row
}

/** Only who has joined the project finds it; being a member of its workspace is not that. */
function workersOnly(endpoint: Endpoint): boolean {
  return endpoint.policy.who === 'worker'
}

/** Questions to which "nothing" is an answer, the same for everybody. */
const mayAnswerEmpty: Partial<Record<OperationId, string>> = {
  lookUpAssets: '{"found":[]}',
  listAssignments: '{"assignments":[]}',
  listOwnAnswers: '{"data":[]}',
  readOwnStatistics: '{"today":0,"last_7_days":0,"median_seconds":null,"streak_days":0}',
}
