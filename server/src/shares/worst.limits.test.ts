import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

import { ask, dial } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { type Beside, measureBeside } from './beside.fixture.ts'

// Each is bounded by itself; what else the machine does may make it slow.
vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
const open: Socket[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy()
})
afterAll(() => server.close())

/**
 * A second and 100 ms are what is wanted. The senders run in this process and the machine does other things besides, so that
 * only the order of magnitude is asked for: what these tests hold off were refusals, and waits of 6 to 60 s.
 */
function expectServed({ pictureMs, takeMs, healthMs, quiet }: Beside): void {
  expect(pictureMs).toBeLessThan(Math.max(8000, 10 * quiet.pictureMs))
  expect(takeMs).toBeLessThan(Math.max(3000, 10 * quiet.takeMs))
  expect(healthMs).toBeLessThan(Math.max(3000, 10 * quiet.healthMs))
}

const head = (method: string, path: string, ...more: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, 'host: x', ...more].join('\r\n')}\r\n\r\n`

async function slowly(path: string, type: string, length: number | 'chunked', key?: string): Promise<Socket> {
  const socket = await dial(server.url)
  open.push(socket)
  socket.on('error', () => {})
  const size = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`
  socket.write(head('POST', path, `content-type: ${type}`, size, ...(key ? [`authorization: ${key}`] : [])))
  const bytes = length === 'chunked' ? `82\r\n${'x'.repeat(130)}\r\n` : 'x'.repeat(130)
  const timer = setInterval(() => socket.write(bytes), 100)
  socket.once('close', () => clearInterval(timer))
  return socket
}

const inUse = async (kind: string) => {
  const { text } = await ask(`${server.url}/metrics`)
  return Number(new RegExp(`^whisker_share_in_use\\{kind="${kind}"\\} (\\d+)`, 'm').exec(text)?.[1])
}

describe('one at their worst, another beside', () => {
  test('F5 bodies of 60 MB that come with 1.3 kB/s hold no more than has come of them', async () => {
    const beside = await measureBeside(server, async () => {
      await Promise.all(Array.from({ length: 20 }, () => slowly('/tasks', 'application/json', 60_000_000, server.key)))
      // All announced 180 MB; a slab each is what they keep.
      await expect.poll(() => inUse('intake'), { timeout: 15_000 }).toBeLessThan(20_000_000)
      await sleep(2000)
      const own = await ask(`${server.url}/assets`, {
        key: server.key,
        body: Buffer.alloc(100_000),
        headers: { 'content-type': 'image/gif' },
      })
      expect(own.problem.code).toBe('unsupported_image')
    })
    expectServed(beside)
  })

  test('F5 strangers with slow bodies stand in the way of no worker', async () => {
    const beside = await measureBeside(server, async () => {
      await Promise.all(Array.from({ length: 60 }, () => slowly('/sessions', 'application/json', 60_000)))
      await sleep(2000)
      // They have room of their own, and none of that for answers.
      expect(await inUse('strangers')).toBeGreaterThan(0)
      expect(await inUse('answers')).toBe(0)
    })
    expectServed(beside)
    const large = { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'x'.repeat(65_000) }
    expect((await ask(`${server.url}/sessions`, large)).problem.code).toBe('too_large')
  })

  test('F6 forty slow streams: half are refused at once, others send their bulk, and all are cut with receipts', async () => {
    const project = await textProject(server.client)
    const other = await server.makeWorkspace()
    const theirs = await textProject(other.client)
    const answers: string[] = []
    const beside = await measureBeside(server, async () => {
      for (let n = 0; n < 40; n++) {
        const socket = await dial(server.url)
        open.push(socket)
        answers[n] = ''
        socket.on('data', (chunk) => {
          answers[n] += chunk.toString('latin1')
        })
        socket.on('error', () => {})
        const type = 'content-type: application/x-ndjson'
        const path = `/tasks/bulk?project_id=${project.id}`
        socket.write(head('POST', path, type, 'transfer-encoding: chunked', `authorization: ${server.key}`))
        const line = '{"task_spec":[{"sentence":"x"}]}\n'
        socket.write(`${line.length.toString(16)}\r\n${line}\r\n`)
        const timer = setInterval(() => socket.write('1\r\n{\r\n'), 100)
        socket.once('close', () => clearInterval(timer))
      }
      const line = { body: '{"task_spec":[{"sentence":"x"}]}\n', headers: { 'content-type': 'application/x-ndjson' } }
      const bulk = await ask(`${server.url}/tasks/bulk?project_id=${theirs.id}`, { key: other.key, ...line })
      expect(bulk.text).toContain('"status":"created"')
      await expect.poll(() => inUse('streams'), { timeout: 15_000 }).toBe(0)
    })
    expectServed(beside)
    const refused = answers.filter((answer) => answer.startsWith('HTTP/1.1 429'))
    expect(refused.length).toBe(20)
    expect(refused[0]).toMatch(/retry-after: 10/i)
    for (const answer of answers.filter((one) => !refused.includes(one))) {
      expect(answer).toContain('"line":1,"status":"created"')
      expect(answer).toContain('"line":2,"status":"error","code":"request_timeout"')
    }
  })

  test('F7 small bodies that never end are cut, whoever sends them', async () => {
    const sockets = await Promise.all([
      slowly('/sessions', 'application/json', 15_000),
      slowly('/tasks', 'application/json', 15_000, server.key),
    ])
    const ends = sockets.map(async (socket) => {
      const start = performance.now()
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
      })
      await new Promise((resolve) => socket.once('close', resolve))
      return { text, seconds: (performance.now() - start) / 1000 }
    })
    for (const { text, seconds } of await Promise.all(ends)) {
      expect(text).toContain('HTTP/1.1 408')
      expect(seconds).toBeLessThan(20)
    }
  })

  test('F9 what has too many keys is refused before it is read, and costs nobody anything', async () => {
    const keys = (count: number) => `{${Array.from({ length: count }, (_, n) => `"key${n}":"x"`).join(',')}}`
    const project = await textProject(server.client)
    const [task, account] = [keys(290_000), keys(4000)]
    const send = (path: string, body: string, key?: string) =>
      ask(`${server.url}${path}`, { key, body, headers: { 'content-type': 'application/json' } })
    const spec = `{"project_id":${project.id},"task_spec":[${task}]}`
    const beside = await measureBeside(server, async () => {
      for (let n = 0; n < 5; n++) {
        expect((await send('/tasks', spec, server.key)).problem.code).toBe('too_large')
        const start = performance.now()
        expect((await send('/sessions', account)).problem.code).toBe('too_large')
        expect(performance.now() - start).toBeLessThan(300)
      }
    })
    expectServed(beside)
    const { problem } = await send('/tasks', `{"project_id":${project.id},"task_spec":[${keys(5000)}]}`, server.key)
    expect(problem.errors?.length).toBeLessThanOrEqual(51)
  })

  test('F24 one key holds fifty long-polls and no more', async () => {
    const beside = await measureBeside(server, async () => {
      const answers: string[] = []
      for (let n = 0; n < 300; n++) {
        const socket = await dial(server.url)
        open.push(socket)
        socket.on('error', () => {})
        socket.on('data', (chunk) => {
          answers[n] = (answers[n] ?? '') + chunk.toString('latin1')
        })
        socket.write(head('GET', '/events?wait=60&type=webhook.test', `authorization: ${server.key}`))
      }
      await expect.poll(() => Object.keys(answers).length, { timeout: 20_000 }).toBe(250)
      expect(await inUse('polls')).toBe(50)
      for (const answer of Object.values(answers)) expect(answer).toMatch(/^HTTP\/1.1 429[\s\S]*retry-after: 5/i)
      await sleep(2000)
      for (const socket of open) socket.destroy()
    })
    expectServed(beside)
    await expect.poll(() => inUse('polls'), { timeout: 15_000 }).toBe(0)
  })

  test('F24 sixty requests at once without a pause wait for each other, not others for them', async () => {
    const project = await textProject(server.client)
    const beside = await measureBeside(server, async () => {
      const end = performance.now() + 4000
      const hammer = async () => {
        while (performance.now() < end) {
          const { status } = await ask(`${server.url}/projects/${project.id}/progress`, { key: server.key })
          expect([200, 429]).toContain(status)
        }
      }
      const all = Promise.all(Array.from({ length: 60 }, hammer))
      let max = 0
      while (performance.now() < end - 500) {
        max = Math.max(max, await inUse('reads'))
        await sleep(50)
      }
      await all
      // Half of the pool of connections to the database.
      expect(max).toBe(5)
    })
    expectServed(beside)
  })

  test('F25 look-ups that find nothing: refused with Retry-After and RateLimit, for that key alone', async () => {
    const { key } = await server.makeWorkspace()
    const { address } = await server.startAnother({ MISSES_PER_S: '5' })
    const beside = await measureBeside(server, async () => {
      const lookUp = () => ask(`${address}/tasks/${crypto.randomUUID()}`, { key })
      let last = await lookUp()
      for (let n = 0; n < 30 && last.status === 404; n++)
        last = (await Promise.all(Array.from({ length: 10 }, lookUp))).at(-1) as typeof last
      expect(last.problem.code).toBe('rate_limited')
      expect(last.headers.get('retry-after')).toBe('1')
      expect(last.headers.get('ratelimit-policy')).toBe('"misses";q=5;w=1')
      expect((await ask(`${address}/projects`, { key })).status).toBe(200)
      expect((await ask(`${address}/tasks/${crypto.randomUUID()}`, { key: server.key })).status).toBe(404)
    })
    expectServed(beside)
  })

  test('F25 a worker who skips everything is asked to slow down', async () => {
    const { address } = await server.startAnother({ SKIPS_PER_MINUTE: '5' })
    const worker = await server.makeWorker((await textProject(server.client)).id)
    const skip = () =>
      ask(`${address}/assignments/${crypto.randomUUID()}/skip`, {
        method: 'PUT',
        key: worker.token,
        json: { token: 'x', reason: 'other' },
      })
    const codes = []
    for (let n = 0; n < 14; n++) codes.push((await skip()).problem.code)
    expect(codes.slice(10)).toContain('rate_limited')
    expect(codes[0]).not.toBe('rate_limited')
  })
})

describe('F7 connections', () => {
  test('one network never has more than are left for others, and health is answered on any', async () => {
    const { address } = await server.startAnother({ CONNECTIONS: '100' })
    const { hostname, port } = new URL(address)
    const from = (localAddress: string) => {
      const socket = connect({ host: hostname, port: Number(port), localAddress })
      open.push(socket)
      socket.on('error', () => {})
      return socket
    }
    const say = async (localAddress: string, path: string) => {
      const socket = from(localAddress)
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
      })
      socket.write(head('GET', path, 'connection: close'))
      await new Promise((resolve) => socket.once('close', resolve))
      return text.split('\r\n\r\n')
    }
    const body = head('POST', '/sessions', 'content-type: application/json', 'content-length: 15000')
    for (let n = 0; n < 400; n++) from('127.0.0.2').write(body)
    await expect
      .poll(async () => (await say('127.0.0.2', '/session'))[0], { timeout: 10_000 })
      .toMatch(/^HTTP\/1.1 503/)
    const soon = { timeout: 10_000 }
    await expect.poll(async () => (await say('127.0.0.2', '/healthz'))[0], soon).toContain('HTTP/1.1 200')
    await expect
      .poll(async () => (await say('127.0.0.2', '/session'))[0], soon)
      .toMatch(/^HTTP\/1.1 503[\s\S]*retry-after: 5/i)
    expect((await say('127.0.0.3', '/session'))[0]).toContain('HTTP/1.1 401')
    // Many networks together: nothing is left but the spare ones.
    for (let n = 10; n < 250; n++) from(`127.0.0.${n}`).write(body)
    await sleep(1000)
    await expect.poll(async () => (await say('127.0.0.4', '/healthz'))[0], soon).toContain('HTTP/1.1 200')
    await expect.poll(async () => (await say('127.0.0.4', '/readyz'))[0], soon).toContain('HTTP/1.1 200')
  })
})
