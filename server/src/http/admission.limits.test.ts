import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pngChunk, pngOf } from '../assets/picture.fixture.ts'
import { ask, dial } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Writes the same bytes again and again: what the senders hold costs nothing. */
async function sendRaw(path: string, type: string, pieces: Buffer[]): Promise<number> {
  const socket = await dial(server.url)
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const head = [`POST ${path} HTTP/1.1`, 'host: x', 'connection: close', `authorization: ${server.key}`]
  socket.write(`${[...head, `content-type: ${type}`, `content-length: ${length}`].join('\r\n')}\r\n\r\n`)
  for (const piece of pieces) socket.write(piece)
  let text = ''
  socket.on('data', (chunk) => {
    if (text.length < 100) text += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(text.split(' ')[1])
}

/** What it costs, and how long others wait meanwhile. */
async function meanwhile<T>(work: Promise<T>): Promise<{ result: T; rss: number; waitMs: number }> {
  const before = process.memoryUsage().rss
  const waits: number[] = []
  let rss = 0
  let busy = true
  const probe = (async () => {
    while (busy) {
      const start = performance.now()
      expect((await ask(`${server.url}/healthz`)).status).toBe(200)
      waits.push(performance.now() - start)
      rss = Math.max(rss, process.memoryUsage().rss - before)
      await sleep(10)
    }
  })()
  const result = await work
  busy = false
  await probe
  return { result, rss, waitMs: waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)] as number }
}

describe('many large bodies at once', () => {
  test('U-29 a hundred senders with 10 MB each: memory is bounded, others are served', async () => {
    const project = await animalProject(server.client)
    const png = pngOf({ width: 1, height: 1 }, Buffer.from([1]), [pngChunk('tEXt', Buffer.alloc(7_400_000, 'x'))])
    const body = Buffer.from(
      JSON.stringify({
        project_id: project.id,
        task_spec: [{ image_with_animal: `data:image/png;base64,${png.toString('base64')}` }],
      }),
    )
    const senders = Array.from({ length: 100 }, () => sendRaw('/tasks', 'application/json', [body]))
    const { result, rss, waitMs } = await meanwhile(Promise.all(senders))
    expect(new Set([...result, 201, 429, 503])).toEqual(new Set([201, 429, 503]))
    expect(result.filter((status) => status === 201).length).toBeGreaterThan(4)
    expect(rss).toBeLessThan(600e6)
    expect(waitMs).toBeLessThan(500)
  })

  test('twenty bulk streams with lines of 30 MB: as well', async () => {
    const project = await textProject(server.client)
    const piece = Buffer.alloc(1_000_000, 'x')
    const line = [Buffer.from('{"task_spec":[{"sentence":"'), ...Array(30).fill(piece), Buffer.from('"}]}\n')]
    const senders = Array.from({ length: 20 }, () =>
      sendRaw(`/tasks/bulk?project_id=${project.id}`, 'application/x-ndjson', line),
    )
    const { result, rss, waitMs } = await meanwhile(Promise.all(senders))
    expect(new Set(result)).toEqual(new Set([200]))
    // Kept all at once they are 600 MB, and three times that while they are read.
    expect(rss).toBeLessThan(600e6)
    expect(waitMs).toBeLessThan(500)
  })

  test('a stream too many is asked to come back', async () => {
    const project = await textProject(server.client)
    const path = `/tasks/bulk?project_id=${project.id}`
    const head = [
      `POST ${path} HTTP/1.1`,
      'host: x',
      `authorization: ${server.key}`,
      'content-type: application/x-ndjson',
    ]
    const open = await Promise.all(Array.from({ length: 40 }, () => dial(server.url)))
    for (const socket of open) socket.write(`${[...head, 'transfer-encoding: chunked'].join('\r\n')}\r\n\r\n`)
    const send = () =>
      ask(`${server.url}${path}`, {
        method: 'POST',
        key: server.key,
        body: '\n',
        headers: { 'content-type': 'application/x-ndjson' },
      })
    await expect.poll(async () => (await send()).problem?.code, { timeout: 10_000 }).toBe('rate_limited')
    for (const socket of open) socket.destroy()
    await expect.poll(async () => (await send()).status, { timeout: 10_000 }).toBe(200)
  })

  test('senders who hang up while they wait, or in the middle, take no room with them', async () => {
    const sockets = await Promise.all(Array.from({ length: 30 }, () => dial(server.url)))
    for (const socket of sockets) {
      socket.on('error', () => {})
      const head = ['POST /tasks HTTP/1.1', 'host: x', `authorization: ${server.key}`, 'content-type: application/json']
      socket.write(`${[...head, 'content-length: 30000000'].join('\r\n')}\r\n\r\n{"a":`)
    }
    await expect.poll(inFlight, { timeout: 10_000 }).toBeGreaterThan(60_000_000)
    for (const socket of sockets) socket.destroy()
    await expect.poll(inFlight, { timeout: 10_000 }).toBe(0)
  })
})

async function inFlight(): Promise<number> {
  const { text } = await ask(`${server.url}/metrics`)
  return Number(/^whisker_bytes_in_flight (\d+)/m.exec(text)?.[1])
}
