import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import { endpoints } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draw } from '../assets/picture.fixture.ts'
import { ask, speak } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let other: { address: string }
let projectId: number
let host: Server
let asked = 0
beforeAll(async () => {
  const png = await draw().png().toBuffer()
  host = createServer((_, response) => {
    asked++
    response.writeHead(asked === 1 ? 200 : 410, { 'content-type': 'image/png' }).end(asked === 1 ? png : '')
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  server = await startTestServer({
    EGRESS_SHOW_REPLIES: 'true',
    EGRESS_ALLOW: `127.0.0.1:${(host.address() as AddressInfo).port}`,
  })
  other = await server.startAnother()
  projectId = (await textProject(server.client)).id
})
afterAll(async () => {
  host.close()
  await server.close()
})

let count = 0
const newKey = () => `retry ${count++}`
const draft = (sentence = 'x', more: object = {}) => ({ project_id: projectId, task_spec: [{ sentence }], ...more })
const send = (idempotencyKey: string, json: object = draft(), url = server.url, key = server.key, path = '/tasks') =>
  ask(`${url}${path}`, { key, json, headers: { 'idempotency-key': idempotencyKey } })
const tasks = async () =>
  (await server.sql<{ n: number }[]>`select count(*)::int as n from tasks where project_id = ${projectId}`)[0]
    ?.n as number
const replayed = (reply: { headers: Headers }) => reply.headers.get('idempotent-replayed')

describe('a request that is sent again', () => {
  test('R-01 gets the first answer, byte for byte, and says so; nothing is made twice', async () => {
    const [key, before] = [newKey(), await tasks()]
    const task = draft('x', { metadata: { zebra: '1', a: '2', bb: '3' }, name: 'cat.png' })
    const [first, again] = [await send(key, task), await send(key, task)]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.text).toBe(first.text)
    expect([replayed(first), replayed(again)]).toEqual([null, 'true'])
    expect(await tasks()).toBe(before + 1)
  })

  test('R-02 fifty at once on two servers: one row, and everybody gets its id', async () => {
    const [key, before] = [newKey(), await tasks()]
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => send(key, draft(), n % 2 ? server.url : other.address)),
    )
    expect(replies.filter((reply) => reply.status === 201 && replayed(reply) === null)).toHaveLength(1)
    expect(replies.filter((reply) => reply.status === 201 && replayed(reply) === 'true')).toHaveLength(49)
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(await tasks()).toBe(before + 1)
  })

  test('R-03 another body, another address, or another project under the same key: a conflict, and nothing is made', async () => {
    const [key, before] = [newKey(), await tasks()]
    await send(key)
    expect((await send(key, draft('other'))).problem.code).toBe('idempotency_mismatch')
    const project = {
      title: 'x',
      input_spec: [{ name: 'a', type: 'text' }],
      output_spec: [{ name: 'b', type: 'input' }],
    }
    expect((await send(key, project, server.url, server.key, '/projects')).problem.code).toBe('idempotency_mismatch')
    expect(await tasks()).toBe(before + 1)
  })

  test('R-04 another workspace has keys of its own', async () => {
    const key = newKey()
    const bravo = await server.makeWorkspace()
    const project = await textProject(bravo.client)
    const mine = await send(key)
    const theirs = await send(key, draft('x', { project_id: project.id }), server.url, bravo.key)
    expect([theirs.status, replayed(theirs)]).toEqual([201, null])
    expect(theirs.json.id).not.toBe(mine.json.id)
  })

  test('R-05 what has been done is told also when it could not be done any more', async () => {
    const project = await textProject(server.client)
    const [key, task] = [newKey(), draft('x', { project_id: project.id })]
    const first = await send(key, task)
    await server.client.archiveProject({ params: { project_id: project.id } })
    expect(await send(key, task)).toMatchObject({ status: 201, text: first.text })
    expect((await send(newKey(), task)).problem.code).toBe('project_closed')
  })

  test('R-05 an address is fetched once, and may be gone when the request comes again', async () => {
    const project = await animalProject(server.client)
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/cat.png`
    const [key, task] = [newKey(), { project_id: project.id, task_spec: [{ image_with_animal: url }] }]
    const first = await send(key, task)
    expect(first.status).toBe(201)
    expect((await send(key, task)).text).toBe(first.text)
    expect(asked).toBe(1)
  })

  test('R-06 a refusal leaves no receipt: the mended request goes through', async () => {
    const key = newKey()
    expect((await send(key, { ...draft(), project_id: 2_000_000 })).status).toBe(404)
    expect(await send(key, draft('')).then(({ status }) => status)).toBe(422)
    expect(await send(key)).toMatchObject({ status: 201 })
  })

  test('R-06 a failure in the middle leaves neither half: the second try does the work', async () => {
    const [key, before] = [newKey(), await tasks()]
    await server.sql`alter table receipts add constraint broken check (status <> 201) not valid`
    expect((await send(key)).status).toBe(500)
    expect(await tasks()).toBe(before)
    await server.sql`alter table receipts drop constraint broken`
    expect((await send(key)).status).toBe(201)
    expect(await tasks()).toBe(before + 1)
  })

  test('a project is made once, too', async () => {
    const key = newKey()
    const project = {
      title: 'Once',
      input_spec: [{ name: 'a', type: 'text' }],
      output_spec: [{ name: 'b', type: 'input' }],
    }
    const make = (url = server.url) => send(key, project, url, server.key, '/projects')
    const replies = await Promise.all([make(), make(other.address), make()])
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(await server.sql`select from projects where title = 'Once'`).toHaveLength(1)
  })

  test('keys that are none', async () => {
    for (const key of ['', 'x'.repeat(201), 'ü']) expect((await send(key)).status).toBe(400)
    for (const key of ['x'.repeat(200), '"; drop table receipts; --']) expect((await send(key)).status).toBe(201)
  })
})

describe('F22 an Idempotency-Key is honoured, or refused', () => {
  test.each([
    ['/tasks/bulk?project_id=1', 'application/x-ndjson', '{}', 'external_id'],
    ['/assets', 'image/png', 'x', 'Leave the header out'],
    ['/assets/bulk', 'application/vnd.whisker.pictures', 'x', 'Leave the header out'],
    ['/webhooks', 'application/json', '{}', 'Leave the header out'],
  ])('%s keeps none: 400, and what to do instead', async (path, type, body, words) => {
    const headers = { 'idempotency-key': newKey(), 'content-type': type }
    const reply = await ask(`${server.url}${path}`, { key: server.key, body, headers })
    expect([reply.status, reply.problem.code]).toEqual([400, 'bad_request'])
    expect(reply.problem.detail).toContain(words)
  })

  test('so do keys and invitations', async () => {
    const owner = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'owner' })
    for (const path of ['/api-keys', '/invitations']) {
      const reply = await ask(`${server.url}${path}`, {
        key: owner.token,
        json: {},
        headers: { 'idempotency-key': 'a' },
      })
      expect([path, reply.status]).toEqual([path, 400])
    }
  })

  test('of every POST the document says whether it keeps one, the service does as it says, and only requesters have receipts', async () => {
    const owner = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'owner' })
    type Operation = { parameters?: { name: string }[] }
    const paths = (await ask(`${server.url}/openapi.json`)).json.paths as Record<string, Record<string, Operation>>
    const keeping: string[] = []
    for (const { method, path, policy, idempotent } of Object.values(endpoints) as Endpoint[]) {
      const said =
        paths[path]?.[method.toLowerCase()]?.parameters?.some(({ name }) => name === 'Idempotency-Key') === true
      expect([path, said]).toEqual([path, idempotent === true])
      if (method !== 'POST') continue
      const key = {
        none: undefined,
        requester: server.key,
        member: owner.token,
        person: owner.token,
        worker: owner.token,
      }
      const headers = { 'idempotency-key': newKey() }
      const reply = await ask(`${server.url}${path.replace(/\{\w+\}/g, '1')}`, {
        key: key[policy.who],
        json: {},
        headers,
      })
      expect([path, !/keeps no Idempotency-Key/.test(reply.text)]).toEqual([path, said])
      if (said) keeping.push(`${policy.who} ${path}`)
    }
    expect(keeping).toContain('requester /tasks')
    expect(keeping.filter((one) => !one.startsWith('requester '))).toEqual([])
  })

  test.each([[''], [' '], ['x'.repeat(201)], ['caf\u00e9'], ['a\tb']])('"%s" is no key', async (key) => {
    const reply = await speak(server.url, [
      `POST /tasks HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${server.key}\r\nidempotency-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
    ])
    expect(reply).toContain('HTTP/1.1 400')
  })

  test('two keys are none', async () => {
    const twice = 'idempotency-key: a\r\nidempotency-key: b\r\n'
    const head = `POST /tasks HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${server.key}\r\n${twice}`
    expect(await speak(server.url, [`${head}content-type: application/json\r\ncontent-length: 2\r\n\r\n{}`])).toContain(
      'more than once',
    )
  })
})
