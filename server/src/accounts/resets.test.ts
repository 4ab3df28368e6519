import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { type Account, makeAccount, signIn } from './account.fixture.ts'

let server: TestServer
let ada: Account
beforeAll(async () => {
  server = await startTestServer({ PUBLIC_URL: 'https://whisker.example.org' })
  ada = await makeAccount(server)
})
afterAll(() => server.close())

async function askForLink(email: string, headers: Record<string, string> = {}): Promise<string> {
  const before = server.console.length
  expect(await ask(`${server.url}/password-resets`, { json: { email }, headers })).toMatchObject({
    status: 202,
    text: '',
  })
  await expect.poll(() => server.console.length).toBe(before + 1)
  return server.console.at(-1) as string
}
const tokenIn = (mail: string) => /#(\S+)/.exec(mail)?.[1] as string
const setPassword = (token: string, password: string) =>
  ask(`${server.url}/password-resets`, { method: 'PUT', json: { token, password } })

describe('A-11 a forgotten password', () => {
  test('the link has the address from PUBLIC_URL, whatever the Host header says; the token is behind the #', async () => {
    const mail = await askForLink(ada.email, { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' })
    expect(mail).toContain('https://whisker.example.org/app/reset#whl_')
    expect(mail).not.toContain('evil.example')
  })

  test('works once, ends all sessions, and takes the other links with it', async () => {
    const [first, second] = [tokenIn(await askForLink(ada.email)), tokenIn(await askForLink(ada.email))]
    expect((await setPassword(second, 'eight other whiskers')).status).toBe(204)
    for (const token of [first, second])
      expect((await setPassword(token, 'nine stolen whiskers')).problem.code).toBe('link_expired')
    expect((await ask(`${server.url}/session`, { key: ada.token })).status).toBe(401)
    expect((await signIn(server.url, ada.email, ada.password)).status).toBe(401)
    expect((await signIn(server.url, ada.email, 'eight other whiskers')).status).toBe(201)
  })

  test('lasts thirty minutes; a refusal of the new password does not use it up; of two at once one works', async () => {
    await server.sql`delete from attempts`
    const token = tokenIn(await askForLink(ada.email))
    const [link] = await server.sql`
      select round(extract(epoch from expires_at - now()) / 60)::int as minutes from one_time_links
      where purpose = 'password_reset' and used_at is null`
    expect(link).toEqual({ minutes: 30 })
    expect((await setPassword(token, 'password1')).problem.code).toBe('invalid')
    const both = await Promise.all([setPassword(token, 'ten new whiskers'), setPassword(token, 'ten new whiskers')])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
    const late = tokenIn(await askForLink(ada.email))
    await server.sql`update one_time_links set expires_at = now() - interval '1 second'`
    expect((await setPassword(late, 'eleven new whiskers')).problem.code).toBe('link_expired')
  })

  test('A-02 nobody learns whether an address is known; nothing is sent where it is not', async () => {
    await server.sql`delete from attempts`
    const before = server.console.length
    const unknown = await ask(`${server.url}/password-resets`, { json: { email: 'nobody@example.org' } })
    expect(unknown).toMatchObject({ status: 202, text: '' })
    await askForLink(ada.email)
    expect(server.console.slice(before)).toHaveLength(1)
  })

  test('three mails to one address in a quarter of an hour; guesses at the token are counted', async () => {
    await server.sql`delete from attempts`
    for (let n = 0; n < 3; n++) await askForLink(ada.email)
    expect((await ask(`${server.url}/password-resets`, { json: { email: ada.email } })).status).toBe(429)
    let last = await setPassword('whl_guess', 'eight other whiskers')
    for (let n = 0; n < 60 && last.status !== 429; n++) last = await setPassword('whl_guess', 'eight other whiskers')
    expect(last.status).toBe(429)
  })

  test('a setup link is no reset link', async () => {
    await server.sql`delete from attempts`
    await server.sql`delete from members`
    const { setupUrl } = await server.startAnother()
    const token = new URL(setupUrl as string).hash.slice(1)
    expect((await setPassword(token, 'eight other whiskers')).problem.code).toBe('link_expired')
  })
})
