import { gzipSync } from 'node:zlib'
import { endpoints } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, speak } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let task: string
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await textProject(server.client)).id
  task = JSON.stringify({ project_id: projectId, task_spec: [{ sentence: 'x' }] })
})
afterAll(() => server.close())

/** By socket: fetch would put the content type right. */
async function post(path: string, type: string | null, body: string | Buffer, more: string[] = []) {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: x',
    'connection: close',
    `authorization: ${server.key}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...(type === null ? [] : [`content-type: ${type}`]),
    ...more,
  ]
  const answer = await speak(server.url, [`${head.join('\r\n')}\r\n\r\n`, Buffer.from(body as string)], { once: true })
  return { status: Number(answer.split(' ')[1]), text: answer }
}

describe('U-39 the kind of a body', () => {
  test.each<[string | null, number]>([
    ['application/json', 201],
    ['application/json; charset=utf-8', 201],
    ['Application/JSON;charset="UTF-8"', 201],
    [' application/json ', 201],
    ['application/json\tx', 415],
    ['application/json garbage', 415],
    ['application/json, text/plain', 415],
    ['application/json; charset=latin1', 415],
    ['application/jsonx', 415],
    ['text/json', 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/x-ndjson', 415],
    ['image/png', 415],
    ['application/octet-stream', 415],
    ['*/*', 415],
    ['', 415],
    [null, 415],
  ])('JSON as %j', async (type, status) => {
    expect((await post('/tasks', type, task)).status).toBe(status)
  })

  test('two content types are not one of them', async () => {
    const answer = await post('/tasks', 'application/json', task, ['content-type: text/plain'])
    expect([201, 400, 415]).toContain(answer.status)
  })

  test.each(['application/json', 'text/plain', 'image/png', 'multipart/form-data; boundary=x', null])(
    'a bulk stream as %j is refused, not taken for an empty one',
    async (type) => {
      expect(
        (await post(`/tasks/bulk?project_id=${projectId}`, type, '{"task_spec":[{"sentence":"x"}]}\n')).status,
      ).toBe(415)
    },
  )

  test.each(['application/x-ndjson', 'application/jsonl; charset=utf-8', 'application/ndjson'])(
    'a bulk stream as %j',
    async (type) => {
      const sent = await post(`/tasks/bulk?project_id=${projectId}`, type, '{"task_spec":[{"sentence":"x"}]}\n')
      expect(sent.text).toContain('"created"')
    },
  )

  test.each(['application/json', 'text/html', 'application/x-ndjson', null])('a picture as %j', async (type) => {
    expect((await post('/assets', type, 'GIF89a')).status).toBe(415)
  })

  test('U-31 compressed bodies are not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '))
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity', 'x'])
      expect((await post('/tasks', 'application/json', bomb, [`content-encoding: ${encoding}`])).status).toBe(415)
    expect((await post('/tasks', 'application/json', task, ['content-encoding: identity'])).status).toBe(201)
  })
})

describe('the JSON itself', () => {
  test.each<[string, string | Buffer, number]>([
    ['half of it', '{"title":', 400],
    ['something behind it', `${'{}'}x`, 400],
    ['a comment', '{} // x', 400],
    ['not UTF-8', Buffer.from('{"title":"\xff"}', 'latin1'), 400],
    ['UTF-16', Buffer.from('{}', 'utf16le'), 400],
    ['nothing', '', 422],
    ['null', 'null', 422],
    ['a list', '[]', 422],
    ['a text', '"x"', 422],
    ['30,000 lists in each other', '['.repeat(30_000) + ']'.repeat(30_000), 422],
    ['a million lists in each other', '['.repeat(1_000_000), 413],
    ['a million objects', `[${'{},'.repeat(1_000_000)}{}]`, 413],
    ['a million keys', `{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`, 413],
    ['a text of a million quotes', `{"title":"${'\\"'.repeat(1_000_000)}"}`, 422],
  ])('%s', async (_, body, status) => {
    expect((await post('/projects', 'application/json', body)).status).toBe(status)
  })

  test('a mark at the beginning is passed over', async () => {
    expect((await post('/tasks', 'application/json', `\ufeff${task}`)).status).toBe(201)
  })

  test('the refusal does not repeat what was sent', async () => {
    expect((await post('/tasks', 'application/json', '{"secret-canary": x}')).text).not.toContain('canary')
  })

  test('a body where none is taken', async () => {
    const pause = (json: unknown) =>
      ask(`${server.url}/projects/${projectId}/pause`, { method: 'PUT', key: server.key, json })
    expect((await pause({})).status).toBe(200)
    expect((await pause({ reason: 'x' })).problem.code).toBe('invalid')
    expect((await pause({ reason: 'x'.repeat(5000) })).problem.code).toBe('too_large')
  })
})

describe('addresses', () => {
  test.each<[string, number]>([
    ['/projects/../etc/passwd', 404],
    ['/projects/..%2f..%2fetc%2fpasswd', 404],
    ['/projects/%2e%2e/1', 404],
    ['/projects/..;/1', 404],
    ['/projects/%252e%252e', 404],
    ['/projects/..%5c1', 404],
    ['/projects/1%00', 404],
    ['/projects/1e3', 404],
    ['/projects/0x1', 404],
    ['/projects/-1', 404],
    ['/projects/99999999999999999999', 404],
    ['/projects/%zz', 400],
    ['/projects/%ff', 400],
    ['//projects', 404],
    ['/projects/', 404],
    ['/PROJECTS', 404],
    [`/projects/${'1'.repeat(201)}`, 404],
    ['/assets/..%2f..%2fsettings', 404],
    [`/assets/${'A'.repeat(64)}`, 404],
    ['/tasks/../../x', 404],
    ['/app/../../package.json', 404],
    ['/app/..%2f..%2fpackage.json', 404],
    ['/app/%2e%2e/server/src/main.ts', 404],
    ['/.env', 404],
    ['/.git/config', 404],
    ['/projects?limit=0', 422],
    ['/projects?limit=1&limit=2', 422],
    ['/projects?fields=*', 422],
    ['/projects?filter=owner.password_hash~^a', 422],
    ['/projects?after=%00', 400],
    ['/projects?after=W10', 400],
    ['/projects?status=%ff', 422],
  ])('P-01 I-05 %s', async (path, status) => {
    const head = `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${server.key}\r\n\r\n`
    const answer = await speak(server.url, [head])
    expect(answer.split('\r\n')[0]).toContain(String(status))
    expect(answer).toContain('application/problem+json')
  })

  test('I-15 nothing changes the method or the address but the request line', async () => {
    const headers = {
      'x-http-method-override': 'DELETE',
      'x-http-method': 'DELETE',
      'x-method-override': 'PUT',
      'x-original-url': '/members',
      'x-rewrite-url': '/members',
      'x-forwarded-host': 'evil.example',
    }
    const reply = await ask(`${server.url}/projects/${projectId}?_method=DELETE`, { key: server.key, headers })
    expect(reply.status).toBe(422)
    expect((await ask(`${server.url}/projects/${projectId}`, { key: server.key, headers })).json).toMatchObject({
      id: projectId,
    })
  })

  test('405 names the methods that an address takes', async () => {
    for (const { path } of Object.values(endpoints)) {
      const address = `${server.url}${path.replace(/\{\w+\}/g, '1')}`
      const allowed = Object.values(endpoints)
        .filter((other) => other.path === path)
        .map((other) => other.method)
      const method = ['DELETE', 'PATCH', 'PUT', 'POST'].find((one) => !allowed.includes(one as 'PUT')) as string
      const refused = await ask(address, { method, key: server.key })
      if (refused.status === 404) continue
      expect(refused.problem.code, `${method} ${path}`).toBe('method_not_allowed')
      expect(refused.headers.get('allow')?.split(', ').sort()).toEqual([...new Set(allowed)].sort())
    }
  })

  test('K-08 every answer carries what protects a browser, and none says what runs here', async () => {
    for (const path of ['/projects', '/healthz', '/absent', '/openapi.json', '/session']) {
      const { headers } = await ask(`${server.url}${path}`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      // The description of the API is the same for everybody, and is asked for by its tag.
      expect(headers.get('cache-control')).toContain(path === '/openapi.json' ? 'no-cache' : 'no-store')
      expect(headers.get('x-request-id')).toBeTruthy()
      expect(headers.has('server') || headers.has('x-powered-by')).toBe(false)
    }
  })
})
