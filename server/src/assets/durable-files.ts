import fs from 'node:fs/promises'
import { dirname } from 'node:path'

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
