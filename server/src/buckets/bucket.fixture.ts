import type { Bucket, BucketDraft } from '@whisker/api/buckets.ts'
import type { z } from 'zod'
import { pngChunk, pngOf } from '../assets/picture.fixture.ts'
import { credentials, startS3 } from '../assets/s3-server.fixture.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'

/** A small picture, another one for each text. */
export const pictureOf = (text: string) =>
  pngOf({ width: 1, height: 1 }, Buffer.from([1]), [pngChunk('tEXt', Buffer.from(text))])

export type S3 = Awaited<ReturnType<typeof startS3>>

export const keys = {
  access_key_id: credentials.accessKeyId,
  secret_access_key: credentials.secretAccessKey,
}

/** A server and a store that it may reach, and sees what that answers. */
export async function startWithStore(env: Record<string, string> = {}): Promise<{ server: TestServer; s3: S3 }> {
  const s3 = await startS3()
  const host = new URL(s3.options.endpoint).host
  const server = await startTestServer({ EGRESS_ALLOW: host, EGRESS_SHOW_REPLIES: 'true', ...env })
  return { server, s3 }
}

export const placeOf = (s3: S3) => ({
  endpoint: s3.options.endpoint,
  region: credentials.region,
  bucket: credentials.bucket,
  credentials: keys,
})

/** A project that follows the store. */
export async function follow(
  { client }: Pick<TestServer, 'client'>,
  s3: S3,
  draft: Partial<z.input<typeof BucketDraft>> = {},
): Promise<number> {
  const { id } = await animalProject(client)
  await client.putBucket({ params: { project_id: id }, body: { ...placeOf(s3), ...draft } })
  return id
}

type Patience = { timeoutMs?: number; everyMs?: number }

/** Waits until a pass that began after `since` has come to its end. */
export async function passed(
  { client }: Pick<TestServer, 'client'>,
  projectId: number,
  since: string | null = null,
  { timeoutMs = 20_000, everyMs = 20 }: Patience = {},
): Promise<Bucket> {
  for (const end = performance.now() + timeoutMs; ; await new Promise((resolve) => setTimeout(resolve, everyMs))) {
    const bucket = await client.readBucket({ params: { project_id: projectId } })
    const finished = bucket.last_pass?.finished_at ?? null
    if (finished !== null && finished !== since && bucket.pass === null) return bucket
    if (performance.now() > end) throw new Error(`No pass has ended: ${JSON.stringify(bucket)}`)
  }
}

/** One more pass, from its beginning to its end. */
export async function passAgain(
  server: Pick<TestServer, 'client'>,
  projectId: number,
  patience: Patience = {},
): Promise<Bucket> {
  const params = { project_id: projectId }
  const { last_pass } = await server.client.readBucket({ params })
  await server.client.passBucket({ params })
  return passed(server, projectId, last_pass?.finished_at, patience)
}

export const objectsOf = async (
  { client }: Pick<TestServer, 'client'>,
  projectId: number,
  state?: 'waiting' | 'taken' | 'failed' | 'removed' | 'replaced',
) =>
  (
    await client.listBucketObjects({
      params: { project_id: projectId },
      query: { limit: 1000, ...(state && { state }) },
    })
  ).data
