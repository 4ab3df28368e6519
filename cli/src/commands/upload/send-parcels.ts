import { AssetBulkReceipt, pictureHead, picturesType } from '@whisker/api/assets.ts'
import { ApiError, type Client } from '@whisker/api/client.ts'
import { type Outage, passingCodes, RequestGivenUp, TryAgain } from '../../outage.ts'
import type { Ready } from './read-ahead.ts'
import { aboutTheRun, readNow, type Stored, settle, storePicture } from './send-pictures.ts'

/**
 * What travels together. The service stores up to 64 pictures of 4 MB in all at once; with more in a request it would
 * begin no earlier, and more would have to be sent again after a broken connection.
 */
const maxPictures = 64
const maxBytes = 4_000_000
/** Larger ones go alone: what a request costs is nothing beside their bytes. */
const smallBytes = 1_000_000

/** Groups pictures, in their order, into what is sent at once. */
export function makeParcels(pictures: readonly Ready[]): Ready[][] {
  const parcels: Ready[][] = []
  let bytes = 0
  for (const picture of pictures) {
    const last = parcels.at(-1)
    const alone = picture.sizeBytes > smallBytes
    bytes += picture.sizeBytes + headBytes
    if (last && !alone && bytes <= maxBytes && last.length < maxPictures) last.push(picture)
    else {
      parcels.push([picture])
      bytes = alone ? maxBytes : picture.sizeBytes + headBytes
    }
  }
  return parcels
}

/**
 * Stores the pictures of a parcel with the service, in one request; those that it could not store right now are sent
 * again, together.
 *
 * @returns what became of each, in order: a bad one takes no other with it
 * @throws what stops the run
 */
export async function storeParcel(client: Client, outage: Outage, known: readonly Ready[]): Promise<Stored[]> {
  if (known.length === 1) return [await storePicture(client, outage, known[0] as Ready)]
  const pictures = await Promise.all(known.map(readNow))
  const ends: Stored[] = new Array(pictures.length)
  const isWaiting = (at: number) => ends[at] === undefined
  const alone = async (at: number) => {
    ends[at] = await storePicture(client, outage, known[at] as Ready)
  }
  const allAlone = async (places: number[]) => {
    const failed = (await Promise.allSettled(places.map(alone))).find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }
  for (const [at, picture] of pictures.entries()) {
    if ('ok' in picture) ends[at] = picture
    // It has grown since the journal knew it.
    else if (!picture.bytes || picture.sizeBytes > smallBytes) await alone(at)
  }
  let waiting = [...pictures.keys()].filter(isWaiting)
  const body = spare.pop() ?? Buffer.allocUnsafeSlow(maxBytes)
  try {
    if (waiting.length > 0)
      await outage.run(async (attempt) => {
        const places = attempt <= maxTogether ? waiting : waiting.slice(attempt % waiting.length).slice(0, 1)
        const sent = places.map((at) => pictures[at] as Ready)
        const response = await client.createAssets({
          body: pack(sent, body),
          headers: { 'content-type': picturesType },
        })
        const why = read(await response.text(), sent, (place, end) => {
          ends[places[place] as number] = end
        })
        waiting = waiting.filter(isWaiting)
        if (why) throw why
      })
  } catch (error) {
    if (error instanceof ApiError && !aboutTheRun.has(error.code))
      for (const at of waiting) ends[at] = { ok: false, code: error.code, detail: error.problem.detail }
    else if (!(error instanceof RequestGivenUp)) throw error
  } finally {
    spare.push(body)
  }
  await allAlone(waiting.filter(isWaiting))
  return ends
}

/**
 * One of them may be what breaks the connection each time. After so many tries together one alone is tried, each time
 * another one; when the service takes it, all go alone, side by side: the one that fails then does so among others that
 * succeed, and is given up.
 */
const maxTogether = 2

const headBytes = 4
/** Bodies are put together in memory that is used again: fresh pages cost more than the copying. */
const spare: Buffer[] = []

function pack(pictures: readonly Ready[], memory: Buffer): Uint8Array<ArrayBuffer> {
  let at = 0
  for (const { bytes } of pictures) {
    if (!bytes) continue
    memory.set(pictureHead(bytes.length), at)
    memory.set(bytes, at + headBytes)
    at += headBytes + bytes.length
  }
  return memory.subarray(0, at) as Uint8Array<ArrayBuffer>
}

/** @returns why some are to be sent again, if there are any */
function read(text: string, sent: readonly Ready[], settled: (place: number, end: Stored) => void): TryAgain | null {
  let why: TryAgain | null = null
  const missing = new Set(sent.keys())
  for (const row of text.split('\n')) {
    const receipt = AssetBulkReceipt.safeParse(parseJson(row)).data
    const place = receipt ? receipt.picture - 1 : -1
    const picture = sent[place]
    if (!receipt || !picture || !missing.delete(place)) continue
    if (receipt.status === 'error' && passingCodes.has(receipt.code))
      why = new TryAgain(receipt.code, `it answers "${receipt.detail}"`)
    else if (receipt.status === 'error') settled(place, { ok: false, code: receipt.code, detail: receipt.detail })
    else settled(place, settle(picture, receipt))
  }
  return why ?? (missing.size > 0 ? new TryAgain('unavailable', 'its answer ended too early') : null)
}

function parseJson(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return null
  }
}
