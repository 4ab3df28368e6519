import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { ApiProblem } from '../problem.ts'
import { networkOf, networksIn } from '../shares/network.ts'
import { everybody } from '../shares/share.ts'
import type { Shares } from '../shares/shares.ts'

/** Connections beyond everybody's share: good for a question about health, and for the news that there is no room. */
const maxSpare = 200
const spareMs = 5000

/**
 * An idle line is closed so much later than `Keep-Alive: timeout=` says. Who heeds that must not send a body into a line that
 * is being closed: with the second that Node leaves, a busy client did (ECONNRESET). Proxies do not heed it, and keep lines
 * for as long as they please; the longest known is ten minutes, of Google's load balancers (nginx and those of AWS: one).
 */
const closedLaterMs = 5000
const idleOfProxyMs = 620_000

const answeredOnSpare = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * How long connections stay on which nothing is under way. As soon as the server stops they are ended: Node itself waits for
 * those that have said nothing yet, or half a header: one that a browser opened ahead of need held a stop up for 75 s
 * (measured). What is under way is finished.
 */
export function manageConnections(http: FastifyInstance, trustProxy: string): void {
  const quiet = new Set<Socket>()
  const proxies = networksIn(trustProxy)
  http.server.keepAliveTimeoutBuffer = closedLaterMs
  http.server.on('connection', (socket: Socket) => {
    quiet.add(socket)
    socket.once('close', () => quiet.delete(socket))
  })
  http.server.on('request', ({ socket }, response) => {
    quiet.delete(socket)
    response.once('close', () => {
      if (socket.destroyed) return
      quiet.add(socket)
      if (proxies.has(socket.remoteAddress ?? '')) socket.setTimeout(idleOfProxyMs)
    })
  })
  http.addHook('preClose', (done) => {
    // Again and again: some come in while the hooks run, others become quiet later.
    const timer = setInterval(() => {
      for (const socket of quiet) socket.destroy()
    }, 50)
    http.server.once('close', () => clearInterval(timer))
    done()
  })
}

/**
 * No network may have more connections than are left for others. Who has that many, and everybody when there are none, gets
 * a spare one, for five seconds and the oldest making room for the newest: on it /healthz and /readyz are answered, whatever
 * goes on, and anything else is asked to come back. A proxy in front (TRUST_PROXY) stands for many networks.
 */
export function shareConnections(http: FastifyInstance, shares: Shares, trustProxy: string): void {
  const proxies = networksIn(trustProxy)
  const spare = new Set<Socket>()
  http.server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const hold = shares.enterNow('connections', proxies.has(address) ? everybody : `network:${networkOf(address)}`)
    if (hold) {
      socket.once('close', hold.leave)
      return
    }
    for (const oldest of spare) {
      if (spare.size < maxSpare) break
      oldest.destroy()
      spare.delete(oldest)
    }
    spare.add(socket)
    const timer = setTimeout(() => socket.destroy(), spareMs)
    socket.once('close', () => {
      clearTimeout(timer)
      spare.delete(socket)
    })
  })
  http.addHook('onRequest', async (request, reply) => {
    if (!spare.has(request.raw.socket)) return
    reply.header('connection', 'close')
    if (!answeredOnSpare.has(request.url))
      throw new ApiProblem('unavailable', 'There are too many connections. Close some, or try again in a moment.', {
        retryAfterS: 5,
      })
  })
}
