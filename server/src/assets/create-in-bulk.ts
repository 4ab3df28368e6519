import type { AssetBulkReceipt } from '@whisker/api/assets.ts'
import { isContention, isUnavailable } from '../database/connect.ts'
import type { KeyScope } from '../http/callers.ts'
import { ApiProblem } from '../problem.ts'
import type { WithPictures } from './has.ts'
import { keepPictures, recordAssets, type Taken, takePicture } from './intake.ts'
import { noteSent } from './key-pictures.ts'
import { type Frame, readFrames } from './picture-frames.ts'

/** Pictures are read into memory of this size, and stored together when it is full. */
const slabBytes = 4_000_000
const maxPictures = 64
/** Memory that has been used is used again: fresh pages cost as much as copying a picture into them (50 µs for 60 KB). */
const maxSpare = 4
const spare: SharedArrayBuffer[] = []

/** Pictures that are read one after the other and stored together. */
type Batch = { frames: Frame[]; memory: SharedArrayBuffer | null; used: number; leave: () => void }

/**
 * Stores the pictures of a body and sends their receipts, in order, a batch at a time: what has a receipt is durable
 * and has its row. One batch is stored while the next one is read; memory is bounded by these two, whatever the length
 * of the body, and `enter` makes room for each.
 *
 * The memory is shared with the threads that write, so that no picture is copied on its way to them. It is used again
 * only when everything in its batch has come to its end.
 */
export async function createAssetsInBulk(
  server: WithPictures,
  caller: KeyScope,
  body: AsyncIterable<Buffer>,
  enter: (bytes: number) => Promise<() => void>,
  send: (receipts: AssetBulkReceipt[]) => Promise<void>,
): Promise<void> {
  const { maxPictureBytes } = server.config
  let batch: Batch | null = null
  let storing = Promise.resolve()

  const close = async () => {
    await storing
    if (!batch) return
    const closed: Batch = batch
    batch = null
    storing = storeBatch(server, caller, closed.frames)
      .finally(() => release(closed))
      .then(send)
    // Whoever waits for it is told; until then nobody listens.
    storing.catch(() => {})
  }
  // Never waits for room with pictures in hand that are not being stored: two bodies would wait for each other.
  const findPlace = async (sizeBytes: number): Promise<Buffer | ApiProblem> => {
    if (sizeBytes > maxPictureBytes) return tooLarge(sizeBytes, maxPictureBytes)
    if (batch && sizeBytes > roomIn(batch)) await close()
    try {
      batch ??= await open(sizeBytes, enter)
    } catch (error) {
      if (error instanceof ApiProblem) return error
      throw error
    }
    const start = batch.used
    batch.used += sizeBytes
    return batch.memory ? Buffer.from(batch.memory, start, sizeBytes) : Buffer.alloc(0)
  }

  try {
    for await (const frame of readFrames(body, findPlace)) {
      batch ??= { frames: [], memory: null, used: 0, leave: () => {} }
      batch.frames.push(frame)
      if (batch.frames.length >= maxPictures) await close()
    }
    await close()
    await storing
  } catch (error) {
    // Cut because it came too slowly: what is whole is kept, and has its receipt.
    if (error instanceof ApiProblem) await close().then(() => storing)
    throw error
  } finally {
    // The sender has gone: what is being stored still needs its memory, and gives it back itself.
    if (batch) release(batch)
  }
}

async function open(sizeBytes: number, enter: (bytes: number) => Promise<() => void>): Promise<Batch> {
  const bytes = Math.max(sizeBytes, slabBytes)
  const leave = await enter(bytes)
  const memory = (bytes === slabBytes && spare.pop()) || new SharedArrayBuffer(bytes)
  return { frames: [], memory, used: 0, leave }
}

function roomIn({ memory, used }: Batch): number {
  return (memory?.byteLength ?? 0) - used
}

function release({ memory, leave }: Batch): void {
  if (memory?.byteLength === slabBytes && spare.length < maxSpare) spare.push(memory)
  leave()
}

/** Files first, side by side; then all rows in one statement; then the receipts. Ends only when every write has ended. */
async function storeBatch(server: WithPictures, caller: KeyScope, frames: Frame[]): Promise<AssetBulkReceipt[]> {
  const { workspaceId } = caller
  const settled = await Promise.allSettled(frames.map((frame) => store(server, workspaceId, frame)))
  const outcomes = settled.map((one) => (one.status === 'fulfilled' ? one.value : asProblem(one.reason)))
  const stored = outcomes.filter((one): one is Taken => !(one instanceof ApiProblem))
  let news = new Set<string>()
  let fault: ApiProblem | null = null
  try {
    const rows = stored.map(({ asset }) => asset)
    if (rows.length > 0)
      news = await keepPictures(server, workspaceId, stored, () => recordAssets(server.sql, workspaceId, rows))
    await noteSent(
      server.sql,
      caller,
      rows.map(({ sha256 }) => sha256),
    )
  } catch (error) {
    fault = asProblem(error)
  }
  return outcomes.map((outcome, at): AssetBulkReceipt => {
    const picture = (frames[at] as Frame).number
    const end = outcome instanceof ApiProblem ? outcome : (fault ?? outcome)
    if (end instanceof ApiProblem) return { picture, status: 'error', code: end.code, detail: end.message }
    const { asset } = end
    const deduplicated = !news.delete(asset.sha256)
    return { picture, status: 'stored', ...asset, value: `asset:${asset.sha256}`, deduplicated }
  })
}

async function store(server: WithPictures, workspaceId: number, frame: Frame): Promise<Taken | ApiProblem> {
  if ('problem' in frame) return frame.problem
  const taken = await takePicture(server, workspaceId, frame.bytes)
  return taken.ok ? taken : new ApiProblem(taken.code, taken.detail)
}

function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (isUnavailable(error) || isContention(error))
    return new ApiProblem('unavailable', 'The database could not be reached. Send the picture again.')
  throw error
}

function tooLarge(sizeBytes: number, maxBytes: number): ApiProblem {
  const max = (maxBytes / 1e6).toFixed(1)
  return new ApiProblem(
    'too_large',
    `The 4 bytes before the picture say that it has ${(sizeBytes / 1e6).toFixed(1)} MB; at most ${max} MB are taken. Make it smaller.`,
  )
}
