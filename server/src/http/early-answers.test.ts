import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, dial } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ MAX_BODY_MB: '16', KEY_REQUESTS_PER_S: '1' })
})
afterAll(() => server.close())

// Far more than lies on the way in the buffers of both systems, so that what is not read cannot be sent.
const bodyBytes = 20_000_000

/** Sends a head and then the whole body, as a proxy does that passes it on as it comes. */
async function sendAll(head: string[]): Promise<{ answer: string; fault: string | null; sent: number }> {
  const socket = await dial(server.url)
  let answer = ''
  let fault: string | null = null
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1')
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    fault = error.code ?? error.message
  })
  socket.write(`${[...head, 'host: x', `content-length: ${bodyBytes}`].join('\r\n')}\r\n\r\n`)
  const chunk = Buffer.alloc(100_000, 'x')
  for (let left = bodyBytes; left > 0 && !socket.destroyed; left -= chunk.length)
    await new Promise<void>((resolve) => socket.write(chunk, () => resolve()))
  const sent = socket.bytesWritten
  await expect.poll(() => answer || fault).toBeTruthy()
  socket.destroy()
  return { answer, fault, sent }
}

const json = 'content-type: application/json'
const cases: [string, string, string[], number][] = [
  ['nobody', '/tasks', [json], 401],
  ['a key that is none', '/tasks', [json, `authorization: whk_${'x'.repeat(39)}`], 401],
  ['a body of a kind that is not taken', '/sessions', ['content-type: text/x-odd'], 415],
  ['a body that is too large', '/sessions', [json], 413],
  ['an address where nothing is', '/nothing', [json], 404],
]

test.each(
  cases.flatMap(([what, path, headers, status]) =>
    [['1.0'], ['1.1'], ['1.1', 'connection: close']].map(
      ([version, ...more]) => [what, [version, ...more].join(' and '), path, [...headers, ...more], status] as const,
    ),
  ),
)(
  'E1 %s, by HTTP/%s: the reason arrives, and the line stays until the body is in',
  async (_, version, path, headers, status) => {
    const { answer, fault, sent } = await sendAll([`POST ${path} HTTP/${version.slice(0, 3)}`, ...headers])
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer).toContain('"request_id"')
    expect(fault).toBeNull()
    expect(sent).toBeGreaterThan(bodyBytes)
  },
)

test('E1 who asks too often learns when to come back, also with a large body', async () => {
  const asked = () => ask(`${server.url}/projects`, { key: server.key })
  await expect.poll(async () => (await asked()).status).toBe(429)
  const { answer, fault } = await sendAll(['POST /tasks HTTP/1.0', json, `authorization: ${server.key}`])
  expect(answer).toMatch(/^HTTP\/1.1 429 [\s\S]*retry-after: 1/i)
  expect(fault).toBeNull()
})
