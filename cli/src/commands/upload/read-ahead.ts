import { stat } from 'node:fs/promises'
import type { Journal } from './journal.ts'
import { type PictureFile, readPicture } from './read-picture.ts'
import type { Found } from './walk.ts'

/** A picture whose hash is known. Not `wasRead`: the journal knew it. */
export type Ready = { path: string; name: string; wasRead: boolean } & PictureFile
export type Unready = { path: string; name: string; code: string; detail: string }
export type Batch = { ready: Ready[]; failed: Unready[] }

/** The service takes 1000 ids in one question; with 500, the answer is there before the pictures before it are sent. */
const maxPictures = 500
/** Two batches are in memory at once: one is being sent, one is being read. */
const maxBytes = 24_000_000

/**
 * Reads pictures ahead of the sending, in the order of the walk, a batch at a time: as many as the service is asked
 * about at once, or as few as fit into the memory.
 *
 * @param lanes files that are read at the same time
 */
export async function* readAhead(
  files: AsyncIterator<Found & { kind: 'picture' }>,
  journal: Journal | null,
  lanes: number,
  stop: AbortSignal,
): AsyncGenerator<Batch> {
  let ended = false
  // The size of a file is not known before it is read; those before it tell what to expect.
  let largest = 0
  while (!ended && !stop.aborted) {
    const slots: (Ready | Unready | null)[] = []
    let bytes = 0
    let reading = 0
    const isFull = () => slots.length >= maxPictures || bytes + reading * largest >= maxBytes
    const lane = async () => {
      while (!ended && !stop.aborted && !isFull()) {
        reading++
        const { value, done } = await files.next()
        if (done) {
          ended = true
          return
        }
        const slot = slots.push(null) - 1
        const read = await readOne(value, journal)
        slots[slot] = read
        const size = ('sha256' in read && read.bytes?.length) || 0
        largest = Math.max(largest, size)
        bytes += size
        reading--
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    const batch: Batch = { ready: [], failed: [] }
    for (const slot of slots) {
      if (slot && 'sha256' in slot) batch.ready.push(slot)
      else if (slot) batch.failed.push(slot)
    }
    if (slots.length > 0) yield batch
  }
}

async function readOne(
  { path, name }: { path: string; name: string },
  journal: Journal | null,
): Promise<Ready | Unready> {
  const known = journal && (await findInJournal(path, journal))
  if (known) return { path, name, wasRead: false, ...known }
  const read = await readPicture(path)
  if (!read.ok) return { path, name, code: read.code, detail: read.reason }
  const { sha256, sizeBytes, mtimeMs, bytes } = read
  return { path, name, wasRead: true, sha256, sizeBytes, mtimeMs, bytes }
}

/** An unchanged file need not be read to know its hash. */
async function findInJournal(path: string, journal: Journal): Promise<PictureFile | null> {
  if (journal.isEmpty) return null
  try {
    const { size, mtimeMs } = await stat(path)
    const sha256 = journal.findHash(path, size, mtimeMs)
    return sha256 === null ? null : { sha256, sizeBytes: size, mtimeMs, bytes: null }
  } catch {
    // Reading will say why.
    return null
  }
}
