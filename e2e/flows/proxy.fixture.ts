import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type HostProxy = { url: string; sendTo: (address: string) => void; refused: string[]; stop: () => void }

/**
 * A host that keeps other things too and passes what is under `/tools/whisker` on, as a company's proxy does: with that path
 * or without it. All else is not its business, and is noted. Like nginx as it comes, it names the service in `Host` instead of
 * itself, and opens a line for each request.
 */
export async function openProxy(path: string, keepsPath: boolean): Promise<HostProxy> {
  let target = ''
  const refused: string[] = []
  const server: Server = createServer((from, to) => {
    const asked = from.url ?? '/'
    if (asked !== path && !asked.startsWith(`${path}/`) && !asked.startsWith(`${path}?`)) {
      refused.push(asked)
      to.writeHead(404).end('nothing of yours')
      return
    }
    const inner = asked.slice(path.length)
    const address = target + (keepsPath ? asked : inner.startsWith('/') ? inner : `/${inner}`)
    const headers = { ...from.headers, host: new URL(target).host, connection: 'close' }
    const passed = request(address, { method: from.method, headers }, (reply) => {
      to.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(to)
    })
    passed.on('error', () => to.writeHead(502).end())
    from.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    sendTo: (address) => {
      target = address
    },
    refused,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
