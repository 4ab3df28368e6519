import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { AssetReceipt } from '@whisker/api/assets.ts'
import { ApiError, type Client } from '@whisker/api/client.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'
import { type Outage, RequestGivenUp } from '../../outage.ts'
import { fileFault } from './file-fault.ts'
import type { Ready } from './read-ahead.ts'
import { readPicture } from './read-picture.ts'

export type Stored = { ok: true; picture: Ready; warnings: string[] } | Refused
type Refused = { ok: false; code: string; detail: string }

/** These stop the run: every other picture would fare the same. */
export const aboutTheRun = new Set<ProblemCode>([
  'unauthenticated',
  'forbidden',
  'insufficient_scope',
  'quota_exceeded',
  'not_found',
  'method_not_allowed',
  'project_closed',
])

/** Where the journal knew its hash, but the service does not have it any more: its content may have changed since. */
export async function readNow(picture: Ready): Promise<Ready | Refused> {
  if (picture.wasRead) return picture
  const read = await readPicture(picture.path)
  if (!read.ok) return { ok: false, code: read.code, detail: read.reason }
  const { sha256, sizeBytes, mtimeMs, bytes } = read
  return { ...picture, sha256, sizeBytes, mtimeMs, bytes, wasRead: true }
}

/** The service tells the hash of what it has got. */
export function settle(picture: Ready, { sha256, warnings }: AssetReceipt): Stored {
  if (sha256 === picture.sha256) return { ok: true, picture, warnings: warnings.map(({ detail }) => detail) }
  const detail = 'was changed while it was being sent: run the command again when it is complete'
  return { ok: false, code: 'changed', detail }
}

/**
 * Stores one picture with the service, in a request of its own.
 *
 * @returns why it could not be, when that is the picture's fault
 * @throws what stops the run
 */
export async function storePicture(client: Client, outage: Outage, known: Ready): Promise<Stored> {
  try {
    const picture = await readNow(known)
    if ('ok' in picture) return picture
    const receipt = await outage.run((attempt) => send(client, picture, attempt))
    return settle(picture, receipt)
  } catch (error) {
    if (error instanceof RequestGivenUp) return { ok: false, code: 'not_sent', detail: error.message }
    if (error instanceof FileGone) return { ok: false, code: 'unreadable', detail: error.message }
    if (!(error instanceof ApiError) || aboutTheRun.has(error.code)) throw error
    return { ok: false, code: error.code, detail: error.problem.detail }
  }
}

/** Services take 20 MB unless they are set up otherwise. */
const perhapsTooLarge = 16_000_000

class FileGone extends Error {}

async function send(client: Client, { path, bytes, sizeBytes }: Ready, attempt: number) {
  const headers: Record<string, string> = { 'content-type': 'application/octet-stream' }
  // Pictures that may be too large for it, and after a broken connection all: the service is given time to refuse.
  if (attempt > 1 || sizeBytes > perhapsTooLarge) headers.expect = '100-continue'
  if (bytes) return client.createAsset({ body: bytes, headers })
  headers['content-length'] = String(sizeBytes)
  const file = await open(path).catch((error) => {
    throw new FileGone(fileFault(error))
  })
  try {
    // Never more than was promised: a longer file must not run into the next request.
    const stream = file.createReadStream({ autoClose: false, start: 0, end: sizeBytes - 1, highWaterMark: 1_000_000 })
    return await client.createAsset({ body: Readable.toWeb(stream) as NodeReadableStream as ReadableStream, headers })
  } finally {
    await file.close()
  }
}
