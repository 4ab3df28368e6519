import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { TestCertificate } from './certificate.fixture.ts'

/** A server on the loopback that counts who connects: a guard holds only if the count stays at 0. */
export interface TestHost {
  port: number
  /** `ip:port`, for `allow` and for URLs. */
  address: string
  connections: number
  close(): Promise<void>
}

/** An HTTP server, or HTTPS with a certificate. */
export function startHost(
  handler: http.RequestListener,
  options: { address?: string; port?: number; certificate?: TestCertificate } = {},
): Promise<TestHost> {
  const { certificate } = options
  return listen(certificate ? https.createServer(certificate, handler) : http.createServer(handler), options)
}

/** A server that speaks in raw bytes, for what an HTTP server would never say. */
export function startRawHost(
  handler: (socket: net.Socket) => void,
  options: { address?: string; port?: number } = {},
): Promise<TestHost> {
  return listen(
    net.createServer((socket) => {
      socket.on('error', () => socket.destroy())
      handler(socket)
    }),
    options,
  )
}

async function listen(server: net.Server, { address = '127.0.0.1', port = 0 }): Promise<TestHost> {
  const sockets = new Set<net.Socket>()
  const host: TestHost = {
    port: 0,
    address: '',
    connections: 0,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  server.on('connection', (socket: net.Socket) => {
    host.connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(port, address)
  await once(server, 'listening')
  host.port = (server.address() as net.AddressInfo).port
  host.address = `${address}:${host.port}`
  return host
}
