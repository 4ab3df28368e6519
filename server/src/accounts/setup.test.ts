import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { signIn } from './account.fixture.ts'
import { hashSecret } from './secrets.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const tokenOf = (link: string | null) => new URL(link ?? '').hash.slice(1)
const owner = { name: 'Ada', email: 'ada@example.org', password: 'seven small whiskers', cookie: false }
const setUp = (token: string, more: object = {}) => ask(`${server.url}/setup`, { json: { token, ...owner, ...more } })
const expire = (token: string) =>
  server.sql`update one_time_links set expires_at = now() - interval '1 second' where token_hash = ${hashSecret(token)}`

describe('K-01 a fresh service', () => {
  test('waits for its owner, and lets nobody in meanwhile', async () => {
    expect((await ask(`${server.url}/setup`)).json).toEqual({ needed: true, sign_up: 'closed', single_sign_on: null })
    for (const email of ['admin', 'admin@localhost', 'admin@example.org', 'root', ''])
      expect((await signIn(server.url, email, 'admin')).problem.code).toBe('wrong_credentials')
    expect(await server.sql`select * from people`).toEqual([])
    expect((await setUp('whl_guess')).problem.code).toBe('link_expired')
  })

  test('K-04 listens on loopback unless it is told otherwise', () => {
    expect(server.running.server.config.host).toBe('127.0.0.1')
  })

  test('F36 each start without an owner prints a link of its own, and those of other servers go on working', async () => {
    const again = await server.startAnother()
    const links = [server.running.setupUrl, again.setupUrl].map(tokenOf)
    expect(new Set(links).size).toBe(2)
    for (const link of links)
      expect((await setUp(link, { password: 'password1' })).problem.errors).toMatchObject([{ pointer: '/password' }])
  })

  test('a link that is too old, a weak password, an address that is taken: the link is not used up by a refusal', async () => {
    const { setupUrl } = await server.startAnother()
    const token = tokenOf(setupUrl)
    expect((await setUp(token, { password: 'password1' })).problem.errors).toMatchObject([{ pointer: '/password' }])
    await server.sql`insert into people (name, email) values ('A worker', 'worker@example.org')`
    expect((await setUp(token, { email: 'worker@example.org' })).problem.code).toBe('conflict')
    await server.sql`update one_time_links set expires_at = now() + interval '1 minute'`
    await expire(token)
    expect((await setUp(token)).problem.code).toBe('link_expired')
  })

  test('of many who open the link at once one becomes the owner; after that nobody does', async () => {
    const { setupUrl } = await server.startAnother()
    const token = tokenOf(setupUrl)
    const first = tokenOf((await server.startAnother()).setupUrl)
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, n) => setUp(n % 2 ? token : first, { email: `owner${n}@example.org` })),
    )
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(await server.sql`select role from members`).toEqual([{ role: 'owner' }])
    expect((await setUp(token)).problem.code).toBe('setup_done')
    expect((await ask(`${server.url}/setup`)).json).toEqual({ needed: false, sign_up: 'closed', single_sign_on: null })
    expect((await server.startAnother()).setupUrl).toBeNull()
    // A link that was made for another purpose, or kept from before, does not help.
    await server.sql`insert into one_time_links values (${hashSecret('whl_kept')}, 'setup', null, now() + interval '1 day')`
    expect((await setUp('whl_kept')).problem.code).toBe('setup_done')
  })

  test('the owner is signed in, and the link is stored only as a hash', async () => {
    const [person] = await server.sql<{ email: string }[]>`select email from people join members on id = person_id`
    expect((await signIn(server.url, person?.email as string, owner.password)).json).toMatchObject({
      workspace: { role: 'owner' },
    })
    const [links] = await server.sql`select count(*)::int from one_time_links where token_hash::text like '%whl_%'`
    expect(links).toEqual({ count: 0 })
  })

  test('A-01 guesses at the link are counted', async () => {
    let last = await setUp('whl_guess')
    for (let n = 0; n < 60 && last.status !== 429; n++) last = await setUp('whl_guess')
    expect(last.problem.code).toBe('rate_limited')
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
