import { createServer, type Server } from 'node:net'

const names = [
  'etcd',
  'etcdPeer',
  'api1',
  'api2',
  'api3',
  'postgres1',
  'postgres2',
  'postgres3',
  'primary',
  'replica',
  'bouncer',
  'store',
  'server1',
  'server2',
  'server3',
  'site',
] as const

export type Ports = Record<(typeof names)[number], number>

/** Free ports of this machine, all different: each is held until all are known. */
export async function freePorts(): Promise<Ports> {
  const held = await Promise.all(names.map(hold))
  const ports = held.map((server) => (server.address() as { port: number }).port)
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))))
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as Ports
}

const hold = () =>
  new Promise<Server>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
  })
