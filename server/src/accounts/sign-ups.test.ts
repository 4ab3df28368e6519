import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let anonymous: ReturnType<typeof createClient>
beforeAll(async () => {
  server = await startTestServer({ SIGN_UP: 'open' })
  anonymous = createClient({ url: server.url })
})
afterAll(() => server.close())

const password = 'seven small whiskers'

async function signUp(body: { name?: string; account?: { email: string; password: string } } = {}) {
  const session = await anonymous.signUpAsWorker({ body: { ...body, cookie: false } })
  return { session, client: createClient({ url: server.url, key: session.token as string }) }
}

describe('open sign-up', () => {
  test('nothing has to be given; open projects of every workspace are there, and nothing of the workspaces', async () => {
    const other = await server.makeWorkspace('Secretive Ltd')
    const here = await textProject(server.client, { title: 'Open here', access: 'open' })
    const there = await textProject(other.client, { title: 'Open there', access: 'open', language: 'ar' })
    await textProject(other.client, { title: 'By invitation' })
    await server.client.createTask({ body: { project_id: here.id, task_spec: [{ sentence: 'a' }] } })
    const { session, client } = await signUp()
    expect(session).toMatchObject({ person: { name: '', email: null }, memberships: [], workspace: null })
    const { data } = await client.listWorkerProjects()
    expect(data.map(({ title, language }) => [title, language])).toEqual([
      ['Open there', 'ar'],
      ['Open here', 'en'],
    ])
    expect(JSON.stringify(data)).not.toMatch(/Secretive|workspace/)
    expect((await client.takeAssignments({ body: { project_id: here.id } })).assignments).toHaveLength(1)
    await expect(client.listTasks({ query: { project_id: there.id } })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('with an account one can sign in again; an address is given once', async () => {
    const account = { email: 'Grace@Example.org', password }
    const { session } = await signUp({ name: 'Grace', account })
    expect(session.person).toMatchObject({ name: 'Grace', email: 'grace@example.org' })
    const again = await anonymous.signIn({ body: { email: 'grace@example.org', password, cookie: false } })
    expect(again.person.id).toBe(session.person.id)
    await expect(signUp({ account })).rejects.toMatchObject({ code: 'conflict' })
    const frequent = signUp({ account: { email: 'x@example.org', password: 'password1' } })
    await expect(frequent).rejects.toMatchObject({ problem: { errors: [{ pointer: '/account/password' }] } })
  })

  test('who is signed in stays who they are', async () => {
    const { session, client } = await signUp()
    const again = await client.signUpAsWorker({ body: { name: 'Another' } })
    expect(again.person.id).toBe(session.person.id)
  })

  test('from one network, three hundred an hour', async () => {
    await server.sql`update attempts set count = 300 where key like 'sign-up:ip:%'`
    await expect(signUp()).rejects.toMatchObject({ code: 'rate_limited' })
    await server.sql`delete from attempts where key like 'sign-up%'`
    await signUp()
  })
})

test('K closed is the default: a sentence, and nobody is made', async () => {
  const closed = await server.startAnother({ SIGN_UP: '' })
  const client = createClient({ url: closed.address })
  expect((await client.readSetup()).sign_up).toBe('closed')
  expect((await anonymous.readSetup()).sign_up).toBe('open')
  const count = () => server.sql`select count(*) from people`
  const before = await count()
  await expect(client.signUpAsWorker({ body: {} })).rejects.toMatchObject({
    code: 'forbidden',
    problem: { detail: expect.stringContaining('by invitation') },
  })
  expect(await count()).toEqual(before)
})

describe('an account for who came without one', () => {
  test('keeps the history: the same person signs in elsewhere', async () => {
    const project = await textProject(server.client)
    const worker = await server.makeWorker(project.id)
    const added = await worker.client.addCredentials({ body: { email: 'Ida@example.org', password } })
    expect(added).toMatchObject({ id: worker.id, email: 'ida@example.org' })
    const session = await anonymous.signIn({ body: { email: 'ida@example.org', password, cookie: false } })
    expect(session.person.id).toBe(worker.id)
    const again = worker.client.addCredentials({ body: { email: 'thief@example.org', password } })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  test('of two at once with one address, one gets it', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => signUp()))
    const tried = await Promise.allSettled(
      people.map(({ client }) => client.addCredentials({ body: { email: 'one@example.org', password } })),
    )
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tried) if (one.status === 'rejected') expect(one.reason.code).toBe('conflict')
  })
})
