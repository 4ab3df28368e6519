import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { dirname, join } from 'node:path'

/** Remembered folders; forgetting one costs an fsync. */
const maxKnownFolders = 100_000

/** Writes a new file and returns once its bytes are on the disk. On failure nothing is left behind. */
export function writeDurably(path: string, bytes: Uint8Array): void {
  const file = fs.openSync(path, 'wx', 0o600)
  try {
    try {
      fs.writeFileSync(file, bytes)
      fs.fsyncSync(file)
    } finally {
      fs.closeSync(file)
    }
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
 * Returns the function that puts one object durably in its place below `base`, by way of `temp` on the same volume:
 * temporary file -> write -> fsync -> rename -> fsync of the folder, and of the parents of folders that are new.
 *
 * Synchronous on purpose, for a thread of its own (writer-thread.ts): a dozen steps through Node's asynchronous file
 * calls wake a dozen threads, and on two busy cores that cost more than the disk did (0.8 ms of the server's main
 * thread a picture).
 */
export function createObjectWriter(
  base: string,
  temp: string,
): (target: string, bytes: Uint8Array) => { created: boolean } {
  // Folders whose own entry this writer has synced; that somebody else made a folder says nothing about it.
  const known = new Set<string>([base])

  function attempt(target: string, temporary?: string): void {
    const folder = dirname(target)
    const made: string[] = []
    for (let at = folder; !known.has(at); at = dirname(at)) made.push(at)
    if (made.length > 0) fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (temporary) fs.renameSync(temporary, target)
    for (const path of [folder, ...made.map((one) => dirname(one))]) syncFolder(path)
    if (known.size > maxKnownFolders) known.clear()
    for (const path of [base, ...made]) known.add(path)
  }

  function place(target: string, temporary?: string): void {
    try {
      attempt(target, temporary)
    } catch (error) {
      for (let at = dirname(target); at !== base; at = dirname(at)) known.delete(at)
      if (temporary) dropFile(temporary)
      throw error
    }
  }

  return (target, bytes) => {
    // An object of another size is a damaged one, and is replaced.
    if (fs.statSync(target, { throwIfNoEntry: false })?.size === bytes.length) {
      // Another server may have renamed it a moment ago and not yet synced the folder.
      place(target)
      return { created: false }
    }
    const temporary = join(temp, randomUUID())
    writeDurably(temporary, bytes)
    place(target, temporary)
    return { created: true }
  }
}

function dropFile(path: string): void {
  try {
    fs.unlinkSync(path)
  } catch {
    // The first fault is the one to tell.
  }
}
