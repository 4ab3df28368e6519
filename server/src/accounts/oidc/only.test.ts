import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../../testing/server.ts'
import { makeAccount, signIn } from '../account.fixture.ts'
import { makeInvitation } from '../invitations.ts'
import { TestBrowser } from './browser.fixture.ts'
import { settingsFor, startProvider, type TestProvider } from './provider.fixture.ts'

let provider: TestProvider
let server: TestServer
beforeAll(async () => {
  provider = await startProvider({ isPublic: true })
  server = await startTestServer(settingsFor(provider, { OIDC_CLIENT_SECRET: '' }))
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

const password = 'seven small whiskers'

describe('a provider that is away', () => {
  test('is said within a sentence, passwords go on, and it is asked anew when it is back', async () => {
    await provider.close()
    const ada = new TestBrowser(server.url)
    const begun = await ada.ask('/sign-ins', 'POST', {})
    expect(begun.problem).toMatchObject({ status: 503, code: 'unavailable' })
    expect(begun.problem.detail).toBe(
      'Example does not answer. Try again in a few minutes. Who has a password here can sign in with it meanwhile.',
    )
    const account = await makeAccount(server)
    expect((await signIn(server.url, account.email, account.password)).status).toBe(201)
    await provider.reopen()
    provider.sendTo(server.url)
    provider.people.set('ada', { groups: ['guests'] })
    provider.signsIn = 'ada'
    const answer = await ada.answer()
    await provider.close()
    expect((await ada.complete(answer)).problem).toMatchObject({ status: 503, code: 'unavailable' })
    await provider.reopen()
    expect((await ada.signIn()).status).toBe(200)
  })
})

describe('OIDC_ONLY', () => {
  let only: string
  beforeAll(async () => {
    const running = await server.startAnother({ OIDC_ONLY: 'true' })
    only = running.address
    provider.sendTo(only)
  })

  test('a member has no password there, whether or not it is right; who is no member has one', async () => {
    const member = await makeAccount(server)
    expect((await signIn(only, member.email, 'a wrong one')).problem.code).toBe('wrong_credentials')
    const refused = await signIn(only, member.email, password)
    expect(refused.problem).toMatchObject({ code: 'forbidden' })
    expect(refused.problem.detail).toContain('sign in with Example here')
    await server.sql`delete from members where person_id = ${member.id}`
    expect((await signIn(only, member.email, password)).status).toBe(201)
  })

  test('an invitation makes a member only of who comes from the provider; a worker joins as before', async () => {
    const accept = async (json: object) => ask(`${only}/invitation-acceptances`, { json: { cookie: false, ...json } })
    const invitation = await makeInvitation(server.sql, server.running.workspaceId, { role: 'owner' })
    const token = invitation?.token
    const account = { name: 'Bo', email: 'bo@example.org', password }
    expect((await accept({ token, ...account })).problem.detail).toContain('Members sign in with Example here')
    provider.people.set('bo', { groups: ['guests'] })
    provider.signsIn = 'bo'
    const bo = new TestBrowser(only)
    await bo.signIn()
    // Known to the provider is not enough: this session has to have begun there.
    const [known] = await server.sql<{ id: string }[]>`select person_id as id from identities where subject = 'bo'`
    const other = new TestBrowser(only)
    const worker = await makeAccount(server)
    await server.sql`delete from members where person_id = ${worker.id}`
    await other.ask('/sessions', 'POST', { email: worker.email, password })
    await server.sql`update sessions set person_id = ${known!.id} where person_id = ${worker.id}`
    expect((await other.ask('/invitation-acceptances', 'POST', { token })).problem.code).toBe('forbidden')
    expect((await bo.ask('/invitation-acceptances', 'POST', { token })).json.workspace).toMatchObject({ role: 'owner' })
    const { id } = await textProject(server.client)
    const link = await makeInvitation(server.sql, server.running.workspaceId, { role: 'worker', project_id: id })
    expect((await accept({ token: link?.token })).status).toBe(201)
  })

  test('what an account had before ends, also in the browser that is signed in to it', async () => {
    const account = await makeAccount(server)
    await server.sql`delete from members where person_id = ${account.id}`
    const ada = new TestBrowser(only)
    await ada.ask('/sessions', 'POST', { email: account.email, password })
    provider.people.set('eve', { groups: ['guests'], email: account.email, email_verified: true })
    provider.signsIn = 'eve'
    expect((await ada.signIn()).json.person).toMatchObject({ id: account.id })
    expect((await ask(`${only}/session`, { key: account.token })).status).toBe(401)
    expect((await signIn(only, account.email, password)).problem.code).toBe('wrong_credentials')
  })

  test('the way back is the operator’s: without the provider a link for a new password is made again', async () => {
    provider.people.set('cy', { groups: ['guests'], email: 'cy@example.org', email_verified: true })
    provider.signsIn = 'cy'
    await new TestBrowser(only).signIn()
    const { address } = await server.startAnother({ OIDC_ISSUER: '' })
    await ask(`${address}/password-resets`, { json: { email: 'cy@example.org' } })
    await expect.poll(() => server.console.join()).toContain('reset#whl_')
    const token = /reset#(whl_\w+)/.exec(server.console.join())?.[1]
    await ask(`${address}/password-resets`, { method: 'PUT', json: { token, password } })
    expect((await signIn(address, 'cy@example.org', password)).status).toBe(201)
  })

  test('sessions of members that began with a password end when it is switched on; others go on', async () => {
    const member = await makeAccount(server)
    const worker = await makeAccount(server)
    await server.sql`delete from members where person_id = ${worker.id}`
    const ada = new TestBrowser(only)
    provider.signsIn = 'ada'
    await ada.signIn()
    await server.startAnother({ OIDC_ONLY: 'true' })
    const status = async (key: string) => (await ask(`${only}/session`, { key })).status
    expect([await status(member.token), await status(worker.token)]).toEqual([401, 200])
    expect((await ada.ask('/session')).status).toBe(200)
  })
})

test('E1 under a path of a host the way there and back has it, and the cookie goes by https only', async () => {
  const { address } = await server.startAnother({ PUBLIC_URL: 'https://labels.example.org/whisker' })
  const begun = await ask(`${address}/sign-ins`, { json: {} })
  const there = new URL(begun.json.url as string)
  expect(there.searchParams.get('redirect_uri')).toBe('https://labels.example.org/whisker/sign-ins/return')
  expect(there.searchParams.get('code_challenge_method')).toBe('S256')
  expect(begun.headers.get('set-cookie')).toMatch(
    /^__Host-whisker-whisker-sign-in=.{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  const back = await ask(`${address}/whisker/sign-ins/return?code=a%23b&state=%3Cx%3E?&error=//evil.example`)
  expect(back.status).toBe(302)
  expect(back.headers.get('location')).toBe(
    '/whisker/app/sign-in/return#code=a%23b&state=%3Cx%3E?&error=//evil.example',
  )
})

test('what was begun at one server is completed at another', async () => {
  const { address } = await server.startAnother({ PUBLIC_URL: server.url })
  provider.sendTo(server.url)
  provider.signsIn = 'ada'
  const ada = new TestBrowser(server.url)
  const answer = await ada.answer()
  const other = ada.copy(address)
  expect((await other.complete(answer)).status).toBe(200)
  expect((await ada.complete(answer)).problem.code).toBe('sign_in_refused')
})

test('a public client signs in with PKCE alone, and a service without a provider says that it has none', async () => {
  const none = await startTestServer()
  const ada = new TestBrowser(none.url)
  expect((await ada.ask('/setup')).json.single_sign_on).toBeNull()
  expect((await ada.ask('/sign-ins', 'POST', {})).problem.detail).toContain('by e-mail and password only')
  expect((await ada.complete('code=x&state=x')).problem.code).toBe('forbidden')
  await none.close()
})
