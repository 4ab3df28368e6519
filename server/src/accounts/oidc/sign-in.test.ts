import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepHouse } from '../../deletions/housekeeping.ts'
import { startTestServer, type TestServer } from '../../testing/server.ts'
import { makeAccount, signIn } from '../account.fixture.ts'
import { TestBrowser } from './browser.fixture.ts'
import { settingsFor, startProvider, type TestProvider } from './provider.fixture.ts'

let provider: TestProvider
let server: TestServer

beforeAll(async () => {
  provider = await startProvider()
  server = await startTestServer(settingsFor(provider, { LOG_LEVEL: 'info' }))
  provider.sendTo(server.url)
})
beforeEach(async () => {
  provider.tamper = null
  server.logLines.length = 0
  await server.sql`delete from attempts`
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

type Answer = { person: { id: string; email: string | null }; workspace: { role: string } | null }

let people = 0
/** Somebody new at the provider, whom it signs in from now on. */
function somebody(claims: Record<string, unknown> = {}): { subject: string; email: string } {
  const subject = `subject-${++people}`
  const email = `${subject}@example.org`
  provider.people.set(subject, { name: 'Ada Example', email, email_verified: true, groups: ['labelers'], ...claims })
  provider.signsIn = subject
  return { subject, email }
}
const inGroups = (subject: string, ...groups: string[]) =>
  provider.people.set(subject, { ...provider.people.get(subject), groups })
const browser = () => new TestBrowser(server.url)
async function enter(): Promise<Answer> {
  const { status, json, text } = await browser().signIn()
  if (status !== 200) throw new Error(`Nobody came in: ${text}`)
  return json as unknown as Answer
}
const peopleHere = async () => (await server.sql`select from people`).length

describe('who comes in', () => {
  test('a new member has the strongest role of their groups, and a session like every other', async () => {
    const { email } = somebody({ groups: ['guests', 'labelers', 'cooks'] })
    const ada = browser()
    const reply = await ada.signIn({ next: '/projects/new' })
    expect(reply.status).toBe(200)
    expect(reply.json).toMatchObject({
      person: { name: 'Ada Example', email },
      workspace: { role: 'editor' },
      next: '/projects/new',
      has_password: false,
    })
    expect(reply.json.token).toBeUndefined()
    expect(reply.headers.getSetCookie().join()).toMatch(/whisker=whs_\w+;.*HttpOnly; SameSite=Lax/)
    expect((await ada.ask('/projects')).status).toBe(200)
    expect((await ada.ask('/sessions')).json.data).toMatchObject([{ current: true }])
  })

  test('it is the same person the next time, whatever the provider calls them, and the first of two at once', async () => {
    const { subject } = somebody()
    const [first, second] = await Promise.all([enter(), enter()])
    provider.people.set(subject, { groups: ['labelers'], email: 'other@example.org', email_verified: true })
    const third = await enter()
    expect(new Set([first.person.id, second.person.id, third.person.id]).size).toBe(1)
  })

  test('another group is another role at the next sign-in; no group is none, and the old session shows nothing', async () => {
    const { subject } = somebody({ groups: ['labelers'] })
    const ada = browser()
    await ada.signIn()
    inGroups(subject, 'guests')
    expect((await enter()).workspace).toMatchObject({ role: 'viewer' })
    inGroups(subject, 'cooks')
    const refused = await browser().signIn()
    expect(refused.problem).toMatchObject({ status: 403, code: 'sign_in_refused' })
    expect(refused.problem.detail).toBe(
      'Example knows you, but you are in no group that may enter here. Ask who runs this service which group you need.',
    )
    expect((await ada.ask('/projects')).status).toBe(403)
    inGroups(subject, 'labelers')
    expect((await enter()).workspace).toMatchObject({ role: 'editor' })
  })

  test('what their groups make of a member is in the audit log, and only when it is something else', async () => {
    const { subject } = somebody({ groups: ['labelers'] })
    const { person } = await enter()
    await enter()
    inGroups(subject, 'guests')
    await enter()
    inGroups(subject)
    await browser().signIn()
    await browser().signIn()
    const entries = await server.sql`
      select action, detail, l.subject, o.log_id is not null and o.code is null as done
      from audit_log l left join audit_outcomes o on o.log_id = l.id
      where person_id = ${person.id} and action like 'member.%' order by l.at`
    const by = 'Example'
    expect(entries).toEqual([
      { action: 'member.joined', detail: { role: 'editor', by }, subject: person.id, done: true },
      { action: 'member.edited', detail: { role: 'viewer', by }, subject: person.id, done: true },
      { action: 'member.removed', detail: { by }, subject: person.id, done: true },
    ])
  })

  test('the list of members says whose role the provider says', async () => {
    somebody({ groups: ['labelers'] })
    const ada = browser()
    await ada.signIn()
    const { person } = (await ada.ask('/session')).json as unknown as Answer
    await makeAccount(server)
    const { data } = (await ada.ask('/members')).json as { data: { person_id: string; role_by: string | null }[] }
    expect(data.find((member) => member.person_id === person.id)?.role_by).toBe('Example')
    expect(data.some((member) => member.role_by === null)).toBe(true)
  })

  test('who is in no group leaves no trace', async () => {
    const { email } = somebody({ groups: [] })
    const before = await peopleHere()
    const ada = browser()
    expect((await ada.signIn()).problem.code).toBe('sign_in_refused')
    expect((await ada.ask('/session')).status).toBe(401)
    expect(await peopleHere()).toBe(before)
    expect(server.logLines.join()).not.toContain(email)
  })

  test('the only owner stays the owner, and the log says so', async () => {
    const { subject } = somebody({ groups: ['chiefs'] })
    const owner = await enter()
    expect(owner.workspace).toMatchObject({ role: 'owner' })
    inGroups(subject, 'labelers')
    expect((await enter()).workspace).toMatchObject({ role: 'owner' })
    expect(server.logLines.join()).toContain('only owner')
    inGroups(subject)
    expect((await browser().signIn()).problem.code).toBe('sign_in_refused')
    expect(await server.sql`select from members where role = 'owner' and person_id = ${owner.person.id}`).toHaveLength(
      1,
    )
    somebody({ groups: ['chiefs'] })
    await enter()
    provider.signsIn = subject
    inGroups(subject, 'labelers')
    expect((await enter()).workspace).toMatchObject({ role: 'editor' })
  })
})

describe('an account that is there already', () => {
  test('is joined by an address that the provider has verified; what opened it before opens it no longer', async () => {
    const { email } = somebody({ groups: ['chiefs'] })
    const account = await makeAccount(server, 'viewer', { email })
    await server.sql`insert into one_time_links values ('x', 'password_reset', ${account.id}, now() + interval '1 hour')`
    expect(await enter()).toMatchObject({ person: { id: account.id }, workspace: { role: 'owner' } })
    expect((await signIn(server.url, email, account.password)).problem.code).toBe('wrong_credentials')
    const before = await fetch(`${server.url}/session`, { headers: { authorization: `Bearer ${account.token}` } })
    expect(before.status).toBe(401)
    expect(await server.sql`select from one_time_links where person_id = ${account.id}`).toHaveLength(0)
  })

  test('keeps its password where this browser is signed in to it', async () => {
    const { email } = somebody()
    const account = await makeAccount(server, 'viewer', { email })
    const ada = browser()
    await ada.ask('/sessions', 'POST', { email, password: account.password })
    expect((await ada.signIn()).json.person).toMatchObject({ id: account.id })
    expect((await signIn(server.url, email, account.password)).status).toBe(201)
  })

  test.each([false, undefined, 'no', 1])('is not taken over by an address with email_verified %s', async (word) => {
    const { email } = somebody({ email_verified: word, groups: ['chiefs'] })
    const account = await makeAccount(server, 'owner', { email })
    const came = await enter()
    expect(came.person).toMatchObject({ email: null })
    expect(came.person.id).not.toBe(account.id)
    expect((await signIn(server.url, email, account.password)).status).toBe(201)
  })

  test('of another identity is not joined: who left has had the address before, and it leads there no longer', async () => {
    const left = somebody({ groups: ['chiefs'] })
    const before = browser()
    const first = (await before.signIn()).json as unknown as Answer
    await server.sql`
      insert into one_time_links values ('y', 'password_reset', ${first.person.id}, now() + interval '1 hour')`
    somebody({ email: left.email })
    const second = await enter()
    expect(second.person).toMatchObject({ email: left.email })
    expect(second.person.id).not.toBe(first.person.id)
    expect(second.workspace).toMatchObject({ role: 'editor' })
    expect((await before.ask('/session')).status).toBe(401)
    expect(await server.sql`select from one_time_links where person_id = ${first.person.id}`).toHaveLength(0)
    provider.signsIn = left.subject
    provider.people.set(left.subject, { groups: ['chiefs'], email: 'new@example.org', email_verified: true })
    expect(await enter()).toMatchObject({ person: { id: first.person.id, email: 'new@example.org' } })
  })

  test('keeps its address when somebody who is known comes with it', async () => {
    const { subject } = somebody()
    const first = await enter()
    const account = await makeAccount(server)
    provider.people.set(subject, { groups: ['labelers'], email: account.email, email_verified: true })
    expect((await enter()).person).toMatchObject(first.person)
    expect((await signIn(server.url, account.email, account.password)).status).toBe(201)
  })
})

test('who comes from the provider gets no password, which would count when the provider no longer lets them in', async () => {
  const { email } = somebody()
  const ada = browser()
  await ada.signIn()
  const account = await makeAccount(server)
  for (const of of [email, account.email]) await ada.ask('/password-resets', 'POST', { email: of })
  await expect.poll(() => server.console.join()).toContain(`Mail for ${account.email}`)
  await expect.poll(() => server.console.join()).toContain(`Mail for ${email}`)
  const mails = server.console.filter((mail) => mail.includes(email) || mail.includes(account.email))
  expect(mails.map((mail) => [mail.includes(email), /app\/reset#whl_/.test(mail)]).sort()).toEqual([
    [false, true],
    [true, false],
  ])
  somebody({ email_verified: false })
  const bo = browser()
  await bo.signIn()
  const added = await bo.ask('/person/credentials', 'PUT', { email: 'bo@example.org', password: account.password })
  expect(added.problem).toMatchObject({
    code: 'conflict',
    detail: 'You sign in with Example and need no password here.',
  })
})

describe('what does not get anybody in', () => {
  test.each<[string, Record<string, unknown>]>([
    ['another audience', { aud: 'another-client' }],
    ['another issuer', { iss: 'https://elsewhere.example.org' }],
    ['another nonce', { nonce: 'x' }],
    ['no nonce', { nonce: undefined }],
    ['a token of an hour ago', { exp: Math.floor(Date.now() / 1000) - 3600 }],
  ])('%s', async (_, claims) => {
    somebody()
    provider.tamper = (before) => ({ ...before, ...claims })
    const ada = browser()
    const reply = await ada.signIn()
    expect(reply.problem).toMatchObject({ status: 403, code: 'sign_in_refused' })
    expect(reply.problem.detail).toContain('could not be verified')
    expect((await ada.ask('/session')).status).toBe(401)
  })

  test('a token by a key that the provider does not have', async () => {
    somebody()
    provider.signBy = 'stranger'
    expect((await browser().signIn()).problem.code).toBe('sign_in_refused')
    provider.signBy = 'own'
    expect((await browser().signIn()).status).toBe(200)
  })

  test('an answer that was used before, in the same browser', async () => {
    somebody()
    const ada = browser()
    const answer = await ada.answer()
    expect((await ada.complete(answer)).status).toBe(200)
    const again = await ada.complete(answer)
    expect(again.problem.detail).toContain('was begun in another browser, was used before')
  })

  test('a code that was used before, with a state that was not', async () => {
    somebody()
    const ada = browser()
    const first = new URLSearchParams(await ada.answer())
    expect((await ada.complete(first.toString())).status).toBe(200)
    const second = new URLSearchParams(await ada.answer())
    second.set('code', first.get('code') as string)
    const reply = await ada.complete(second.toString())
    expect(reply.problem).toMatchObject({ code: 'sign_in_refused', status: 403 })
    expect(reply.problem.detail).toContain('used before, or is too old')
  })

  test('the code of another browser under a state of its own', async () => {
    somebody()
    const [ada, bo] = [browser(), browser()]
    const stolen = new URLSearchParams(await ada.answer()).get('code') as string
    const own = new URLSearchParams(await bo.answer())
    own.set('code', stolen)
    expect((await bo.complete(own.toString())).problem.code).toBe('sign_in_refused')
    expect(server.logLines.length).toBeGreaterThan(0)
    expect(server.logLines.join()).not.toContain(stolen)
  })

  test('an answer that another browser has asked for; that browser can still use it', async () => {
    somebody()
    const [ada, bo] = [browser(), browser()]
    const answer = await ada.answer()
    await bo.answer()
    const reply = await bo.complete(answer)
    expect(reply.problem.detail).toContain('begun in another browser')
    expect((await bo.ask('/session')).status).toBe(401)
    expect((await new TestBrowser(server.url).complete(answer)).status).toBe(403)
    expect((await ada.complete(answer)).status).toBe(200)
  })

  test('an answer after ten minutes', async () => {
    somebody()
    const ada = browser()
    const answer = await ada.answer()
    await server.sql`update sign_ins set expires_at = now() - interval '1 second'`
    expect((await ada.complete(answer)).problem.detail).toContain('older than ten minutes')
  })

  test('a refusal of the provider, said in words; two answers in one; nothing', async () => {
    somebody()
    const ada = browser()
    const state = new URLSearchParams(await ada.answer()).get('state') as string
    const iss = encodeURIComponent(provider.issuer)
    expect((await ada.complete(`error=access_denied&state=${state}&iss=${iss}`)).problem.detail).toBe(
      'Example did not sign you in: it was turned down there. Nobody was signed in. Begin again.',
    )
    const answer = await ada.answer()
    expect((await ada.complete(`${answer}&code=another`)).problem.code).toBe('sign_in_refused')
    for (const nothing of ['', '?', '#', '%', 'state=', '&&&'])
      expect((await ada.complete(nothing)).problem.code).toBe('sign_in_refused')
  })

  test('guessing: the hundredth answer that is none is the last of a quarter of an hour', async () => {
    await server.sql`insert into attempts values ('sign-in:ip:127.0.0.1', 100, now() + interval '10 minutes')`
    expect((await browser().complete('state=x')).problem.code).toBe('rate_limited')
    await server.sql`insert into attempts values ('sign-in-begun:ip:127.0.0.1', 600, now() + interval '10 minutes')`
    expect((await browser().ask('/sign-ins', 'POST', {})).problem.code).toBe('rate_limited')
  })

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '\\/evil.example',
    '',
  ])('no other site is next: %s', async (next) => {
    somebody()
    expect((await browser().signIn({ next })).json.next).toBe('')
  })
})

describe('the provider changes', () => {
  test('new keys are fetched when a token names one that nobody has seen', async () => {
    somebody()
    expect((await browser().signIn()).status).toBe(200)
    const asked = provider.asked.get('/jwks')
    expect((await browser().signIn()).status).toBe(200)
    expect(provider.asked.get('/jwks')).toBe(asked)
    provider.rotateKeys()
    expect((await browser().signIn()).status).toBe(200)
    expect(provider.asked.get('/jwks')).toBe((asked as number) + 1)
  })
})

describe('signing out', () => {
  test('ends the session here, then leads to the provider, which knows which one is meant and leads back', async () => {
    somebody()
    const ada = browser()
    await ada.signIn()
    const kept = ada.copy()
    const { json } = await ada.ask('/sign-outs', 'POST')
    const there = new URL(json.url as string)
    expect(there.origin).toBe(provider.issuer)
    expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${server.url}/app/sign-in`)
    expect((await fetch(there)).status).toBe(200)
    for (const one of [ada, kept]) expect((await one.ask('/session')).status).toBe(401)
  })

  test('of a session that began with a password is over with it', async () => {
    const account = await makeAccount(server)
    const ada = browser()
    await ada.ask('/sessions', 'POST', { email: account.email, password: account.password })
    const kept = ada.copy()
    expect((await ada.ask('/sign-outs', 'POST')).json).toEqual({ url: null })
    for (const one of [ada, kept]) expect((await one.ask('/session')).status).toBe(401)
  })
})

describe('what is kept', () => {
  test('goes when it is over: sessions after OIDC_SESSION_HOURS, attempts after ten minutes', async () => {
    somebody()
    const [ada, bo] = [browser(), browser()]
    await ada.signIn()
    const sweep = keepHouse(server.running.server)
    await sweep(new AbortController().signal)
    expect((await ada.ask('/session')).status).toBe(200)
    const [row] = await server.sql<{ hours: number }[]>`
      select round(extract(epoch from max(ends_at) - now()) / 3600)::int as hours from provider_sessions`
    expect(row?.hours).toBe(24)
    await server.sql`update provider_sessions set ends_at = now()`
    await bo.answer()
    await server.sql`update sign_ins set expires_at = now()`
    await sweep(new AbortController().signal)
    expect((await ada.ask('/session')).status).toBe(401)
    expect(await server.sql`select from sign_ins`).toHaveLength(0)
  })

  test('is told to whoever asks, and goes with the person; the next time they are somebody new', async () => {
    const { subject, email } = somebody()
    const ada = browser()
    const first = (await ada.signIn()).json as unknown as Answer
    const told = await ada.ask('/person/data')
    expect(told.text).toContain(subject)
    expect((await ada.ask('/person/deletion', 'POST', {})).status).toBe(204)
    expect(await server.sql`select from identities where subject = ${subject}`).toHaveLength(0)
    const again = await enter()
    expect(again.person).toMatchObject({ email })
    expect(again.person.id).not.toBe(first.person.id)
  })
})
