import { connect, type Socket } from 'node:net'
import { type Client, createClient } from '@whisker/api/client.ts'

/**
 * One caller at their worst, from outside and in a process of their own (shares.ts starts it): each goes on until it is told
 * to stop. They are those of server/src/shares/worst.limits.test.ts and of the other faults F5 to F25.
 */
export type Target = { url: string; key: string; text: number; heavy: number; token: string }
export type Attack = (target: Target, isOver: () => boolean) => Promise<void>

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const json = 'content-type: application/json'

function dial(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  // From a network of its own, where the system has one.
  const localAddress = process.platform === 'linux' ? '127.0.0.2' : undefined
  const socket = connect({ port: Number(port), host: hostname, localAddress })
  socket.on('error', () => {})
  socket.resume()
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket))
    socket.once('close', () => resolve(socket))
  })
}

const head = (method: string, path: string, ...more: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, 'host: x', ...more].join('\r\n')}\r\n\r\n`

/** So many lines that send `first` and then `drip` every 100 ms; each that is cut is opened anew. */
async function dripping(url: string, lines: number, first: string, drip: string, isOver: () => boolean): Promise<void> {
  await Promise.all(
    Array.from({ length: lines }, async () => {
      while (!isOver()) {
        const socket = await dial(url)
        socket.write(first)
        while (!isOver() && !socket.destroyed) {
          if (drip) socket.write(drip)
          await sleep(100)
        }
        socket.destroy()
      }
    }),
  )
}

/** So many at once that ask without a pause, whatever they are told. */
async function hammering(times: number, isOver: () => boolean, ask: (client: number) => Promise<unknown>) {
  await Promise.all(
    Array.from({ length: times }, async (_, n) => {
      while (!isOver()) await ask(n).catch(() => sleep(5))
    }),
  )
}

const read = async (url: string, init: RequestInit & { duplex?: 'half' } = {}) => {
  const response = await fetch(url, init)
  for await (const _ of response.body ?? []);
  return response
}

const keysOf = (count: number) => `{${Array.from({ length: count }, (_, n) => `"key${n}":"x"`).join(',')}}`

export const attacks: Record<string, Attack> = {
  'F5 20 bodies of 60 MB at 1.3 kB/s, one key': ({ url, key }, isOver) => {
    const first = head('POST', '/tasks', json, 'content-length: 60000000', `authorization: ${key}`)
    return dripping(url, 20, first, 'x'.repeat(130), isOver)
  },
  'F5 60 bodies of strangers at 1.3 kB/s': ({ url }, isOver) =>
    dripping(url, 60, head('POST', '/sessions', json, 'content-length: 60000'), 'x'.repeat(130), isOver),
  'F6 40 slow bulk streams, one key': ({ url, key, text }, isOver) => {
    const type = ['content-type: application/x-ndjson', 'transfer-encoding: chunked', `authorization: ${key}`]
    return dripping(url, 40, head('POST', `/tasks/bulk?project_id=${text}`, ...type), '1\r\n{\r\n', isOver)
  },
  'F7 6,000 connections of one address with a body that never ends': ({ url }, isOver) =>
    dripping(url, 6000, head('POST', '/sessions', json, 'content-length: 15000'), '', isOver),
  'F8 the API document, 60 at once without a pause': ({ url }, isOver) =>
    hammering(60, isOver, () => read(`${url}/openapi.json`)),
  'F9 290,000 keys in 3.4 MB, 4 at once without a pause': ({ url, key, text }, isOver) => {
    const body = `{"project_id":${text},"task_spec":[${keysOf(290_000)}]}`
    const headers = { authorization: key, 'content-type': 'application/json' }
    return hammering(4, isOver, () => read(`${url}/tasks`, { method: 'POST', headers, body }))
  },
  'F9 strangers signing in with 4,000 keys, 8 at once': ({ url }, isOver) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: keysOf(4000) }
    return hammering(8, isOver, () => read(`${url}/sessions`, init))
  },
  'F11 4 imports of gold that are commas, without a pause': ({ url, key, text }, isOver) => {
    const body = () => {
      let left = 20
      return new ReadableStream<Uint8Array>({
        start: (out) => out.enqueue(Buffer.from('name,animal\n')),
        pull: (out) => (left-- > 0 ? out.enqueue(Buffer.alloc(1_000_000, ',')) : out.close()),
      })
    }
    const headers = { authorization: key, 'content-type': 'text/csv' }
    return hammering(4, isOver, () =>
      read(`${url}/projects/${text}/gold-imports`, { method: 'POST', headers, body: body(), duplex: 'half' }),
    )
  },
  'F12 lists of tasks of 9 MB, 8 at once without a pause': ({ url, key, heavy }, isOver) =>
    hammering(8, isOver, () =>
      read(`${url}/tasks?project_id=${heavy}&limit=1000`, { headers: { authorization: key } }),
    ),
  'F24 300 long-polls, one key': async ({ url, key }, isOver) => {
    const first = head('GET', '/events?wait=60&type=webhook.test', `authorization: ${key}`)
    await dripping(url, 300, first, '', isOver)
  },
  'F24 60 requests at once without a pause, one key': ({ url, key, text }, isOver) =>
    hammering(60, isOver, () => read(`${url}/projects/${text}/progress`, { headers: { authorization: key } })),
  'F25 look-ups that find nothing, 30 at once, one key': ({ url, key }, isOver) =>
    hammering(30, isOver, () => read(`${url}/tasks/${crypto.randomUUID()}`, { headers: { authorization: key } })),
  'F25 a worker who takes and skips, 6 at once': ({ url, text, token }, isOver) => {
    const worker: Client = createClient({ url, key: token })
    return hammering(6, isOver, async () => {
      const { assignments } = await worker.takeAssignments({ body: { project_id: text, count: 1 } })
      if (assignments.length === 0) await sleep(20)
      for (const { id, token: hold } of assignments)
        await worker.skipAssignment({ params: { assignment_id: id }, body: { token: hold, reason: 'other' } })
    })
  },
}

// Started by shares.ts: the order comes as a message, and the end too.
process.once('message', async ({ name, target }: { name: string; target: Target }) => {
  let over = false
  process.once('message', () => {
    over = true
  })
  process.once('disconnect', () => process.exit(0))
  await (attacks[name] as Attack)(target, () => over)
  process.exit(0)
})
