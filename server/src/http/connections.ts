import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const mostConnections = 10_000

/**
 * Ends connections on which nothing is under way as soon as the server stops. Node itself waits for those that have said
 * nothing yet, or half a header: one that a browser opened ahead of need held a stop up for 75 s (measured). What is
 * under way is finished.
 */
export function manageConnections(http: FastifyInstance): void {
  const quiet = new Set<Socket>()
  http.server.maxConnections = mostConnections
  http.server.on('connection', (socket: Socket) => {
    quiet.add(socket)
    socket.once('close', () => quiet.delete(socket))
  })
  http.server.on('request', ({ socket }, response) => {
    quiet.delete(socket)
    response.once('close', () => socket.destroyed || quiet.add(socket))
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
