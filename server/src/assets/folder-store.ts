import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeFolderDurably, syncFolder, writeDurably } from './durable-files.ts'
import { type AssetKey, type AssetStore, isAssetKey, StorageError } from './store.ts'

/** A store that can also name the file of an object, for a decoder on the same machine. */
export type FolderStore = AssetStore & { localPath(key: AssetKey): string }

type FolderStoreOptions = {
  root: string
  /** Temporary files older than this are left by a crash and swept. Other servers may be writing younger ones. */
  tempMaxAgeMs?: number
}

/** Remembered folders; forgetting one costs an fsync. */
const maxKnownFolders = 100_000

/**
 * Opens (or makes) a folder as an asset store. Several servers may share it.
 *
 * A put is: temporary file -> write -> fsync -> rename -> fsync of the folder, and of the parents of folders that are new. Measured here with
 * 60 KB files, 8 at once: see folder-store.bench.ts. Sharing one fsync between puts was tried and dropped: by hash, two puts
 * almost never meet in one of the 65,536 folders, so 1.80 folder syncs per put on an empty store became 1.76, and nothing changed on a filled one.
 */
export async function openFolderStore({ root, tempMaxAgeMs = 600_000 }: FolderStoreOptions): Promise<FolderStore> {
  const base = resolve(root)
  const temp = join(base, 'tmp')
  await makeFolderDurably(temp).catch(fail)
  await sweep(temp, tempMaxAgeMs).catch(fail)
  const place = createPlacer(base)
  const underway = new Map<AssetKey, Promise<{ created: boolean }>>()

  function localPath(key: AssetKey): string {
    if (!isAssetKey(key)) throw new TypeError('This is no asset key.')
    return join(base, key)
  }

  async function write(target: string, bytes: Buffer): Promise<{ created: boolean }> {
    // An object of another size is a damaged one, and is replaced.
    if ((await sizeOf(target)) === bytes.length) {
      // Another server may have renamed it a moment ago and not yet synced the folder.
      await place(target)
      return { created: false }
    }
    const temporary = join(temp, randomUUID())
    await writeDurably(temporary, bytes)
    await place(target, temporary)
    return { created: true }
  }

  /** For reads: a missing object is null. That its disk is not mounted must not look like that. */
  async function absent(error: unknown): Promise<null> {
    if (codeOf(error) !== 'ENOENT') return failRead(error)
    await fs.stat(temp).catch(fail)
    return null
  }

  return {
    localPath,
    async put(key, bytes) {
      const target = localPath(key)
      const before = underway.get(key)
      if (before) return before.then(() => ({ created: false }))
      const work = write(target, bytes)
        .catch(fail)
        .finally(() => underway.delete(key))
      underway.set(key, work)
      return work
    },
    async open(key) {
      const file = await fs.open(localPath(key), 'r').catch(absent)
      if (!file) return null
      const { size } = await file.stat()
      return { stream: file.createReadStream(), sizeBytes: size }
    },
    read: async (key) => fs.readFile(localPath(key)).catch(absent),
    exists: async (key) => (await sizeOf(localPath(key)).catch(fail)) !== undefined,
    async delete(key) {
      const path = localPath(key)
      try {
        await fs.unlink(path)
        await syncFolder(dirname(path))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') fail(error)
      }
    },
    async check() {
      const probe = join(temp, `check-${randomUUID()}`)
      await writeDurably(probe, Buffer.alloc(4096, 1)).catch(fail)
      await fs.unlink(probe).catch(fail)
    },
  }
}

/**
 * Returns the step that puts a finished temporary file in its place (or, without one, only makes the place durable). The set
 * holds the folders whose own entry this process has synced; that another process made a folder says nothing about it.
 */
function createPlacer(base: string) {
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

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await fs.stat(path)).size
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function sweep(temp: string, maxAgeMs: number): Promise<void> {
  for (const name of await fs.readdir(temp)) {
    const path = join(temp, name)
    // Another server may be quicker: a file that is gone is what we want.
    const stat = await fs.stat(path).catch(() => undefined)
    if (stat && Date.now() - stat.mtimeMs > maxAgeMs) await fs.rm(path, { force: true })
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What one damaged or locked object answers; anything else is the store's trouble. */
const objectErrors = ['EACCES', 'EPERM', 'EIO', 'EISDIR', 'ELOOP', 'EUCLEAN', 'EBADMSG']

function failRead(error: unknown): never {
  const code = codeOf(error)
  if (!code || !objectErrors.includes(code)) fail(error)
  const detail = `The stored picture cannot be read (${code}). Check the disk and the permissions of the asset folder.`
  throw new StorageError('object_unreadable', detail, error)
}

function fail(error: unknown): never {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    throw new StorageError(
      'storage_full',
      'The asset folder has no room left. Free some space; nothing needs a restart.',
      error,
    )
  }
  const detail = `The asset folder does not answer (${code}). Check that its disk is there and belongs to Whisker's user.`
  throw new StorageError('storage_unavailable', detail, error)
}
