import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { dirname, join } from 'node:path'

/** Remembered folders; forgetting one costs an fsync. */
const maxKnownFolders = 100_000

/** Writes a new file and returns once its bytes are on the disk. On failure nothing is left behind. */
export function writeDurably(path: string, bytes: Uint8Array): void {
  const { file } = writeTemporary(path, bytes)
  try {
    syncAndClose(file)
  } catch (error) {
    // After a failed fsync the kernel may call the lost pages clean, and a second fsync would lie: the file is dropped.
    dropFile(path)
    throw error
  }
}

/** Makes the names in a folder durable: files renamed into it, folders made in it. */
export function syncFolder(path: string): void {
  // Windows cannot open folders; NTFS journals their entries.
  if (process.platform === 'win32') return
  const folder = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(folder)
  } finally {
    fs.closeSync(folder)
  }
}

/** Makes a folder and its parents (0700), all of them durable. */
export function makeFolderDurably(path: string): void {
  const first = fs.mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made))
}

/**
 * Opens a file for reading, itself and never what a link leads to: who can write to the folder could have anything that
 * this user may read be shown to strangers. Not waiting either: a pipe without a writer would hold its thread for ever.
 */
export const readOnly = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0)

/** One object for {@link createObjectWriter}: where it is to lie, and what is in it. */
export type ObjectToWrite = { target: string; bytes: Uint8Array }
/** What became of one object. */
export type Written = { created: boolean } | { error: NodeJS.ErrnoException }

type Placing = { at: number; target: string; temporary: string | null }

/**
 * Returns the function that puts objects durably in their places below `base`, by way of `temp` on the same volume:
 * temporary files -> fsync of each -> renames -> one fsync of each folder that gained a name, and of the parents of
 * folders that are new. Nothing is reported as written before its file and its folder are on the disk; an object that
 * fails takes no other with it, except those of a folder that could not be synced.
 *
 * Several at once for the folders' sake: their fsync costs as much as that of a file of 60 KB, and 64 pictures in 16
 * folders need 16 of them instead of 64.
 *
 * Synchronous on purpose, for a thread of its own (writer-thread.ts): a dozen steps through Node's asynchronous file
 * calls wake a dozen threads, and on two busy cores that cost more than the disk did (0.8 ms of the server's main
 * thread a picture).
 */
export function createObjectWriter(base: string, temp: string): (objects: ObjectToWrite[]) => Written[] {
  // Folders whose own entry this writer has synced; that somebody else made a folder says nothing about it.
  const known = new Set<string>([base])

  /** Renames what is to lie in one folder, and makes the names durable. */
  function fill(folder: string, placings: Placing[], results: Written[]): void {
    const made: string[] = []
    for (let at = folder; !known.has(at); at = dirname(at)) made.push(at)
    if (made.length > 0) fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const { at, target, temporary } of placings) {
      try {
        if (temporary !== null) replace(temporary, target)
        results[at] = { created: temporary !== null }
      } catch (error) {
        results[at] = failed(error, temporary)
      }
    }
    for (const path of [folder, ...made.map((one) => dirname(one))]) syncFolder(path)
    if (known.size > maxKnownFolders) known.clear()
    for (const path of [base, ...made]) known.add(path)
  }

  return (objects) => {
    const results: Written[] = new Array(objects.length)
    const folders = new Map<string, Placing[]>()
    const files: (Placing & { file: number })[] = []
    const place = (placing: Placing) => {
      const folder = dirname(placing.target)
      folders.set(folder, [...(folders.get(folder) ?? []), placing])
    }
    for (const [at, { target, bytes }] of objects.entries()) {
      try {
        // One that is there may have been renamed a moment ago by another server that has not yet synced the folder.
        if (holds(target, bytes)) place({ at, target, temporary: null })
        else files.push({ at, target, ...writeTemporary(join(temp, randomUUID()), bytes) })
      } catch (error) {
        results[at] = failed(error, null)
      }
    }
    for (const { file, ...placing } of files) {
      try {
        syncAndClose(file)
        place(placing)
      } catch (error) {
        results[placing.at] = failed(error, placing.temporary)
      }
    }
    for (const [folder, placings] of folders) {
      try {
        fill(folder, placings, results)
      } catch (error) {
        for (let at = folder; at !== base; at = dirname(at)) known.delete(at)
        for (const { at, temporary } of placings) results[at] = failed(error, temporary)
      }
    }
    return results
  }
}

const comparedBytes = 65_536

/**
 * Whether a file holds exactly these bytes. Not by its size: a disk that flips bits keeps it, and whoever sends the picture
 * again has the right bytes in hand. What cannot be read does not hold them. Read in pieces, 60 KB in 70 µs where the fsync
 * of the folder that follows takes 270 (in one run, on the same disk).
 */
function holds(target: string, bytes: Uint8Array): boolean {
  const stat = fs.lstatSync(target, { throwIfNoEntry: false })
  if (!stat?.isFile() || stat.size !== bytes.length) return false
  let file: number | undefined
  try {
    file = fs.openSync(target, readOnly)
    const piece = Buffer.allocUnsafe(Math.min(comparedBytes, bytes.length))
    for (let at = 0; at < bytes.length; ) {
      const count = fs.readSync(file, piece, 0, piece.length, at)
      if (count === 0 || Buffer.compare(piece.subarray(0, count), bytes.subarray(at, at + count)) !== 0) return false
      at += count
    }
    return true
  } catch (error) {
    if (objectErrors.includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  } finally {
    if (file !== undefined) fs.closeSync(file)
  }
}

/** What one damaged or locked object answers; anything else is the trouble of the whole disk. */
export const objectErrors = ['EACCES', 'EPERM', 'EIO', 'EISDIR', 'ELOOP', 'EUCLEAN', 'EBADMSG', 'ENXIO', 'ENOENT']

/** Takes the place of a damaged file, of a link, and of an empty folder, which a rename alone would not. */
function replace(temporary: string, target: string): void {
  try {
    fs.renameSync(temporary, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error
    try {
      fs.rmdirSync(target)
    } catch {
      throw error
    }
    fs.renameSync(temporary, target)
  }
}

function failed(error: unknown, temporary: string | null): Written {
  if (temporary !== null) dropFile(temporary)
  return { error: error as NodeJS.ErrnoException }
}

/** A new file with these bytes, not yet durable. On failure nothing is left behind. */
function writeTemporary(temporary: string, bytes: Uint8Array): { temporary: string; file: number } {
  const file = fs.openSync(temporary, 'wx', 0o600)
  try {
    fs.writeFileSync(file, bytes)
    return { temporary, file }
  } catch (error) {
    fs.closeSync(file)
    dropFile(temporary)
    throw error
  }
}

function syncAndClose(file: number): void {
  try {
    fs.fsyncSync(file)
  } finally {
    fs.closeSync(file)
  }
}

function dropFile(path: string): void {
  try {
    fs.unlinkSync(path)
  } catch {
    // The first fault is the one to tell.
  }
}
