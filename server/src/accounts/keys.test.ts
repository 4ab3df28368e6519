import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { isSecret, newSecret } from './secrets.ts'

let server: TestServer
let owner: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'owner' })
})
afterAll(() => server.close())

type Key = { id: string; key: string; prefix: string }
const make = async (json: object = {}) =>
  (await ask(`${server.url}/api-keys`, { key: owner.token, json: { name: 'test', ...json } })).json as Key
const use = (key: string, url = server.url) => ask(`${url}/workspace`, { key })
const revoke = ({ id }: Key) => ask(`${server.url}/api-keys/${id}`, { method: 'DELETE', key: owner.token })

describe('an API key', () => {
  test('is taken raw, as in the article, and as a Bearer token', async () => {
    const { key } = await make()
    for (const authorization of [key, `Bearer ${key}`, `bearer  ${key} `])
      expect((await ask(`${server.url}/workspace`, { headers: { authorization } })).status, authorization).toBe(200)
    for (const authorization of ['', 'Bearer', `Basic ${key}`, `${key} ${key}`, `Bearer Bearer ${key}`, `${key},`])
      expect((await ask(`${server.url}/workspace`, { headers: { authorization } })).status, authorization).toBe(401)
  })

  test('K-12 is shown once; only its hash is stored, anywhere', async () => {
    const made = await make()
    expect(made.key.startsWith(made.prefix)).toBe(true)
    const list = await ask(`${server.url}/api-keys`, { key: owner.token })
    expect(list.text).toContain(made.prefix)
    expect(list.text).not.toContain(made.key)
    await use(made.key)
    const tables = await server.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public'`
    for (const { name } of tables) {
      const rows = await server.sql.unsafe(`select 1 from ${name} t where t::text like $1`, [`%${made.key.slice(11)}%`])
      expect(rows, name).toHaveLength(0)
    }
  })

  test('I-13 with the scope "read" it changes nothing; "write" reads as well', async () => {
    const reader = await make({ scopes: ['read'] })
    const project = await textProject(server.client)
    expect((await ask(`${server.url}/projects/${project.id}`, { key: reader.key })).status).toBe(200)
    const draft = { project_id: project.id, task_spec: [{ sentence: 'x' }] }
    expect((await ask(`${server.url}/tasks`, { key: reader.key, json: draft })).problem.code).toBe('insufficient_scope')
    const writer = await make({ scopes: ['write'] })
    expect((await use(writer.key)).status).toBe(200)
    expect((await ask(`${server.url}/tasks`, { key: writer.key, json: draft })).status).toBe(201)
    for (const scopes of [[], ['admin'], ['read', 'read', 'write'], 'write'])
      expect((await ask(`${server.url}/api-keys`, { key: owner.token, json: { name: 'x', scopes } })).status).toBe(422)
  })

  test('made without a word of projects is for all, also for those that are made later; it does not work', async () => {
    const { key } = await make()
    const project = await textProject(server.client)
    expect((await ask(`${server.url}/projects/${project.id}`, { key })).status).toBe(200)
    const taken = await ask(`${server.url}/assignments`, { key, json: { project_id: project.id } })
    expect(taken.problem.code).toBe('insufficient_scope')
    expect(taken.problem.detail).toContain('"work"')
    expect(taken.problem.detail).toContain('Settings')
  })

  test('with the scope "work" is one worker of its own, in its projects alone', async () => {
    const [project, other] = [await textProject(server.client), await textProject(server.client, { access: 'open' })]
    for (const { id } of [project, other])
      for (const sentence of ['one', 'two'])
        await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence }] } })
    const { key } = await make({ scopes: ['work'], project_ids: [project.id] })
    const take = (project_id: number) => ask(`${server.url}/assignments`, { key, json: { project_id } })
    const taken = (await take(project.id)).json as { assignments: { id: string; token: string }[] }
    const [held] = taken.assignments
    const { status } = await ask(`${server.url}/assignments/${held?.id}/submission`, {
      method: 'PUT',
      key,
      json: { token: held?.token, answer: [{ animal: 'cat' }] },
    })
    expect(status).toBe(200)
    const workers = await ask(`${server.url}/projects/${project.id}/workers`, { key: server.key })
    expect((workers.json as { data: { name: string; answers: number }[] }).data).toMatchObject([{ name: 'test' }])
    expect((await take(other.id)).status).toBe(404)
    const listed = await ask(`${server.url}/worker/projects`, { key })
    expect((listed.json as { data: { id: number }[] }).data.map(({ id }) => id)).toEqual([project.id])
    // It answers, and reads no results.
    expect((await ask(`${server.url}/projects/${project.id}`, { key })).problem.code).toBe('insufficient_scope')
    expect((await ask(`${server.url}/person`, { method: 'PATCH', key, json: { name: 'x' } })).problem.code).toBe(
      'forbidden',
    )
    expect((await ask(`${server.url}/api-keys`, { key, json: { name: 'wider' } })).problem.code).toBe('forbidden')
  })

  test('tells when it was last used', async () => {
    const { key, id } = await make()
    await use(key)
    const { json } = await ask(`${server.url}/api-keys`, { key: owner.token })
    const row = (json as { data: { id: string; last_used_at: string | null }[] }).data.find((one) => one.id === id)
    expect(row?.last_used_at).not.toBeNull()
  })
})

describe('K-10 a mistyped key', () => {
  test('is refused without asking the database', async () => {
    const { key } = await make()
    const wrong = [
      `${key.slice(0, 20)}${key[20] === 'a' ? 'b' : 'a'}${key.slice(21)}`,
      `${key}x`,
      key.slice(0, -1),
      'whk_x',
    ]
    for (const one of wrong) expect(isSecret('whk', one), one).toBe(false)
    // All connections are taken: whoever asks the database waits.
    const taken = await Promise.all(Array.from({ length: 10 }, () => server.sql.reserve()))
    try {
      for (const one of [...wrong, '', 'x'.repeat(5000)]) expect((await use(one)).status).toBe(401)
      const well = use(newSecret('whk')).then(() => 'answered')
      expect(await Promise.race([well, sleep(300).then(() => 'waits')])).toBe('waits')
    } finally {
      for (const one of taken) one.release()
    }
  })

  test('every mistyped character, and every swapped pair, is noticed', () => {
    const key = newSecret('whk')
    for (let at = 4; at < key.length; at++) {
      expect(isSecret('whk', `${key.slice(0, at)}${key[at] === 'A' ? 'B' : 'A'}${key.slice(at + 1)}`)).toBe(false)
      const swapped = `${key.slice(0, at)}${key[at + 1] ?? ''}${key[at]}${key.slice(at + 2)}`
      if (swapped !== key) expect(isSecret('whk', swapped)).toBe(false)
    }
    expect(isSecret('whs', key)).toBe(false)
  })
})

describe('revoking', () => {
  test('K-15 works within a second, on another server that has just used the key', async () => {
    const other = await server.startAnother()
    const made = await make()
    expect((await use(made.key, other.url)).status).toBe(200)
    expect((await revoke(made)).status).toBe(204)
    await sleep(1000)
    expect((await use(made.key, other.url)).status).toBe(401)
    expect((await use(made.key)).status).toBe(401)
    expect((await revoke(made)).status).toBe(404)
  })

  test('K-16 two keys work side by side until one is revoked', async () => {
    const [old, young] = [await make(), await make()]
    expect([(await use(old.key)).status, (await use(young.key)).status]).toEqual([200, 200])
    await revoke(old)
    expect((await use(young.key)).status).toBe(200)
  })
})
