import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'debug', HOST: '0.0.0.0', METRICS_TOKEN: 'let-me-in' })
})
afterAll(() => server.close())

/** What comes back for bytes that no client would send. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
    socket.setTimeout(20_000, () => socket.destroy())
  })
}

describe('E8 401 says the form that a key must have', () => {
  test.each([
    ['Token KEY', /begins with "Token".*"Authorization: whk_/],
    ['Basic d2hrOg==', /begins with "Basic"/],
    ['Bearer "KEY"', /quotes or brackets/],
    ['<KEY>', /quotes or brackets/],
    ['Bearer', /begins with whk_|empty/],
    ['$WHISKER_KEY', /name of a variable/],
    ['sk-12345', /begins with whk_/],
    ['CUT', /not whole.*43 characters/],
  ])('%s', async (header, detail) => {
    const sent = header.replace('KEY', server.key).replace('CUT', server.key.slice(0, -1))
    const authorization = header === '$WHISKER_KEY' ? header : sent
    const response = await fetch(`${server.url}/projects`, { headers: { authorization } })
    const text = await response.text()
    expect(response.status).toBe(401)
    expect(JSON.parse(text).detail).toMatch(detail)
    expect(text).not.toContain(server.key.slice(4, -6))
  })

  test('a header of another name is named', async () => {
    const response = await fetch(`${server.url}/projects`, { headers: { 'x-api-key': server.key } })
    expect(await response.text()).toMatch(/x-api-key\\" is not looked at/)
  })
})

test('F29 a key in an address is refused with words, and neither told again nor logged', async () => {
  const escaped = [...server.key].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')
  for (const [path, key] of [
    [`/projects?key=${server.key}`, undefined],
    [`/projects?key=${server.key}`, server.key],
    [`/projects?${server.key}=1`, server.key],
    [`/projects?key=${escaped}`, server.key],
    [`/absent/${server.key}`, undefined],
    [`/metrics?token=${server.key}`, undefined],
  ] as const) {
    const reply = await ask(`${server.url}${path}`, key ? { key } : {})
    expect([reply.status, reply.problem.code], path).toEqual([401, 'unauthenticated'])
    expect(reply.text).toMatch(/key in the address.*Authorization: whk_.*Revoke/)
    expect(reply.text).not.toContain(server.key)
  }
  expect(server.logLines.join('')).not.toContain(server.key)
})

test('F28 problems from before the router have the headers of all others', async () => {
  const replies = [
    await raw('GET / HTTP/1.1\r\nhost: x\r\nx-a: a\0b\r\n\r\n'),
    await raw(`GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'x'.repeat(20_000)}\r\n\r\n`),
    await raw('not HTTP at all\r\n\r\n'),
    await raw('GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
    await raw(`GET /tasks/${'x'.repeat(300)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    await raw('GET /projects HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
  ]
  for (const reply of replies) {
    expect(reply, reply.slice(0, 40)).toMatch(/^HTTP\/1\.1 4\d\d /)
    for (const header of [
      'x-content-type-options: nosniff',
      'cache-control: no-store',
      'x-request-id: ',
      "default-src 'none'",
    ])
      expect(reply.toLowerCase(), reply.split('\r\n')[0]).toContain(header)
  }
})

test('F28 streams have them too', async () => {
  const { id } = await textProject(server.client)
  for (const [path, type] of [
    [`/projects/${id}/gold-imports`, 'text/csv'],
    [`/tasks/bulk?project_id=${id}`, 'application/x-ndjson'],
  ]) {
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: server.key, 'content-type': type as string },
      body: '{}\n',
    })
    await response.text()
    expect(response.headers.get('x-content-type-options'), path).toBe('nosniff')
  }
})

test('F31 metrics and the version are for this machine, and for who has the token', async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address
  const read = (headers: Record<string, string> = {}, host = '127.0.0.1', path = '/metrics') =>
    fetch(`http://${host}:${new URL(server.url).port}${path}`, { headers })
  expect((await read()).status).toBe(200)
  expect(await (await read({}, '127.0.0.1', '/healthz')).json()).toHaveProperty('version')
  const strangers: Record<string, string>[] = [{ 'x-forwarded-for': '203.0.113.1' }, { forwarded: 'for=203.0.113.1' }]
  for (const headers of strangers) {
    const refused = await read(headers)
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('METRICS_TOKEN')])
    expect(await (await read(headers, '127.0.0.1', '/healthz')).json()).toEqual({ status: 'ok' })
    expect((await read({ ...headers, authorization: 'Bearer wrong' })).status).toBe(403)
    expect((await read({ ...headers, authorization: 'Bearer let-me-in' })).status).toBe(200)
  }
  if (outside) expect((await read({}, outside)).status).toBe(403)
})

test('F27 a webhook’s address with blanks, tabs or line ends is refused, by every door', async () => {
  const { id } = await textProject(server.client)
  for (const url of [
    'https://exa\tmple.org/x',
    'https://example.org/x\n',
    ' https://example.org/x',
    'https://example.org/a b',
  ]) {
    const refused = await ask(`${server.url}/webhooks`, { key: server.key, method: 'POST', json: { url } })
    expect([refused.status, refused.text], url).toEqual([422, expect.stringContaining('blanks, tabs or line breaks')])
    const project = await ask(`${server.url}/projects/${id}`, {
      key: server.key,
      method: 'PATCH',
      json: { callback_url: url },
    })
    expect(project.status, url).toBe(422)
  }
})

test('D12 days and blanks are understood by the list of tasks; the sentence says what is the matter', async () => {
  const { id } = await textProject(server.client)
  await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: 'x' }] } })
  const today = new Date().toISOString().slice(0, 10)
  const list = (query: string) => ask(`${server.url}/tasks?project_id=${id}&${query}`, { key: server.key })
  for (const query of [`created_from=${today}&created_to=${today}`, `created_from=${today}T00:00:00+00:00`])
    expect((await list(query)).json, query).toMatchObject({ data: [{ project_id: id }] })
  expect((await list('created_to=2020-01-01')).json).toMatchObject({ data: [] })
  expect((await list(`created_from=${today}T00:00:00`)).text).toContain('has no time zone')
})
