import fs from 'node:fs/promises'
import { dirname } from 'node:path'

/** Remembered folders; forgetting one costs an fsync. */
const maxKnownFolders = 100_000

/** Writes a new file and returns once its bytes are on the disk. On failure nothing is left behind. */
export async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await fs.open(path, 'wx', 0o600)
  try {
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    // After a failed fsync the kernel may call the lost pages clean, and a second fsync would lie: the file is dropped.
    await fs.unlink(path).catch(() => undefined)
    throw error
  }
}

/** Makes the names in a folder durable: files renamed into it, folders made in it. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; NTFS journals their entries.
  if (process.platform === 'win32') return
  const folder = await fs.open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Makes a folder and its parents (0700), all of them durable. */
export async function makeFolderDurably(path: string): Promise<void> {
  const first = await fs.mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

/**
 * Returns the step that puts a finished temporary file in its place (or, without one, only makes the place durable).
 * The set holds the folders whose own entry this process has synced; that another process made a folder says nothing
 * about it.
 */
export function createPlacer(base: string) {
  const known = new Set<string>([base])

  async function attempt(target: string, temporary?: string) {
    const folder = dirname(target)
    const made: string[] = []
    for (let at = folder; !known.has(at); at = dirname(at)) made.push(at)
    if (made.length > 0) await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    if (temporary) await fs.rename(temporary, target)
    await Promise.all([folder, ...made.map((path) => dirname(path))].map(syncFolder))
    if (known.size > maxKnownFolders) known.clear()
    for (const path of [base, ...made]) known.add(path)
  }

  return async (target: string, temporary?: string): Promise<void> => {
    try {
      await attempt(target, temporary)
    } catch (error) {
      for (let at = dirname(target); at !== base; at = dirname(at)) known.delete(at)
      if (temporary) await fs.unlink(temporary).catch(() => undefined)
      throw error
    }
  }
}
