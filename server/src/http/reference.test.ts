import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test.each(['/openapi.json', '/docs', '/docs/style.css'])(
  'F8 %s is made once and asked for by its tag',
  async (path) => {
    const first = await ask(server.url + path)
    expect(first.status).toBe(200)
    const etag = first.headers.get('etag') as string
    for (const asked of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask(server.url + path, { headers: { 'if-none-match': asked } })
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect((await ask(server.url + path, { headers: { 'if-none-match': '"other"' } })).text).toBe(first.text)
  },
)

test('the document says where people reach the service', async () => {
  const { json } = await ask(`${server.url}/openapi.json`)
  expect(json.servers).toEqual([{ url: server.url }])
})
