import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, dial, speak } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ MAX_INFLIGHT_MB: '16' })
})
afterAll(() => server.close())

/** Collects what comes back until the server closes the line; gives the text and the seconds that it took. */
async function untilClosed(socket: Socket): Promise<{ text: string; seconds: number }> {
  const start = performance.now()
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('close', resolve))
  return { text, seconds: (performance.now() - start) / 1000 }
}

const drip = (socket: Socket, bytes: string, everyMs: number) => {
  const timer = setInterval(() => socket.write(bytes), everyMs)
  socket.once('close', () => clearInterval(timer))
}

const head = (method: string, path: string, ...more: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, 'host: x', ...more].join('\r\n')}\r\n\r\n`

/** A line that is asked about health again and again. */
async function talk(url: string): Promise<{ socket: Socket; hear: () => Promise<string> }> {
  const socket = await dial(url)
  socket.on('error', () => {})
  const hear = async () => {
    const heard = Promise.race([once(socket, 'data'), once(socket, 'close').then(() => ['closed'])])
    socket.write(head('GET', '/healthz'))
    return String((await heard)[0])
  }
  return { socket, hear }
}

describe.concurrent('L-01 who sends slowly is cut', () => {
  test('headers that trickle in get 408 within 15 s; L-02 silence, and silence after an answer, are closed by then', async () => {
    const [slow, silent, kept] = (await Promise.all([1, 2, 3].map(() => dial(server.url)))) as [Socket, Socket, Socket]
    slow.write('GET /healthz HTTP/1.1\r\nhost: x\r\n')
    drip(slow, 'x-a: b\r\n', 200)
    kept.write(head('GET', '/healthz'))
    const ends = await Promise.all([slow, silent, kept].map(untilClosed))
    expect(ends[0]?.text).toContain('HTTP/1.1 408')
    expect(ends[0]?.text).toContain('"code":"request_timeout"')
    expect(ends[2]?.text).toContain('HTTP/1.1 200')
    for (const { seconds } of ends) expect(seconds).toBeLessThan(15)
  })

  test('a body that holds room and trickles in: 408 within 15 s, and its room is free again', async () => {
    const project = await textProject(server.client)
    const socket = await dial(server.url)
    const type = 'content-type: application/json'
    socket.write(head('POST', '/tasks', `authorization: ${server.key}`, type, 'content-length: 60000000'))
    drip(socket, 'x', 100)
    const cut = untilClosed(socket)
    await sleep(300)
    // All the room is taken: the next large body has to wait, small ones do not.
    const small = { project_id: project.id, task_spec: [{ sentence: 'small' }] }
    expect((await ask(`${server.url}/tasks`, { key: server.key, json: small })).status).toBe(201)
    const { text, seconds } = await cut
    expect(text).toContain('HTTP/1.1 408')
    expect(text).toContain('"code":"request_timeout"')
    expect(seconds).toBeLessThan(15)
    const large = { project_id: project.id, task_spec: Array(5).fill({ sentence: 'x'.repeat(9000) }) }
    expect((await ask(`${server.url}/tasks`, { key: server.key, json: large })).status).toBe(201)
  })

  test('a form that trickles in as well', async () => {
    const socket = await dial(server.url)
    const type = 'content-type: multipart/form-data; boundary=x'
    socket.write(head('POST', '/assets', `authorization: ${server.key}`, type, 'content-length: 1000000'))
    socket.write('--x\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\n')
    drip(socket, 'x', 100)
    const { text, seconds } = await untilClosed(socket)
    expect(text).toContain('HTTP/1.1 408')
    expect(seconds).toBeLessThan(15)
  })

  test('strangers who trickle do not stand in the way of intake', async () => {
    const { address } = await server.startAnother()
    const sockets = await Promise.all(Array.from({ length: 20 }, () => dial(address)))
    const ends = sockets.map((socket) => {
      socket.write(head('POST', '/sessions', 'content-type: application/json', 'content-length: 60000'))
      drip(socket, 'x', 100)
      return untilClosed(socket)
    })
    await sleep(300)
    const start = performance.now()
    const picture = { key: server.key, body: Buffer.alloc(100_000), headers: { 'content-type': 'image/gif' } }
    expect((await ask(`${address}/assets`, picture)).problem.code).toBe('unsupported_image')
    expect(performance.now() - start).toBeLessThan(2000)
    // Some came in and were too slow, some never did; none of them still has a line.
    for (const { text, seconds } of await Promise.all(ends)) {
      expect(text).toMatch(/^HTTP\/1.1 (408|429|503)/)
      expect(seconds).toBeLessThan(20)
    }
  })

  test('an idle line stays for longer than it is said to, so that nobody sends into one that closes', async () => {
    const { socket, hear } = await talk(server.url)
    const said = Number(/keep-alive: timeout=(\d+)/i.exec(await hear())?.[1])
    expect(said).toBeGreaterThan(5)
    // As late as a client may think of it that is busy with other things.
    await sleep(said * 1000 + 3500)
    expect(socket.closed).toBe(false)
    expect(await hear()).toContain('HTTP/1.1 200')
    socket.destroy()
  })

  test('a proxy keeps its lines for as long as it pleases', async () => {
    const { address } = await server.startAnother({ TRUST_PROXY: '127.0.0.0/8' })
    const { socket, hear } = await talk(address)
    await hear()
    await sleep(17_000)
    expect(await hear()).toContain('HTTP/1.1 200')
    socket.destroy()
  })

  test('a long poll is not cut, and ends when its client goes', async () => {
    const gone = new AbortController()
    const waiting = ask(`${server.url}/events?wait=60&type=webhook.test`, {
      key: server.key,
      signal: gone.signal,
    }).catch(() => 'gone')
    await sleep(13_000)
    expect(await Promise.race([waiting, sleep(100).then(() => 'waiting')])).toBe('waiting')
    gone.abort()
    expect(await waiting).toBe('gone')
  })
})

describe('stopping', () => {
  test('does not wait for lines on which nothing is under way, and finishes what is', async () => {
    const other = await server.startAnother()
    const project = await textProject(server.client)
    const [silent, half, kept, busy] = await Promise.all(Array.from({ length: 4 }, () => dial(other.address)))
    half?.write('GET /healthz HTTP/1.1\r\nhost: x\r\n')
    kept?.write(head('GET', '/healthz'))
    const bulk = [`authorization: ${server.key}`, 'content-type: application/x-ndjson', 'transfer-encoding: chunked']
    busy?.write(head('POST', `/tasks/bulk?project_id=${project.id}`, ...bulk))
    const line = '{"task_spec":[{"sentence":"x"}]}\n'
    const chunk = `${line.length.toString(16)}\r\n${line}\r\n`
    busy?.write(chunk)
    const answer = untilClosed(busy as Socket)
    const ends = [silent, half, kept].map((socket) => untilClosed(socket as Socket))
    await sleep(200)
    const stopped = other.close()
    for (const { seconds } of await Promise.all(ends)) expect(seconds).toBeLessThan(2)
    busy?.write(`${chunk}0\r\n\r\n`)
    await stopped
    expect((await answer).text.match(/"status":"created"/g)).toHaveLength(2)
  })
})

describe('L-02 many connections', () => {
  test('two thousand that are idle do not disturb', async () => {
    const sockets = await Promise.all(Array.from({ length: 2000 }, () => dial(server.url)))
    const times: number[] = []
    for (let n = 0; n < 20; n++) {
      const start = performance.now()
      expect((await ask(`${server.url}/healthz`)).status).toBe(200)
      times.push(performance.now() - start)
    }
    expect(Math.max(...times)).toBeLessThan(500)
    for (const socket of sockets) socket.destroy()
  })
})

describe.concurrent('requests that are too large or none at all', () => {
  test.each<[string, () => string, string]>([
    ['one header of 20 KB', () => head('GET', '/healthz', `x-a: ${'x'.repeat(20_000)}`), '431'],
    [
      'a thousand headers',
      () => head('GET', '/healthz', ...Array.from({ length: 2000 }, (_, n) => `x-${n}: 1234`)),
      '431',
    ],
    ['an address of 20 KB', () => head('GET', `/${'x'.repeat(20_000)}`), '431'],
    ['no HTTP', () => '\x16\x03\x01\x02\x00\x01\x00', '400'],
    ['a method that does not exist', () => head('BREW', '/projects'), '400'],
    ['a header with NUL', () => head('GET', '/healthz', 'x-a: a\0b'), '400'],
    ['U-24 a length that is no number', () => head('POST', '/tasks', 'content-length: abc'), '400'],
    ['U-24 two lengths', () => head('POST', '/tasks', 'content-length: 5', 'content-length: 6'), '400'],
    [
      'U-24 a length and chunks',
      () => `${head('POST', '/tasks', 'content-length: 5', 'transfer-encoding: chunked')}0\r\n\r\n`,
      '400',
    ],
    [
      'U-24 chunks that are not the last word',
      () => `${head('POST', '/tasks', 'transfer-encoding: chunked, identity')}0\r\n\r\n`,
      '400',
    ],
    [
      'U-24 a chunk with a megabyte of extensions',
      () =>
        `${head('POST', '/tasks', `authorization: ${server.key}`, 'content-type: application/json', 'transfer-encoding: chunked')}2;${'a'.repeat(1_000_000)}\r\n{}\r\n0\r\n\r\n`,
      '413',
    ],
    [
      'U-24 a chunk of a size that is no number',
      () =>
        `${head('POST', '/tasks', `authorization: ${server.key}`, 'content-type: application/json', 'transfer-encoding: chunked')}xyz\r\n`,
      '400',
    ],
  ])('%s', async (_, make, status) => {
    const answer = await speak(server.url, [make()], { quietMs: 1500 })
    expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status}`)
    expect(answer).toContain('application/problem+json')
    expect((await ask(`${server.url}/healthz`)).status).toBe(200)
  })

  test('U-24 less than was announced: the line is closed without an effect', async () => {
    const project = await textProject(server.client)
    const body = JSON.stringify({ project_id: project.id, task_spec: [{ sentence: 'x' }] })
    const type = 'content-type: application/json'
    const auth = `authorization: ${server.key}`
    await speak(server.url, [head('POST', '/tasks', auth, type, `content-length: ${body.length + 5}`), body], {
      quietMs: 300,
    })
    expect(await server.sql`select from tasks where project_id = ${project.id}`).toEqual([])
    // More than was announced is the beginning of the next request, and no request.
    const whole = [head('POST', '/tasks', auth, type, `content-length: ${body.length}`), `${body}GARBAGE\r\n\r\n`]
    expect(await speak(server.url, whole, { quietMs: 300 })).toContain('HTTP/1.1 400')
    expect((await ask(`${server.url}/healthz`)).status).toBe(200)
  })
})
