import type { RequestListener, ServerResponse } from 'node:http'
import type net from 'node:net'
import tls from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from './certificate.fixture.ts'
import { fetchPicture } from './fetch-picture.ts'
import { startHost, startRawHost, type TestHost } from './host.fixture.ts'
import { createEgressPolicy } from './policy.ts'

type Options = Partial<Parameters<typeof fetchPicture>[1]>

async function closeAfterTest(host: Promise<TestHost>): Promise<TestHost> {
  const started = await host
  onTestFinished(() => started.close())
  return started
}

const host = (handler: RequestListener) => closeAfterTest(startHost(handler))
/** A host that reads the request and then says these bytes. */
const rawHost = (answer: (socket: net.Socket) => void) =>
  closeAfterTest(startRawHost((socket) => socket.once('data', () => answer(socket))))

/** Fetches a path of a host; only that host is open. */
function fetchFrom(from: TestHost, path = '/cat.png', options: Options = {}) {
  const policy = createEgressPolicy({ showReplies: true, allow: from.address, ownHosts: [] })
  return fetchPicture(`http://${from.address}${path}`, { policy, maxBytes: 100_000, ...options })
}

const codeOf = async (fetched: ReturnType<typeof fetchPicture>) => {
  const result = await fetched
  if (!result.ok) expect(result.detail).toMatch(/^[A-Z].+\.$/)
  return result.ok ? 'ok' : result.code
}

/** Counts who reaches the loopback without leave. */
let victim: TestHost
beforeAll(async () => {
  victim = await startHost((_, response) => response.end('secret'))
})
afterAll(() => victim.close())

test('U-01: the bytes arrive as they are, with what the host says of them', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256))
  const from = await host((request, response) => {
    response.setHeader('Content-Type', `image/png; asked=${request.method}${request.headers.accept}`)
    response.end(bytes)
  })
  const fetched = await fetchFrom(from, '/a/cat.png?size=1#top')
  expect(fetched).toEqual({
    ok: true,
    bytes,
    declaredType: 'image/png; asked=GETimage/*',
    finalUrl: `http://${from.address}/a/cat.png?size=1#top`,
    isSecret: false,
  })
})

test('S-20: the declared type is handed on, never believed, and may be missing', async () => {
  const from = await host((_, response) => response.end('<svg/>'))
  expect(await fetchFrom(from)).toMatchObject({ ok: true, declaredType: null })
})

test.each([
  ['http://127.0.0.1:PORT/', 'blocked_address'],
  ['http://localhost:PORT/', 'blocked_address'],
  ['http://2130706433:PORT/', 'blocked_address'],
  ['http://[::ffff:127.0.0.1]:PORT/', 'blocked_address'],
  ['http://169.254.169.254/latest/', 'blocked_address'],
  ['file:///etc/passwd', 'blocked_scheme'],
  ['http://example.com:25/', 'blocked_port'],
  ['http://user:pass@example.com/', 'invalid_url'],
  ['cat.png', 'invalid_url'],
])('S-01: without leave %s is %s, and nobody connects', async (url, code) => {
  const policy = createEgressPolicy({ showReplies: true, allow: '', ownHosts: [] })
  expect(await codeOf(fetchPicture(url.replace('PORT', String(victim.port)), { policy, maxBytes: 1000 }))).toBe(code)
  expect(victim.connections).toBe(0)
})

describe('S-15, S-16: redirects', () => {
  test.each([301, 302, 303, 307, 308])('a %d is followed, relative to where it is', async (status) => {
    const from = await host((request, response) => {
      if (request.url === '/a/cat.png') response.writeHead(status, { Location: '../b/K%C3%A4tzchen.png?x=1' })
      response.end('picture')
    })
    const finalUrl = `http://${from.address}/b/K%C3%A4tzchen.png?x=1`
    expect(await fetchFrom(from, '/a/cat.png')).toMatchObject({ ok: true, bytes: Buffer.from('picture'), finalUrl })
  })

  test('a Location in raw UTF-8 leads where it says', async () => {
    const from = await host((request, response) => {
      const location = Buffer.from('/Kätzchen.png').toString('latin1')
      if (request.url === '/cat.png') response.writeHead(302, { Location: location })
      response.end(request.url)
    })
    expect(await fetchFrom(from)).toMatchObject({ ok: true, bytes: Buffer.from('/K%C3%A4tzchen.png') })
  })

  test('three are followed, a fourth is not, nor is a loop', async () => {
    const from = await host((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left > 0) response.writeHead(302, { Location: `/${left - 1}` })
      response.end('picture')
    })
    expect(await codeOf(fetchFrom(from, '/3'))).toBe('ok')
    expect(await codeOf(fetchFrom(from, '/4'))).toBe('too_many_redirects')
    const loop = await host((_, response) => response.writeHead(301, { Location: '/' }).end())
    expect(await codeOf(fetchFrom(loop, '/'))).toBe('too_many_redirects')
    expect(loop.connections).toBe(4)
  })

  test.each([
    ['http://127.0.0.1:PORT/', 'blocked_address'],
    ['//127.0.0.1:PORT/', 'blocked_address'],
    ['http://0x7f.1:PORT/', 'blocked_address'],
    ['http://[::1]:PORT/', 'blocked_address'],
    ['http://metadata.google.internal/', 'blocked_address'],
    ['file:///etc/passwd', 'blocked_scheme'],
    ['data:image/png;base64,AA==', 'blocked_scheme'],
    ['http://example.com:22/', 'blocked_port'],
    ['http://user:pass@example.com/', 'invalid_url'],
    ['http://', 'invalid_url'],
  ])('a redirect to %s is checked as a new URL: %s', async (location, code) => {
    const target = location.replace('PORT', String(victim.port))
    const from = await host((_, response) => response.writeHead(302, { Location: target }).end())
    expect(await codeOf(fetchFrom(from))).toBe(code)
    expect(victim.connections).toBe(0)
  })

  test('a Location of 10 kB is refused', async () => {
    const from = await host((_, response) => response.writeHead(302, { Location: `/${'x'.repeat(10_000)}` }).end())
    expect(await codeOf(fetchFrom(from))).toBe('invalid_url')
    expect(from.connections).toBe(1)
  })

  test('http to https is followed, https to http is not', async () => {
    const authority = makeCertificate({ commonName: 'Whisker test authority', authority: true })
    const before = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...before, authority.cert])
    onTestFinished(() => tls.setDefaultCACertificates(before))
    const certificate = makeCertificate({ commonName: 'photos', ipAddresses: ['127.0.0.1'], issuer: authority })
    let plain = ''
    const secure = await closeAfterTest(
      startHost(
        (request, response) => {
          if (request.url === '/down') response.writeHead(302, { Location: `http://${plain}/end` })
          response.end('picture')
        },
        { certificate },
      ),
    )
    const from = await host((_, response) =>
      response.writeHead(302, { Location: `https://${secure.address}/end` }).end(),
    )
    plain = from.address
    const policy = createEgressPolicy({ showReplies: true, allow: `${plain},${secure.address}`, ownHosts: [] })
    const up = await fetchPicture(`http://${plain}/`, { policy, maxBytes: 1000 })
    expect(up).toMatchObject({ ok: true, finalUrl: `https://${secure.address}/end` })
    const connections = from.connections
    expect(await codeOf(fetchPicture(`https://${secure.address}/down`, { policy, maxBytes: 1000 }))).toBe(
      'insecure_redirect',
    )
    expect(from.connections).toBe(connections)
  })

  test('all hops together have one time limit', async () => {
    const from = await host((_, response) => {
      setTimeout(() => response.writeHead(302, { Location: '/again' }).end(), 120)
    })
    expect(await codeOf(fetchFrom(from, '/', { totalTimeoutMs: 300 }))).toBe('timeout')
  })
})

describe('S-17: what hosts send', () => {
  const ok = 'HTTP/1.1 200 OK\r\n'

  test('an endless body is cut at maxBytes', async () => {
    let sent = 0
    const from = await rawHost((socket) => {
      socket.write(`${ok}\r\n`)
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) sent += 65_536
        sent += 65_536
      }
      socket.on('drain', more)
      more()
    })
    expect(await codeOf(fetchFrom(from))).toBe('too_large')
    // What the kernel's buffers swallow, not what the host would have sent.
    expect(sent).toBeLessThan(20_000_000)
  })

  test('a chunked body without end is cut at maxBytes', async () => {
    const from = await host((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000)));
      }
      response.on('drain', more)
      more()
    })
    expect(await codeOf(fetchFrom(from))).toBe('too_large')
  })

  test('exactly maxBytes is not too large, one more is, declared or not', async () => {
    const from = await host((request, response) => {
      const [, size = '', how] = request.url?.split('/') ?? []
      if (how === 'declared') response.setHeader('Content-Length', size)
      response.write(Buffer.alloc(Number(size)))
      response.end()
    })
    for (const how of ['declared', 'counted']) {
      expect(await codeOf(fetchFrom(from, `/100000/${how}`))).toBe('ok')
      expect(await codeOf(fetchFrom(from, `/100001/${how}`))).toBe('too_large')
    }
  })

  test('a declared size over the limit is refused before the body comes', async () => {
    const from = await rawHost((socket) => void socket.write(`${ok}Content-Length: 100001\r\n\r\n`))
    expect(await codeOf(fetchFrom(from))).toBe('too_large')
  })

  test('Content-Length 10 and then much more is ten bytes', async () => {
    const from = await rawHost((socket) => {
      socket.write(`${ok}Content-Length: 10\r\n\r\n`)
      const timer = setInterval(() => socket.write(Buffer.alloc(1_000_000)), 1)
      socket.on('close', () => clearInterval(timer))
    })
    const fetched = await fetchFrom(from)
    expect(fetched.ok ? fetched.bytes.length : fetched.code).toSatisfy((got) => got === 10 || got === 'bad_response')
  })

  test('a body without any length is what came until the end, however slowly', async () => {
    const from = await rawHost((socket) => {
      socket.write(`${ok}\r\n${'x'.repeat(50_000)}`)
      setTimeout(() => socket.end('end'), 30)
    })
    expect(await fetchFrom(from)).toMatchObject({ ok: true, bytes: Buffer.from(`${'x'.repeat(50_000)}end`) })
  })

  test('a body that ends before its declared length is not a picture', async () => {
    const from = await rawHost((socket) => void socket.end(`${ok}Content-Length: 100\r\n\r\nhalf`))
    expect(await codeOf(fetchFrom(from))).toBe('reset')
    const chunked = await rawHost((socket) => void socket.end(`${ok}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`))
    expect(await codeOf(fetchFrom(chunked))).toBe('reset')
  })

  test('silence is cut after the idle time, also before and inside the headers', async () => {
    for (const start of ['', ok, `${ok}\r\nbegin`, `${ok}Content-Length: 50\r\n\r\nbegin`]) {
      const from = await rawHost((socket) => void socket.write(start))
      expect(await codeOf(fetchFrom(from, '/', { idleTimeoutMs: 100 })), start).toBe('stalled')
    }
  })

  test('a trickle is cut after the total time; trickled headers are no progress', async () => {
    const trickle = (start: string, piece: string) =>
      rawHost((socket) => {
        socket.write(start)
        const timer = setInterval(() => socket.write(piece), 20)
        socket.on('close', () => clearInterval(timer))
      })
    const times = { idleTimeoutMs: 150, totalTimeoutMs: 400 }
    expect(await codeOf(fetchFrom(await trickle(`${ok}\r\n`, 'x'), '/', times))).toBe('timeout')
    expect(await codeOf(fetchFrom(await trickle(ok, 'X-Y: z\r\n'), '/', times))).toBe('stalled')
    expect(await codeOf(fetchFrom(await trickle('', 'HTTP/1.1 100 Continue\r\n\r\n'), '/', times))).toBe('stalled')
  })

  test('1 MB of headers is refused', async () => {
    const from = await rawHost((socket) => {
      socket.write(ok)
      for (let i = 0; i < 1000; i++) socket.write(`X-${i}: ${'y'.repeat(1000)}\r\n`)
    })
    expect(await codeOf(fetchFrom(from))).toBe('bad_response')
  })

  test('compressed answers are refused unread, a bomb too', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    for (const encoding of ['gzip', 'br', 'zstd', 'GZIP', 'identity, gzip', 'x-unknown']) {
      const from = await host((_, response) => {
        response.writeHead(200, { 'Content-Encoding': encoding })
        // Larger than allowed, so that reading it would end in another failure.
        response.write(Buffer.alloc(200_000))
        response.end(bomb)
      })
      expect(await codeOf(fetchFrom(from)), encoding).toBe('encoded_body')
    }
    const transfer = await rawHost((socket) => {
      socket.write(`${ok}Transfer-Encoding: gzip, chunked\r\n\r\n`)
      socket.end('3\r\nabc\r\n0\r\n\r\n')
    })
    expect(await codeOf(fetchFrom(transfer))).toBe('encoded_body')
    const plain = await host((_, response) => response.writeHead(200, { 'Content-Encoding': 'Identity' }).end('x'))
    expect(await codeOf(fetchFrom(plain))).toBe('ok')
  })

  test.each([201, 204, 206, 300, 304, 400, 401, 404, 410, 500, 503])('status %d is no picture', async (status) => {
    const from = await host((_, response) => response.writeHead(status).end())
    const fetched = await fetchFrom(from)
    expect(fetched).toMatchObject({ ok: false, code: 'http_status' })
    expect(fetched).toHaveProperty('detail', expect.stringContaining(String(status)))
  })

  test.each([
    ['SSH-2.0-OpenSSH_9.9\r\n', 'bad_response'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'bad_response'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 'bad_response'],
    ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nxx', 'bad_response'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n', 'bad_response'],
    ['HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\nxx', 'bad_response'],
    ['', 'reset'],
  ])('broken HTTP %j is a value: %s', async (bytes, code) => {
    const from = await rawHost((socket) => void socket.end(bytes))
    expect(await codeOf(fetchFrom(from))).toBe(code)
  })
})

describe('places', () => {
  test('32 at once in the process, 16 of them for one lane, and the next ones follow', async () => {
    let open = 0
    let max = 0
    const waiting: (() => void)[] = []
    const from = await host((_, response) => {
      max = Math.max(max, ++open)
      waiting.push(() => {
        open--
        response.end('picture')
      })
    })
    const fetchAll = (lane: string) => Array.from({ length: 24 }, () => codeOf(fetchFrom(from, '/', { lane })))
    const one = fetchAll('one')
    await expect.poll(() => open).toBe(16)
    const others = [...fetchAll('two'), ...fetchAll('three')]
    await expect.poll(() => open).toBe(32)
    const timer = setInterval(() => waiting.shift()?.(), 1)
    onTestFinished(() => clearInterval(timer))
    expect(new Set(await Promise.all([...one, ...others]))).toEqual(new Set(['ok']))
    expect(max).toBe(32)
  })

  test('a failed fetch gives its place back, and so does one that is given up', async () => {
    const from = await host(() => {})
    const controller = new AbortController()
    const options = { lane: 'x', signal: controller.signal }
    const fetches = Array.from({ length: 40 }, () => codeOf(fetchFrom(from, '/', options)))
    await expect.poll(() => from.connections).toBe(16)
    controller.abort()
    expect(new Set(await Promise.all(fetches))).toEqual(new Set(['aborted']))
    expect(from.connections).toBe(16)
    const quick = await host((_, response) => response.end('picture'))
    expect(await codeOf(fetchFrom(quick, '/', { lane: 'x' }))).toBe('ok')
  })

  test('a lane that sends more than can wait is told so', async () => {
    const from = await host(() => {})
    const controller = new AbortController()
    const options = { lane: 'flood', signal: controller.signal }
    const fetches = Array.from({ length: 16 + 256 + 5 }, () => codeOf(fetchFrom(from, '/', options)))
    expect(await Promise.all(fetches.slice(-5))).toEqual(Array(5).fill('busy'))
    controller.abort()
    await Promise.all(fetches)
  })

  describe('memory', () => {
    const half = 128 * 1024 * 1024

    /** A body of unknown length is promised `maxBytes` of memory, though it holds only a few. */
    async function slowHost() {
      const responses: ServerResponse[] = []
      const from = await host((_, response) => {
        response.write('begin')
        responses.push(response)
      })
      return { from, responses, finish: () => responses.splice(0).forEach((response) => void response.end('end')) }
    }

    test('bodies wait for memory, which is no silence of the host, and pass it on', async () => {
      const { from, responses, finish } = await slowHost()
      const holding = ['one', 'two'].map((lane) => codeOf(fetchFrom(from, '/', { lane, maxBytes: half })))
      await expect.poll(() => responses.length).toBe(2)
      const quick = await host((_, response) => response.end('picture'))
      const waiting = codeOf(fetchFrom(quick, '/', { lane: 'three', idleTimeoutMs: 50 }))
      await new Promise((resolve) => setTimeout(resolve, 150))
      expect(await Promise.race([waiting, 'waits'])).toBe('waits')
      const impatient = fetchFrom(quick, '/', { lane: 'three', totalTimeoutMs: 50 })
      expect(await codeOf(impatient)).toBe('timeout')
      finish()
      expect(await Promise.all([...holding, waiting])).toEqual(['ok', 'ok', 'ok'])
    })

    test('an ending of any kind gives it back, also while waiting for it', async () => {
      const { from, responses, finish } = await slowHost()
      const take = () => ['one', 'two'].map((lane) => codeOf(fetchFrom(from, '/', { lane, maxBytes: half })))
      const holding = take()
      await expect.poll(() => responses.length).toBe(2)
      const resetting = await rawHost((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\nbegin')
        setTimeout(() => socket.resetAndDestroy(), 20)
      })
      expect(await codeOf(fetchFrom(resetting, '/', { lane: 'one', maxBytes: half }))).toBe('reset')
      for (const response of responses.splice(0)) response.destroy()
      expect(await Promise.all(holding)).toEqual(['reset', 'reset'])
      const again = take()
      await expect.poll(() => responses.length).toBe(2)
      finish()
      expect(await Promise.all(again)).toEqual(['ok', 'ok'])
    })
  })
})
