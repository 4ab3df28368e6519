import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { type Account, makeAccount } from './account.fixture.ts'
import { hashSecret, newSecret } from './secrets.ts'

let server: TestServer
let ada: Account
beforeAll(async () => {
  server = await startTestServer()
  ada = await makeAccount(server, 'owner')
})
afterAll(() => server.close())

const session = (token: string, url = server.url) => ask(`${url}/session`, { key: token })

async function begin(personId = ada.id): Promise<string> {
  const token = newSecret('whs')
  await server.sql`
    insert into sessions (token_hash, person_id, workspace_id, user_agent)
    values (${hashSecret(token)}, ${personId}, ${server.running.workspaceId}, 'test')`
  return token
}

describe('A-05 the cookie', () => {
  const signIn = (url: string) => ask(`${url}/sessions`, { json: { email: ada.email, password: ada.password } })

  test('by http: HttpOnly, SameSite, for every path, and the token nowhere else', async () => {
    const { headers, text } = await signIn(server.url)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^whisker=whs_\w{39}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(text).not.toContain('whs_')
  })

  test('by https: __Host- and Secure, as PUBLIC_URL says and not as a header says', async () => {
    const secure = await server.startAnother({ PUBLIC_URL: 'https://whisker.example.org' })
    const { headers } = await signIn(secure.address)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-whisker=whs_\w{39}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
    const claimed = await ask(`${server.url}/sessions`, {
      json: { email: ada.email, password: ada.password },
      headers: { 'x-forwarded-proto': 'https' },
    })
    expect(claimed.headers.getSetCookie()[0]).not.toContain('Secure')
  })

  test('signs in, and is taken back on signing out', async () => {
    const cookie = (await signIn(server.url)).headers.getSetCookie()[0]?.split(';')[0] as string
    expect((await ask(`${server.url}/session`, { headers: { cookie } })).json).toMatchObject({ person: { id: ada.id } })
    const origin = { cookie, 'sec-fetch-site': 'same-origin' }
    const out = await ask(`${server.url}/session`, { method: 'DELETE', headers: origin })
    expect(out.headers.getSetCookie()[0]).toMatch(/^whisker=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/)
    expect((await ask(`${server.url}/session`, { headers: { cookie } })).status).toBe(401)
  })

  test('F30 signing in ends the session whose cookie is replaced, and no other', async () => {
    const cookieOf = (reply: Awaited<ReturnType<typeof signIn>>) =>
      reply.headers.getSetCookie()[0]?.split(';')[0] as string
    const [old, elsewhere] = [cookieOf(await signIn(server.url)), cookieOf(await signIn(server.url))]
    const again = await ask(`${server.url}/sessions`, {
      json: { email: ada.email, password: ada.password },
      headers: { cookie: old, 'sec-fetch-site': 'same-origin' },
    })
    const status = async (cookie: string) => (await ask(`${server.url}/session`, { headers: { cookie } })).status
    expect([await status(old), await status(cookieOf(again)), await status(elsewhere)]).toEqual([401, 200, 200])
  })

  test('A-14 no address takes a token', async () => {
    const token = await begin()
    for (const name of ['token', 'access_token', 'session', 'key', 'authorization'])
      expect((await ask(`${server.url}/session?${name}=${token}`)).status).toBe(401)
  })
})

describe('A-04 the end of a session', () => {
  test('signing out works at once on every server', async () => {
    const other = await server.startAnother()
    const token = await begin()
    expect((await session(token, other.url)).status).toBe(200)
    await ask(`${server.url}/session`, { method: 'DELETE', key: token })
    expect((await session(token, other.url)).status).toBe(401)
    expect((await session(token)).status).toBe(401)
  })

  test('for labeling a session is remembered: it ends at once where somebody signed out, within a second on every other server', async () => {
    const other = await server.startAnother()
    const status = async (token: string, url = server.url) =>
      (await ask(`${url}/assignments?project_id=1`, { key: token })).status
    for (const end of ['session', 'sessions']) {
      const token = await begin()
      expect([await status(token), await status(token, other.url)]).toEqual([200, 200])
      await ask(`${server.url}/${end}`, { method: 'DELETE', key: token })
      expect(await status(token)).toBe(401)
      await expect.poll(() => status(token, other.url), { timeout: 1000, interval: 50 }).toBe(401)
    }
  })

  test('signing out while other requests are under way gives 200 or 401, never a failure', async () => {
    for (let round = 0; round < 5; round++) {
      const token = await begin()
      const reads = Array.from({ length: 20 }, () => session(token))
      const out = ask(`${server.url}/session`, { method: 'DELETE', key: token })
      for (const { status } of await Promise.all(reads)) expect([200, 401]).toContain(status)
      await out
    }
  })

  test('everywhere at once, or in one place of one’s own; others’ sessions are unknown', async () => {
    const bob = await makeAccount(server)
    const [here, there] = [await begin(), await begin()]
    const list = await ask(`${server.url}/sessions`, { key: here })
    const { data } = list.json as { data: { id: string; current: boolean }[] }
    expect(data.filter(({ current }) => current)).toHaveLength(1)
    expect(list.text).not.toContain('whs_')
    const [thereRow] = await server.sql`select id from sessions where token_hash = ${hashSecret(there)}`
    const end = (key: string) => ask(`${server.url}/sessions/${thereRow?.id}`, { method: 'DELETE', key })
    expect((await end(bob.token)).status).toBe(404)
    expect((await end(here)).status).toBe(204)
    expect((await session(there)).status).toBe(401)
    await ask(`${server.url}/sessions`, { method: 'DELETE', key: here })
    expect((await session(here)).status).toBe(401)
    expect((await session(bob.token)).status).toBe(200)
  })
})

describe('A-08 how long a session lasts', () => {
  test.each([
    ['13 days idle', "last_seen_at = now() - interval '13 days'", 200],
    ['14 days idle', "last_seen_at = now() - interval '14 days'", 401],
    ['29 days old, in use', "created_at = now() - interval '29 days'", 200],
    ['30 days old, in use', "created_at = now() - interval '30 days'", 401],
  ])('%s', async (_, change, status) => {
    const token = await begin()
    await server.sql.unsafe(`update sessions set ${change} where token_hash = $1`, [hashSecret(token)])
    expect((await session(token)).status).toBe(status)
  })

  test('use prolongs it', async () => {
    const token = await begin()
    await server.sql`update sessions set last_seen_at = now() - interval '13 days' where token_hash = ${hashSecret(token)}`
    await session(token)
    const [row] = await server.sql`
      select last_seen_at > now() - interval '1 minute' as seen from sessions where token_hash = ${hashSecret(token)}`
    expect(row).toEqual({ seen: true })
  })
})

describe('I-12 what a session may follows the membership, at once', () => {
  const workspace = (token: string, url = server.url) => ask(`${url}/workspace`, { key: token })

  test('removed, demoted, and in another workspace', async () => {
    const other = await server.startAnother()
    const bob = await makeAccount(server, 'editor')
    const make = () => ask(`${other.url}/webhooks`, { key: bob.token, json: { url: 'x' } })
    const asOwner = await begin()
    expect((await make()).status).toBe(422)
    const path = `${server.url}/members/${bob.id}`
    await ask(path, { method: 'PATCH', key: asOwner, json: { role: 'viewer' } })
    expect((await make()).problem.code).toBe('forbidden')
    await ask(path, { method: 'DELETE', key: asOwner })
    expect((await workspace(bob.token, other.url)).problem.code).toBe('forbidden')
    expect((await session(bob.token)).json).toMatchObject({ workspace: null, memberships: [] })
  })

  test('a session works in one workspace; only in one of its person', async () => {
    const second = await server.makeWorkspace('Second')
    const foreign = await server.makeWorkspace('Foreign')
    const bob = await makeAccount(server)
    await server.sql`insert into members (workspace_id, person_id, role) values (${second.id}, ${bob.id}, 'editor')`
    const go = (workspace_id: number) =>
      ask(`${server.url}/session`, { method: 'PATCH', key: bob.token, json: { workspace_id } })
    expect((await workspace(bob.token)).json).toMatchObject({ id: server.running.workspaceId })
    expect((await go(second.id)).json).toMatchObject({ workspace: { title: 'Second', role: 'editor' } })
    expect((await workspace(bob.token)).json).toMatchObject({ id: second.id })
    expect((await go(foreign.id)).status).toBe(404)
    expect((await go(2 ** 40)).status).toBe(422)
    expect((await workspace(bob.token)).json).toMatchObject({ id: second.id })
  })
})
