import { createServer } from 'node:http'

/** The end of a webhook in a process of its own (deliveries.ts starts it): counts, and tells how old each event was when it came. */
const ages: number[] = []
let lastAt = 0

const server = createServer(async (request, response) => {
  const now = Date.now()
  const body = Buffer.concat(await request.toArray()).toString()
  response.writeHead(204).end()
  const { timestamp } = JSON.parse(body) as { timestamp: string }
  ages.push(now - Date.parse(timestamp))
  lastAt = now
})

/** `ages`: in ms, of what has come since it was asked last. */
export type Received = { count: number; lastAt: number; ages: number[] }

process.on('message', () => {
  process.send?.({ count: ages.length, lastAt, ages: ages.splice(0) } satisfies Received)
})
process.once('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
