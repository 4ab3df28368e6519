import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { type Account, from, makeAccount, signIn } from './account.fixture.ts'

let server: TestServer
let ada: Account

beforeAll(async () => {
  server = await startTestServer({ TRUST_PROXY: '127.0.0.1/32' })
  ada = await makeAccount(server)
})
afterAll(() => server.close())

describe('signing in', () => {
  test('by any spelling of the address; twenty sessions at once', async () => {
    const spelt = await signIn(server.url, ` ${ada.email.toUpperCase()} `, ada.password, from())
    expect(spelt.json).toMatchObject({ person: { email: ada.email }, workspace: { role: 'viewer' } })
    const many = await Promise.all(
      Array.from({ length: 20 }, () => signIn(server.url, ada.email, ada.password, from())),
    )
    expect(new Set(many.map(({ json }) => json.token)).size).toBe(20)
  })

  test.each([
    ['NUL', 'a\0b@example.org'],
    ['a lone surrogate', 'a\ud800@example.org'],
    ['300 characters', 'x'.repeat(300)],
  ])('an address with %s is refused, not a failure', async (_, email) => {
    expect((await signIn(server.url, email, 'x')).problem.errors).toMatchObject([{ pointer: '/email' }])
    const reset = await ask(`${server.url}/password-resets`, { json: { email }, headers: from() })
    expect(reset.problem.errors).toMatchObject([{ pointer: '/email' }])
  })

  test('I-05 X-16 metacharacters are just characters', async () => {
    for (const email of ["' or 1=1 --", '%', '_@example.org', '"; drop table people; --'])
      expect((await signIn(server.url, email, "' or '1'='1", from())).problem.code).toBe('wrong_credentials')
  })
})

describe('A-01 guessing', () => {
  const guess = (email: string, ip: string, password = 'a wrong one') => signIn(server.url, email, password, from(ip))

  test('ten for one account from one network, then 429; the owner of the account is not locked out elsewhere', async () => {
    const bob = await makeAccount(server)
    for (let n = 0; n < 10; n++) expect((await guess(bob.email, '192.0.2.1')).status).toBe(401)
    const refused = await guess(bob.email, '192.0.2.1', bob.password)
    expect(refused.problem.code).toBe('rate_limited')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800)
    expect((await guess(bob.email, '192.0.2.2', bob.password)).status).toBe(201)
    // Nor is it for ever.
    await server.sql`update attempts set expires_at = now() - interval '1 second'`
    expect((await guess(bob.email, '192.0.2.1', bob.password)).status).toBe(201)
  })

  test('F25 an office signs in behind one address: successes do not count for the network, failures do', async () => {
    const bob = await makeAccount(server)
    const office = '192.0.2.77'
    expect((await guess('nobody@example.org', office)).status).toBe(401)
    const left = () => server.sql`select count from attempts where key = ${`sign-in:ip:${office}`}`
    await server.sql`update attempts set count = 99 where key = ${`sign-in:ip:${office}`}`
    for (let n = 0; n < 3; n++) expect((await guess(bob.email, office, bob.password)).status).toBe(201)
    expect(await left()).toEqual([{ count: 99 }])
    expect((await guess('nobody@example.org', office)).status).toBe(401)
    expect((await guess(bob.email, office, bob.password)).problem.code).toBe('rate_limited')
  })

  test('a success begins the count anew', async () => {
    const bob = await makeAccount(server)
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 5; n++) await guess(bob.email, '192.0.2.3')
      expect((await guess(bob.email, '192.0.2.3', bob.password)).status).toBe(201)
    }
  })

  test('from everywhere, a hundred for one account; a hundred accounts from one network', async () => {
    const spend = (key: string) =>
      server.sql`insert into attempts (key, count, expires_at) values (${key}, 99, now() + interval '10 minutes')`
    const bob = await makeAccount(server)
    await spend(`sign-in:email:${bob.email}`)
    expect((await guess(bob.email, '192.0.2.4')).status).toBe(401)
    expect((await guess(bob.email, '192.0.2.5', bob.password)).status).toBe(429)
    await spend('sign-in:ip:192.0.2.6')
    expect((await guess('a@example.org', '192.0.2.6')).status).toBe(401)
    expect((await guess('b@example.org', '192.0.2.6')).status).toBe(429)
  })

  test('all addresses of an IPv6 network are one; IPv4 in IPv6 clothes is IPv4', async () => {
    for (let n = 0; n < 10; n++) await guess('eve@example.org', `2001:db8:1:2::${n}`)
    expect((await guess('eve@example.org', '2001:db8:1:2:ffff:ffff:ffff:ffff')).status).toBe(429)
    expect((await guess('eve@example.org', '2001:db8:1:3::1')).status).toBe(401)
    for (let n = 0; n < 10; n++) await guess('eve@example.org', '::ffff:192.0.2.7')
    expect((await guess('eve@example.org', '192.0.2.7')).status).toBe(429)
  })

  test('L-05 X-Forwarded-For counts only from a proxy that is trusted', async () => {
    const open = await server.startAnother({ TRUST_PROXY: '' })
    await server.sql`delete from attempts`
    for (let n = 0; n < 10; n++) await signIn(open.url, 'mallory@example.org', 'x', from(`192.0.2.${10 + n}`))
    expect((await signIn(open.url, 'mallory@example.org', 'x', from('192.0.2.99'))).status).toBe(429)
  })

  test('C-11 two servers count together', async () => {
    const other = await server.startAnother()
    for (let n = 0; n < 5; n++) {
      await guess('zoe@example.org', '192.0.2.8')
      await signIn(other.url, 'zoe@example.org', 'x', from('192.0.2.8'))
    }
    expect((await guess('zoe@example.org', '192.0.2.8')).status).toBe(429)
  })
})
