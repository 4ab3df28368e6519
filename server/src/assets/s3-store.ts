import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { readListing } from './s3-listing.ts'
import { createS3Client, type S3Options } from './s3-requests.ts'
import { queryOf } from './s3-signature.ts'
import { type AssetKey, type AssetStore, isAssetKey, StorageError } from './store.ts'

/** Never the sender's type: nothing is meant to be opened from the bucket itself. */
const headers = { 'content-type': 'application/octet-stream' }

/**
 * A bucket of an S3-compatible store (AWS, MinIO, R2, Ceph ...) as an asset store. Durability is the store's: it
 * answers a PUT when it has the object. Nothing is sent before it is needed; `check` tells whether the settings are
 * right.
 */
export function openS3Store(options: S3Options): AssetStore {
  const s3 = createS3Client(options)

  /** Size of the object, or undefined when there is none. */
  async function sizeOf(path: string): Promise<number | undefined> {
    const answer = await s3.send({ method: 'HEAD', path, expected: [404] })
    return answer.status === 404 ? undefined : Number(answer.headers.get('content-length'))
  }

  async function list(query: Record<string, string>) {
    const path = queryOf({ 'list-type': '2', ...query })
    return readListing((await s3.send({ method: 'GET', path })).body.toString())
  }

  /** By the store's clock at both ends. */
  function age(headers: Headers, writtenAt: string | null): number {
    return Date.parse(headers.get('date') ?? new Date().toUTCString()) - Date.parse(writtenAt ?? '')
  }

  async function readOwner(): Promise<string | null> {
    const answer = await s3.send({ method: 'GET', path: 'owner', expected: [404] })
    return answer.status === 404 ? null : answer.body.toString()
  }

  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const put = { method: 'PUT', path, body: bytes } as const
      // 412: the object is there. 501: this store knows no conditional writes.
      const answer = await s3.send({ ...put, headers: { ...headers, 'if-none-match': '*' }, expected: [412, 501] })
      if (answer.status < 300) return { created: true }
      // Judged by its content, and not by its size: who sends a picture again has the right bytes in hand.
      const there = await s3.send({ method: 'GET', path, expected: [404] })
      if (there.status !== 404 && there.body.equals(bytes)) return { created: false }
      await s3.send({ ...put, headers })
      return { created: true }
    },
    async open(key) {
      const answer = await s3.stream({ method: 'GET', path: pathOf(key), expected: [404] })
      if (!(answer instanceof Response) || !answer.body) return null
      const sizeBytes = Number(answer.headers.get('content-length'))
      return { stream: Readable.fromWeb(answer.body as ReadableStream<Uint8Array>), sizeBytes }
    },
    async read(key) {
      const answer = await s3.send({ method: 'GET', path: pathOf(key), expected: [404] })
      return answer.status === 404 ? null : answer.body
    },
    exists: async (key) => (await sizeOf(pathOf(key))) !== undefined,
    async delete(key) {
      await s3.send({ method: 'DELETE', path: pathOf(key), expected: [404] })
    },
    async list(after, limit) {
      const { objects, more } = await list({ 'max-keys': String(limit), ...(after && { 'start-after': after }) })
      const names = objects.map(({ name }) => name)
      return { keys: names.filter(isAssetKey), next: more ? (names.at(-1) ?? null) : null }
    },
    async ageMs(key) {
      const answer = await s3.send({ method: 'HEAD', path: pathOf(key), expected: [404] })
      return answer.status === 404 ? null : age(answer.headers, answer.headers.get('last-modified'))
    },
    async sweepTemporary() {
      const { objects } = await list({ prefix: 'check/', 'max-keys': '100' })
      for (const { name, writtenAt } of objects) {
        if (Date.now() - Date.parse(writtenAt) > 3_600_000) await s3.send({ method: 'DELETE', path: name })
      }
    },
    owner: readOwner,
    async claim(installation) {
      const known = await readOwner()
      if (known !== null) return known
      const put = { method: 'PUT', path: 'owner', body: Buffer.from(installation) } as const
      const answer = await s3.send({ ...put, headers: { ...headers, 'if-none-match': '*' }, expected: [412, 501] })
      if (answer.status === 501) await s3.send({ ...put, headers })
      return (await s3.send({ method: 'GET', path: 'owner' })).body.toString()
    },
    close: async () => {},
    async check() {
      const path = `check/${randomUUID()}`
      const probe = Buffer.from('Whisker checks that it can write here.')
      await s3.send({ method: 'PUT', path, body: probe, headers })
      const { body } = await s3.send({ method: 'GET', path })
      await s3.send({ method: 'DELETE', path })
      if (!body.equals(probe)) {
        throw new StorageError(
          'storage_unavailable',
          'The S3 store does not give back what was written. Check S3_ENDPOINT.',
        )
      }
    },
  }
}

function pathOf(key: AssetKey): string {
  if (!isAssetKey(key)) throw new TypeError('This is no asset key.')
  return key
}
