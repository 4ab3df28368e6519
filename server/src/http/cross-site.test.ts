import { endpoints } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount } from '../accounts/account.fixture.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let cookie: string
beforeAll(async () => {
  server = await startTestServer()
  cookie = `whisker=${(await makeAccount(server, 'owner')).token}`
})
afterAll(() => server.close())

const rename = (headers: Record<string, string>, more: object = {}) =>
  ask(`${server.url}/workspace`, { method: 'PATCH', json: { title: 'Renamed' }, headers, ...more })

describe('A-06 a cookie works only for our own pages', () => {
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sub-domain', { 'sec-fetch-site': 'same-site', origin: 'https://sub.example.org' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['an older browser on another site', { origin: 'https://evil.example' }],
    ['our host as part of another name', { origin: 'http://127.0.0.1.evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['no word at all', {}],
    ['a referer instead of an origin', { referer: 'http://127.0.0.1/' }],
    ['a word that lies about itself', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site, same-origin' }],
  ])('refused: %s', async (_, headers) => {
    const refused = await rename({ cookie, ...headers } as Record<string, string>)
    expect(refused.problem.code).toBe('cross_origin')
    expect(await server.sql`select title from workspaces where id > 0`).toEqual([{ title: 'My workspace' }])
  })

  test('a form of another site, and JSON that calls itself text', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await rename({ cookie, 'content-type': type, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await rename({ cookie, 'content-type': type, 'sec-fetch-site': 'same-origin' })).status).toBe(415)
  })

  test('the same goes for signing in and for joining: nobody is signed in by another site', async () => {
    for (const path of ['/sessions', '/invitation-acceptances', '/setup', '/password-resets']) {
      const headers = { 'sec-fetch-site': 'cross-site' }
      expect((await ask(`${server.url}${path}`, { json: {}, headers })).problem.code).toBe('cross_origin')
      expect((await ask(`${server.url}${path}`, { json: {} })).problem.code).not.toBe('cross_origin')
      // With a cookie it acts for somebody, so the browser's word is needed.
      expect((await ask(`${server.url}${path}`, { json: {}, headers: { cookie } })).problem.code).toBe('cross_origin')
    }
  })

  test('a header speaks for itself, also with a cookie beside it; a key is no cookie and a cookie no key', async () => {
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const project = await textProject(server.client)
    const path = `${server.url}/projects/${project.id}`
    const change = { method: 'PATCH', json: { title: 'x' }, headers: { cookie, ...evil } }
    expect((await ask(path, { ...change, key: server.key })).status).toBe(200)
    expect((await ask(path, { ...change, key: 'whk_wrong' })).status).toBe(401)
    const withKey = { ...evil, cookie: `whisker=${server.key}` }
    expect((await ask(path, { headers: withKey })).status).toBe(401)
  })

  test('accepted: our own page, in new and in older browsers, and by the name of PUBLIC_URL', async () => {
    const words: [string, string][] = [
      ['sec-fetch-site', 'same-origin'],
      ['origin', new URL(server.url).origin],
    ]
    for (const [name, word] of words) expect((await rename({ cookie, [name]: word })).status).toBe(200)
    const named = await server.startAnother({ PUBLIC_URL: 'http://whisker.example.org' })
    const headers = { cookie, origin: 'http://whisker.example.org' }
    const change = { method: 'PATCH', json: { title: 'x' }, headers }
    expect((await ask(`${named.address}/workspace`, change)).status).toBe(200)
  })
})

describe('A-07 no other site may read', () => {
  test('there is no CORS header anywhere, whatever the origin', async () => {
    for (const { path, method } of Object.values(endpoints)) {
      const address = `${server.url}${path.replace(/\{\w+\}/g, '1')}`
      for (const origin of ['https://evil.example', 'null', new URL(server.url).origin]) {
        const preflight = await ask(address, {
          method: 'OPTIONS',
          headers: { cookie, origin, 'access-control-request-method': method },
        })
        expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
        expect(preflight.status).toBeGreaterThanOrEqual(400)
      }
    }
    const read = await ask(`${server.url}/session`, { headers: { cookie, origin: 'https://evil.example' } })
    expect([...read.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})
