import { join } from 'node:path'
import type { Ports } from '../ports.ts'
import { ownFolder, Part } from './part.ts'
import { until } from './until.ts'

const [accessKeyId, secretAccessKey, bucket] = ['loopback', 'loopback-secret', 'pictures'] as const

export type Store = { part: Part; env: Record<string, string>; isBack: () => Promise<void> }

/** Pictures, in a folder that is reached by S3 only. */
export async function startStore(program: string, ports: Ports, root: string): Promise<Store> {
  const folder = await ownFolder(join(root, 'store'))
  const kept = await ownFolder(join(folder, 'kept'))
  // A folder below it is a bucket.
  await ownFolder(join(kept, bucket))
  const args = ['--port', `127.0.0.1:${ports.store}`, '--quiet', 'posix', kept]
  const env = { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey }
  const part = new Part('versitygw', [program, args], { folder, env })
  const endpoint = `http://127.0.0.1:${ports.store}`
  // Nobody's request is refused, and that is an answer.
  const refuses = async () => (await fetch(endpoint, { signal: AbortSignal.timeout(2000) })).status === 403
  const isBack = () => until('the store answers', refuses, 20_000)
  part.start()
  await isBack()
  return {
    part,
    isBack,
    env: {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    },
  }
}
