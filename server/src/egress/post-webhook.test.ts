import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import type net from 'node:net'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from './certificate.fixture.ts'
import { startDnsServer } from './dns-server.fixture.ts'
import { startHost, startRawHost, type TestHost } from './host.fixture.ts'
import { createEgressPolicy } from './policy.ts'
import { postWebhook } from './post-webhook.ts'
import { newWebhookSecret, signWebhook } from './webhook-signature.ts'

async function closeAfterTest(host: Promise<TestHost>): Promise<TestHost> {
  const started = await host
  onTestFinished(() => started.close())
  return started
}

const host = (handler: RequestListener) => closeAfterTest(startHost(handler))
const rawHost = (answer: (socket: net.Socket) => void) =>
  closeAfterTest(startRawHost((socket) => socket.once('data', () => answer(socket))))

const openTo = (...addresses: string[]) =>
  createEgressPolicy({ showReplies: true, allow: addresses.join(), ownHosts: [] })
const post = (to: TestHost, totalTimeoutMs = 5000) =>
  postWebhook(`http://${to.address}/hook`, { headers: {}, body: '{}', policy: openTo(to.address), totalTimeoutMs })

test('H-09: the body arrives byte for byte, and the signature verifies', async () => {
  let received: { headers: IncomingHttpHeaders; body: Buffer; method: string | undefined } | undefined
  const to = await host(async (request, response) => {
    received = { headers: request.headers, method: request.method, body: Buffer.concat(await request.toArray()) }
    response.end('thanks')
  })
  const body = JSON.stringify({
    type: 'task.completed',
    data: { label: 'Käuzchen \u{1f989}', text: 'x'.repeat(20_000) },
  })
  const secret = newWebhookSecret()
  const signed = signWebhook({ id: 'evt_1', timestampS: Math.floor(Date.now() / 1000), body, secrets: [secret] })
  const headers = { ...signed }
  const attempt = await postWebhook(`http://${to.address}/hook`, { headers, body, policy: openTo(to.address) })
  expect(attempt).toEqual({
    ok: true,
    status: 200,
    failure: null,
    detail: null,
    responseBody: 'thanks',
    durationMs: expect.any(Number),
    retryAfterS: null,
    secret: null,
  })
  expect(received?.method).toBe('POST')
  expect(received?.body.toString()).toBe(body)
  expect(received?.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': expect.stringMatching(/^Whisker\//),
  })
  const receivedHeaders = Object.fromEntries(Object.entries(received?.headers ?? {}).map(([k, v]) => [k, String(v)]))
  expect(new Webhook(secret).verify(received?.body.toString() ?? '', receivedHeaders)).toEqual(JSON.parse(body))
})

test.each([200, 201, 204, 299])('H-01: %d is delivered', async (status) => {
  const to = await host((_, response) => response.writeHead(status).end())
  expect(await post(to)).toMatchObject({ ok: true, status, failure: null })
  expect(to.connections).toBe(1)
})

test.each([400, 404, 410, 429, 500, 503, 600])('H-02, H-07: %d is not', async (status) => {
  const to = await host((_, response) => response.writeHead(status).end('no'))
  const attempt = await post(to)
  expect(attempt).toMatchObject({ ok: false, status, failure: 'status', responseBody: 'no' })
  expect(attempt.detail).toMatch(new RegExp(`^The endpoint answered with status ${status}: .+\\.$`))
})

test.each([300, 301, 302, 303, 304, 307, 308])('H-06: %d is a failure and is never followed', async (status) => {
  const next = await host((_, response) => response.end())
  const to = await host((_, response) => response.writeHead(status, { Location: `http://${next.address}/` }).end())
  const policy = openTo(to.address, next.address)
  const attempt = await postWebhook(`http://${to.address}/`, { headers: {}, body: '{}', policy })
  expect(attempt).toMatchObject({ ok: false, status, failure: 'redirect' })
  expect([to.connections, next.connections]).toEqual([1, 0])
})

describe('H-03: the class of a failure is recorded', () => {
  test('refused', async () => {
    const to = await startHost(() => {})
    await to.close()
    expect(await post(to)).toMatchObject({ ok: false, status: null, failure: 'refused' })
  })

  test('reset, before and within the answer', async () => {
    const to = await rawHost((socket) => socket.resetAndDestroy())
    expect(await post(to)).toMatchObject({ ok: false, status: null, failure: 'reset' })
    const within = await rawHost((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'))
    expect(await post(within)).toMatchObject({ ok: false, status: 200, failure: 'reset', responseBody: 'half' })
  })

  test('dns', async () => {
    const dns = await startDnsServer(() => ({ code: 3 }))
    onTestFinished(() => dns.close())
    const policy = createEgressPolicy({
      showReplies: true,
      allow: '',
      ownHosts: [],
      nameServers: { servers: [dns.address] },
    })
    const attempt = await postWebhook('https://gone.example.com/', { headers: {}, body: '{}', policy })
    expect(attempt).toMatchObject({ ok: false, status: null, failure: 'dns' })
    expect(attempt.detail).toContain('gone.example.com')
  })

  test('tls', async () => {
    const certificate = makeCertificate({ commonName: 'self', ipAddresses: ['127.0.0.1'] })
    const to = await closeAfterTest(startHost((_, response) => response.end(), { certificate }))
    const attempt = await postWebhook(`https://${to.address}/`, { headers: {}, body: '{}', policy: openTo(to.address) })
    expect(attempt).toMatchObject({ ok: false, status: null, failure: 'tls' })
  })

  test('protocol: not HTTP, too many headers', async () => {
    const ssh = await rawHost((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'))
    expect(await post(ssh)).toMatchObject({ ok: false, status: null, failure: 'protocol' })
    const wordy = await rawHost((socket) => void socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}`))
    expect(await post(wordy)).toMatchObject({ ok: false, status: null, failure: 'protocol' })
  })

  test('blocked', async () => {
    const to = await host((_, response) => response.end())
    for (const url of [`http://${to.address}/`, 'http://localhost/', 'ftp://example.com/', 'nonsense']) {
      const attempt = await postWebhook(url, { headers: {}, body: '{}', policy: openTo() })
      expect(attempt).toMatchObject({ ok: false, status: null, failure: 'blocked', detail: expect.any(String) })
    }
    expect(to.connections).toBe(0)
  })
})

test('H-11: a name that later leads inside is refused at that connect', async () => {
  const to = await host((_, response) => response.end())
  let address = '127.0.0.1'
  const dns = await startDnsServer((_, type) => (type === 'A' ? { records: [{ type, data: address }] } : {}))
  onTestFinished(() => dns.close())
  const policy = createEgressPolicy({
    showReplies: true,
    allow: to.address,
    ownHosts: [],
    nameServers: { servers: [dns.address] },
  })
  const send = () => postWebhook(`http://hooks.example.com:${to.port}/`, { headers: {}, body: '{}', policy })
  expect(await send()).toMatchObject({ ok: true })
  address = '127.0.0.3'
  expect(await send()).toMatchObject({ ok: false, failure: 'blocked' })
  expect(to.connections).toBe(1)
})

describe('H-04: the whole exchange is cut', () => {
  test.each([
    ['accepts and never answers', ''],
    ['stops inside the headers', 'HTTP/1.1 200 OK\r\nX: '],
    ['sends headers only', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'],
  ])('of an endpoint that %s', async (_what, start) => {
    const to = await rawHost((socket) => void socket.write(start))
    const attempt = await post(to, 200)
    expect(attempt).toMatchObject({ ok: false, failure: 'timeout', status: start.endsWith('\r\n\r\n') ? 200 : null })
    expect(attempt.durationMs).toBeGreaterThanOrEqual(195)
    expect(attempt.durationMs).toBeLessThan(1500)
  })

  test('of one that trickles a body', async () => {
    const to = await rawHost((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    expect(await post(to, 300)).toMatchObject({ ok: false, status: 200, failure: 'timeout' })
  })

  test('of one that never reads', async () => {
    const to = await closeAfterTest(startRawHost((socket) => socket.pause()))
    const options = { headers: {}, body: 'x'.repeat(20_000_000), policy: openTo(to.address), totalTimeoutMs: 200 }
    expect(await postWebhook(`http://${to.address}/`, options)).toMatchObject({ ok: false, failure: 'timeout' })
  })

  test('and a caller that shuts down can cut it too', async () => {
    const to = await host(() => {})
    const controller = new AbortController()
    const options = { headers: {}, body: '{}', policy: openTo(to.address), signal: controller.signal }
    const attempt = postWebhook(`http://${to.address}/`, options)
    await expect.poll(() => to.connections).toBe(1)
    controller.abort()
    expect(await attempt).toMatchObject({ ok: false, failure: 'aborted' })
  })
})

describe('the answer', () => {
  test('C-14 F35: 64 KB are read of a longer one, and what it said counts', async () => {
    const to = await host((request, response) => response.end('x'.repeat(Number(request.url?.slice(1)))))
    const policy = openTo(to.address)
    const send = (size: number) => postWebhook(`http://${to.address}/${size}`, { headers: {}, body: '{}', policy })
    expect(await send(65_536)).toMatchObject({ ok: true, status: 200 })
    const huge = await send(50_000_000)
    expect(huge).toMatchObject({ ok: true, status: 200, failure: null })
    expect(huge.responseBody).toHaveLength(1024)
  })

  test('is kept as text that a database takes, cut between characters', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a\0b'),
      Buffer.from([0xff, 0xed, 0xa0, 0x80]),
      Buffer.from('\u{1f989}'.repeat(400)),
    ])
    const to = await host((_, response) => response.end(bytes))
    const { responseBody } = await post(to)
    expect(responseBody.startsWith('a\u{fffd}b\u{fffd}')).toBe(true)
    expect(responseBody.isWellFormed()).toBe(true)
    expect(responseBody).not.toContain('\0')
    expect(responseBody.endsWith('\u{1f989}')).toBe(true)
    expect(Buffer.byteLength(responseBody.replaceAll('\u{fffd}', '?'))).toBeLessThanOrEqual(1024)
  })

  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString()
  test.each<[string, () => string, number, number]>([
    ['seconds', () => '120', 120, 120],
    ['none, between spaces', () => ' 0 ', 0, 0],
    ['a date', () => inSeconds(90), 88, 91],
    ['a date that has passed', () => inSeconds(-90), 0, 0],
    ['more than anybody means', () => '9'.repeat(400), 1e9, 1e9],
    ['a date in the year 9999', () => 'Fri, 31 Dec 9999 23:59:59 GMT', 1e9, 1e9],
  ])('F27 Retry-After: %s is read', async (_name, value, min, max) => {
    const to = await host((_, response) => response.writeHead(503, { 'Retry-After': value() }).end())
    const { retryAfterS } = await post(to)
    expect(retryAfterS).toBeGreaterThanOrEqual(min)
    expect(retryAfterS).toBeLessThanOrEqual(max)
  })

  test.each(['soon', '-5', '1e9', '5 minutes', 'Xxx, 99 Yyy 2026 00:00:00 GMT', ''])(
    'Retry-After: %j counts as not said',
    async (value) => {
      const to = await host((_, response) => response.writeHead(429, { 'Retry-After': value }).end())
      expect((await post(to)).retryAfterS).toBeNull()
    },
  )
})
