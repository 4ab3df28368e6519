import { createHash, hash } from 'node:crypto'
import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  open as openFile,
  read as readFile,
  type Stats,
} from 'node:fs'
import { promisify } from 'node:util'
import { fileFault, nameFault } from './file-fault.ts'

const open = promisify(openFile)
const read = promisify(readFile)

/** Larger files are hashed and sent as streams, so that eight of them do not fill the memory. */
export const maxInMemory = 8_000_000
/** The most that any Whisker can be set up to take (MAX_PICTURE_MB); its own limit it tells itself. */
const maxBytes = 500_000_000

export type PictureFile = {
  sha256: string
  sizeBytes: number
  mtimeMs: number
  /** null: larger than {@link maxInMemory} */
  bytes: Buffer | null
}
export type ReadPicture = ({ ok: true } & PictureFile) | { ok: false; code: string; reason: string }

/**
 * Reads a picture once; what is hashed is what will be sent. A file that changes while it is read is told and not sent:
 * the next run takes it as it is then.
 *
 * `fstat` and `close` are the synchronous ones: on an open descriptor they do not wait, and the thread pool costs ten times as much.
 */
export async function readPicture(path: string): Promise<ReadPicture> {
  let descriptor: number
  try {
    // Not blocking: opening a named pipe would wait for a writer, for ever.
    descriptor = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return { ok: false, code: 'unreadable', reason: nameFault(path, error) ?? fileFault(error) }
  }
  try {
    const before = fstatSync(descriptor)
    if (!before.isFile()) return { ok: false, code: 'not_a_file', reason: 'is not a file but a pipe, socket or device' }
    if (before.size > maxBytes)
      return {
        ok: false,
        code: 'too_large',
        reason: `has ${gigabytes(before.size)} GB; no picture may have more than 0.5 GB`,
      }
    const bytes = before.size <= maxInMemory ? await readWhole(descriptor, before.size) : null
    const sha256 = bytes ? hash('sha256', bytes) : await hashStream(path, descriptor)
    if (hasChanged(before, fstatSync(descriptor)) || (bytes && bytes.length !== before.size))
      return {
        ok: false,
        code: 'changed',
        reason: 'was changed while it was being read: run the command again when it is complete',
      }
    return { ok: true, sha256, sizeBytes: before.size, mtimeMs: before.mtimeMs, bytes }
  } catch (error) {
    return { ok: false, code: 'unreadable', reason: fileFault(error) }
  } finally {
    closeSync(descriptor)
  }
}

/** One byte more than expected is asked for: a file that has grown shows itself. */
async function readWhole(descriptor: number, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes + 1)
  let length = 0
  while (length <= sizeBytes) {
    const { bytesRead } = await read(descriptor, bytes, length, bytes.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return bytes.subarray(0, length)
}

async function hashStream(path: string, descriptor: number): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path, {
    fd: descriptor,
    autoClose: false,
    start: 0,
    highWaterMark: 1_000_000,
  }))
    digest.update(chunk)
  return digest.digest('hex')
}

function hasChanged(before: Stats, after: Stats): boolean {
  return before.size !== after.size || before.mtimeMs !== after.mtimeMs
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1)
}
