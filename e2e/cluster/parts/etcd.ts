import { join } from 'node:path'
import type { Ports } from '../ports.ts'
import { ownFolder, Part } from './part.ts'
import { answersOk, until } from './until.ts'

/** One of the three that a company would have: here it is never harmed. */
export async function startEtcd(program: string, ports: Ports, root: string): Promise<Part> {
  const folder = await ownFolder(join(root, 'etcd'))
  const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.etcdPeer}`]
  const flags = {
    name: 'etcd1',
    'data-dir': join(folder, 'data'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `etcd1=${peer}`,
    'log-level': 'warn',
  }
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
  const part = new Part('etcd', [program, args], { folder })
  part.start()
  await until('etcd answers', () => answersOk(`${client}/health`))
  return part
}
