import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { type Account, makeAccount, signIn } from './account.fixture.ts'

let server: TestServer
let owner: Account
beforeAll(async () => {
  server = await startTestServer()
  owner = await makeAccount(server, 'owner')
})
afterAll(() => server.close())

type Invited = { id: string; url: string; token: string }
async function invite(json: object): Promise<Invited> {
  const { json: made } = await ask(`${server.url}/invitations`, { key: owner.token, json })
  const invited = made as { id: string; url: string }
  return { ...invited, token: new URL(invited.url).hash.slice(1) }
}
const look = (token: string, key?: string) => ask(`${server.url}/invitation-lookups`, { key, json: { token } })
const join = (token: string, more: object = {}, key?: string) =>
  ask(`${server.url}/invitation-acceptances`, { key, json: { token, cookie: false, ...more } })

let count = 0
const account = (more: object = {}) => ({
  name: 'Bob',
  email: `bob${count++}@example.org`,
  password: 'seven small whiskers',
  ...more,
})

describe('inviting members', () => {
  test('A-13 the link works once and for seven days; what is missing is named', async () => {
    const { token, url } = await invite({ role: 'editor' })
    expect(url).toMatch(new RegExp(`^${server.url}/app/join#whi_`))
    expect((await look(token)).json).toMatchObject({ role: 'editor', workspace_title: 'My workspace', email: null })
    expect((await join(token)).problem.errors).toMatchObject([
      { pointer: '/name', code: 'required' },
      { pointer: '/email', code: 'required' },
      { pointer: '/password', code: 'required' },
    ])
    expect((await join(token, account())).json).toMatchObject({ workspace: { role: 'editor' } })
    expect((await join(token, account())).problem.code).toBe('link_expired')
    expect((await look(token)).problem.code).toBe('link_expired')
    const late = await invite({ role: 'viewer' })
    await server.sql`update invitations set expires_at = now() - interval '1 second' where id = ${late.id}`
    expect((await join(late.token, account())).problem.code).toBe('link_expired')
  })

  test('of many who open it at once one joins', async () => {
    const { token } = await invite({ role: 'viewer' })
    const tries = await Promise.all(Array.from({ length: 6 }, () => join(token, account())))
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 410, 410, 410, 410, 410])
  })

  test('A-13 one that names an address is for nobody else, signed in or not; it goes by mail and is not used up', async () => {
    const email = `carol${count++}@example.org`
    const { token } = await invite({ role: 'editor', email: email.toUpperCase() })
    expect(server.console.at(-1)).toContain(`Mail for ${email}`)
    expect((await join(token, account())).problem.errors).toMatchObject([{ pointer: '/email', code: 'other_email' }])
    const stranger = await server.makePerson()
    expect((await join(token, {}, stranger.token)).problem.code).toBe('forbidden')
    expect((await join(token, account({ email }))).status).toBe(201)
  })

  test('A-13 a revoked one is worthless', async () => {
    const { id, token } = await invite({ role: 'owner' })
    await ask(`${server.url}/invitations/${id}`, { method: 'DELETE', key: owner.token })
    expect((await join(token, account())).problem.code).toBe('link_expired')
    expect((await ask(`${server.url}/invitations`, { key: owner.token })).text).not.toContain(id)
  })

  test('an address that has an account signs in first; nobody’s account is taken over by an invitation', async () => {
    const { token } = await invite({ role: 'owner' })
    const taken = account({ email: owner.email, password: 'another password' })
    expect((await join(token, taken)).problem.code).toBe('conflict')
    expect((await signIn(server.url, owner.email, 'another password')).status).toBe(401)
    // The refusal has not used the link up.
    expect((await join(token, account())).status).toBe(201)
  })

  test('who is a member already never loses rights by a link', async () => {
    const { token } = await invite({ role: 'viewer' })
    expect((await join(token, {}, owner.token)).json).toMatchObject({ workspace: { role: 'owner' } })
  })

  test('a worker without an account cannot become a member that nobody could sign in as', async () => {
    const worker = await server.makeWorker((await textProject(server.client)).id)
    const { token } = await invite({ role: 'owner' })
    expect((await join(token, {}, worker.token)).problem.code).toBe('conflict')
    expect((await join(token, account())).status).toBe(201)
  })

  test('K-12 the link is shown once and stored as a hash', async () => {
    const { token } = await invite({ role: 'editor' })
    expect((await ask(`${server.url}/invitations`, { key: owner.token })).text).not.toContain(token)
    expect(await server.sql`select from invitations i where to_jsonb(i)::text like ${`%${token}%`}`).toEqual([])
  })
})

describe('the link for workers', () => {
  test('no account is needed; a name may be given later; neither workspace nor e-mail is shown', async () => {
    const project = await textProject(server.client)
    const { url } = await server.client.readLabelLink({ params: { project_id: project.id } })
    expect((await server.client.readLabelLink({ params: { project_id: project.id } })).url).toBe(url)
    const token = new URL(url).hash.slice(1)
    expect((await look(token)).json).toEqual({
      role: 'worker',
      workspace_title: null,
      project_id: project.id,
      email: null,
    })
    const { json } = await join(token)
    expect(json).toMatchObject({ person: { name: '', email: null }, memberships: [], workspace: null })
    const key = json.token as string
    await ask(`${server.url}/person`, { method: 'PATCH', key, json: { name: 'Wilma' } })
    expect((await ask(`${server.url}/session`, { key })).json).toMatchObject({ person: { name: 'Wilma' } })
    const mine = await ask(`${server.url}/worker/projects`, { key })
    expect((mine.json as { data: { id: number }[] }).data.map(({ id }) => id)).toEqual([project.id])
  })

  test('name, or name with e-mail and password, can come with it; half an account cannot', async () => {
    const project = await textProject(server.client)
    const { token } = await invite({ role: 'worker', project_id: project.id })
    expect((await join(token, { name: 'Wim' })).json).toMatchObject({ person: { name: 'Wim', email: null } })
    const full = account()
    expect((await join(token, full)).status).toBe(201)
    expect((await signIn(server.url, full.email, full.password)).status).toBe(201)
    expect((await join(token, { email: 'half@example.org' })).problem.errors).toMatchObject([{ pointer: '/password' }])
    expect((await join(token, { password: 'seven small whiskers' })).problem.errors).toMatchObject([
      { pointer: '/email' },
    ])
  })

  test('for three people: the fourth is refused, also at once; who is in comes back as often as they like', async () => {
    const project = await textProject(server.client)
    const { token, id } = await invite({ role: 'worker', project_id: project.id, max_uses: 3 })
    const tries = await Promise.all(Array.from({ length: 8 }, () => join(token)))
    const joined = tries.filter(({ status }) => status === 201)
    expect(joined).toHaveLength(3)
    const worker = joined[0]?.json.token as string
    expect((await look(token, worker)).status).toBe(200)
    expect((await join(token, {}, worker)).status).toBe(201)
    expect((await look(token)).problem.code).toBe('link_expired')
    expect(await server.sql`select uses from invitations where id = ${id}`).toEqual([{ uses: 3 }])
  })

  test('A-13 revoked: nobody new, who has joined stays; removed: not even by a new link', async () => {
    const project = await textProject(server.client)
    const { token, id } = await invite({ role: 'worker', project_id: project.id })
    const { json } = await join(token)
    await ask(`${server.url}/invitations/${id}`, { method: 'DELETE', key: owner.token })
    expect((await join(token)).problem.code).toBe('link_expired')
    const worker = json.token as string
    const read = () => ask(`${server.url}/worker/projects/${project.id}`, { key: worker })
    expect((await read()).status).toBe(200)
    await server.sql`update project_workers set removed_at = now() where project_id = ${project.id}`
    expect((await read()).status).toBe(404)
    const again = await invite({ role: 'worker', project_id: project.id })
    expect((await join(again.token, {}, worker)).problem.code).toBe('forbidden')
  })

  test('the link of a project stays revoked: looking at it makes no new one, inviting does', async () => {
    const project = await textProject(server.client)
    const read = () => ask(`${server.url}/projects/${project.id}/label-link`, { key: server.key })
    expect((await read()).status).toBe(200)
    await server.sql`update invitations set revoked_at = now() where project_id = ${project.id}`
    expect((await read()).problem.code).toBe('link_expired')
    const { url } = await invite({ role: 'worker', project_id: project.id })
    expect((await read()).json).toEqual({ url })
  })

  test('guesses at tokens are counted', async () => {
    await server.sql`
      insert into attempts (key, count, expires_at) values ('invitation:ip:127.0.0.1', 600, now() + interval '1 minute')
      on conflict (key) do update set count = 600`
    expect((await look('whi_guess')).problem.code).toBe('rate_limited')
    expect((await join('whi_guess')).problem.code).toBe('rate_limited')
  })
})
