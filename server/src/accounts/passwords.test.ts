import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { makeAccount, signIn } from './account.fixture.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('A-10 hashing is slow on purpose', () => {
  // First in this file: the decoy that stands in for unknown people has not been hashed yet.
  test('a full queue refuses; and an unknown person in that moment does not break signing in for later', async () => {
    const stored = await hashPassword('seven small whiskers')
    const crowd = Array.from({ length: 60 }, () => verifyPassword(stored, 'x').catch((error) => error.code))
    const unknown = verifyPassword(null, 'x').catch((error) => error.code)
    expect(await unknown).toBe('rate_limited')
    const outcomes = await Promise.all(crowd)
    expect(outcomes.filter((outcome) => outcome === false)).toHaveLength(52)
    expect(outcomes.filter((outcome) => outcome === 'rate_limited')).toHaveLength(8)
    expect(await verifyPassword(null, 'x')).toBe(false)
    expect(await verifyPassword(stored, 'seven small whiskers')).toBe(true)
  })
})

describe('A-09 what a password may be', () => {
  test.each([
    ['seven characters', 'a b c d', /at least 8/],
    ['seven emoji, which are fourteen code units', '🐈🐕🐎🐄🐖🐑🐐', /at least 8/],
    ['one that everybody tries', 'password1', /tried first/],
    ['the same in other case', 'PassWord1', /tried first/],
    ['257 characters', 'x'.repeat(257), /at most 256/],
    ['fifty kilobytes', 'x'.repeat(50_000), /at most 256/],
    ['NUL', 'a\0bcdefgh', /NUL/],
  ])('refused: %s', async (_, password, why) => {
    const refused = await ask(`${server.url}/invitation-acceptances`, {
      json: { token: 'x', name: 'Ada', email: 'ada@example.org', password },
    })
    expect(refused.problem).toMatchObject({ status: 422, errors: [{ pointer: '/password' }] })
    expect(refused.problem.errors?.[0]?.detail).toMatch(why)
  })

  test('a megabyte is refused before it is read', async () => {
    const json = { token: 'x', name: 'Ada', email: 'ada@example.org', password: 'x'.repeat(1_000_000) }
    expect((await ask(`${server.url}/invitation-acceptances`, { json })).status).toBe(413)
  })

  test.each([
    ['eight emoji', '🐈🐕🐎🐄🐖🐑🐐🐪', '🐈🐕🐎🐄🐖🐑🐐🐪'],
    ['256 characters', 'ü'.repeat(256), 'ü'.repeat(256)],
    ['another spelling of the same characters', 'ﬁve ﬂat ﬁsh', 'five flat fish'],
  ])('taken: %s', async (_, password, typed) => {
    const { email } = await makeAccount(server, 'viewer', { password })
    expect((await signIn(server.url, email, typed)).status).toBe(201)
  })

  test('blanks in front are part of it', async () => {
    const { email } = await makeAccount(server, 'viewer', { password: '  seven small whiskers' })
    expect((await signIn(server.url, email, 'seven small whiskers')).status).toBe(401)
    expect((await signIn(server.url, email, '  seven small whiskers')).status).toBe(201)
  })
})

describe('changing it', () => {
  const change = (token: string, current_password: string, new_password: string) =>
    ask(`${server.url}/person/password`, { method: 'PUT', key: token, json: { current_password, new_password } })

  test('A-04 takes the current one, ends all other sessions, and makes old reset links worthless', async () => {
    const ada = await makeAccount(server)
    const { json: elsewhere } = await signIn(server.url, ada.email, ada.password)
    await ask(`${server.url}/password-resets`, { json: { email: ada.email } })
    await expect.poll(() => server.console.length).toBe(1)
    const link = /#(\S+)/.exec(server.console[0] as string)?.[1] as string
    expect((await change(ada.token, 'wrong', 'eight other whiskers')).problem.code).toBe('wrong_credentials')
    expect((await change(ada.token, ada.password, 'password1')).problem.errors).toMatchObject([
      { pointer: '/new_password', code: 'frequent_password' },
    ])
    expect((await change(ada.token, ada.password, 'eight other whiskers')).status).toBe(204)
    expect((await ask(`${server.url}/session`, { key: ada.token })).status).toBe(200)
    expect((await ask(`${server.url}/session`, { key: elsewhere.token as string })).status).toBe(401)
    expect((await signIn(server.url, ada.email, ada.password)).status).toBe(401)
    const stolen = { token: link, password: 'nine stolen whiskers' }
    expect((await ask(`${server.url}/password-resets`, { method: 'PUT', json: stolen })).problem.code).toBe(
      'link_expired',
    )
  })

  test('A-01 with a stolen session the password cannot be guessed: ten tries', async () => {
    const ada = await makeAccount(server)
    await server.sql`
      insert into attempts (key, count, expires_at) values (${`password:${ada.id}`}, 9, now() + interval '10 minutes')`
    expect((await change(ada.token, 'wrong', 'eight other whiskers')).status).toBe(401)
    expect((await change(ada.token, ada.password, 'eight other whiskers')).problem.code).toBe('rate_limited')
  })
})
