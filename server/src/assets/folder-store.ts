import { randomUUID } from 'node:crypto'
import fs, { type FileHandle } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { flattenFolders } from './flatten-folders.ts'
import { listKeys, partsOf } from './folder-keys.ts'
import {
  createObjectWriter,
  makeFolderDurably,
  objectErrors,
  readOnly,
  syncFolder,
  writeDurably,
} from './object-writer.ts'
import { type AssetKey, type AssetStore, isAssetKey, StorageError } from './store.ts'
import { createWriterThreads, type WriterThreads } from './writer-threads.ts'

/** A store that can also name the file of an object, for a decoder on the same machine. */
type FolderStore = AssetStore & { localPath(key: AssetKey): string }

type FolderStoreOptions = {
  root: string
  /** Temporary files older than this are left by a crash and swept. Other servers may be writing younger ones. */
  tempMaxAgeMs?: number
  /** Threads that write; they wait for the disk side by side. 0 writes on the calling thread: for tests of the steps. */
  threads?: number
}

/** With less room than this the store counts as full. */
const minFreeBytes = 2 ** 20

/**
 * Opens (or makes) a folder as an asset store. Several servers may share it.
 *
 * What a put does to the disk: object-writer.ts.
 *
 * A kind of object lies in 16 folders, by the first digit of its hash, and not in the 65,536 of its key: puts that are
 * under way together then share the fsync of their folder (0.25 of them a picture with 64 at a time, where 65,536 folders
 * need 1.9). A million pictures are 62,500 files a folder, which the trees of today's file systems find as fast as a few.
 */
export async function openFolderStore({
  root,
  tempMaxAgeMs = 600_000,
  threads = 3,
}: FolderStoreOptions): Promise<FolderStore> {
  const base = resolve(root)
  const temp = join(base, 'tmp')
  attempt(() => makeFolderDurably(temp))
  await sweep(temp, tempMaxAgeMs).catch(fail)
  attempt(() => flattenFolders(base))
  const writers = threads > 0 ? createWriterThreads(base, temp, threads) : onThisThread(base, temp)
  const realBase = await fs.realpath(base).catch(fail)
  const underway = new Map<AssetKey, Promise<{ created: boolean }>>()

  function localPath(key: AssetKey): string {
    if (!isAssetKey(key)) throw new TypeError('This is no asset key.')
    return join(base, ...partsOf(key))
  }

  /** For reads: a missing object is null. That its disk is not mounted must not look like that. */
  async function absent(error: unknown): Promise<null> {
    if (codeOf(error) !== 'ENOENT') return failRead(error)
    await fs.stat(temp).catch(fail)
    return null
  }

  /** A regular file at this very place: neither it nor a folder on the way is a link that leads elsewhere. */
  async function openFile(key: AssetKey): Promise<FileHandle | null> {
    const path = localPath(key)
    const file = await fs.open(path, readOnly).catch(absent)
    if (!file) return null
    try {
      const [stat, folder] = await Promise.all([file.stat(), fs.realpath(dirname(path))])
      if (!stat.isFile()) failRead(Object.assign(new Error('not a file'), { code: 'EISDIR' }))
      if (folder !== dirname(join(realBase, ...partsOf(key))))
        failRead(Object.assign(new Error('a link in its way'), { code: 'ELOOP' }))
      return file
    } catch (error) {
      await file.close()
      if (error instanceof StorageError) throw error
      return failRead(error)
    }
  }

  return {
    localPath,
    async put(key, bytes) {
      const target = localPath(key)
      const before = underway.get(key)
      if (before) return before.then(() => ({ created: false }))
      const work = writers
        .write(target, bytes)
        .catch(fail)
        .finally(() => underway.delete(key))
      underway.set(key, work)
      return work
    },
    async open(key) {
      const file = await openFile(key)
      if (!file) return null
      const { size } = await file.stat()
      return { stream: file.createReadStream(), sizeBytes: size }
    },
    async read(key) {
      const file = await openFile(key)
      try {
        return (await file?.readFile().catch(failRead)) ?? null
      } finally {
        await file?.close()
      }
    },
    exists: async (key) => isFile(localPath(key)).catch(fail),
    async delete(key) {
      const path = localPath(key)
      try {
        await fs.unlink(path)
        syncFolder(dirname(path))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') fail(error)
      }
    },
    list: (after, limit) => listKeys(base, after, limit).catch(fail),
    async ageMs(key) {
      const stat = await fs.stat(localPath(key)).catch(absent)
      return stat && Date.now() - stat.mtimeMs
    },
    sweepTemporary: () => sweep(temp, 3_600_000).catch(fail),
    owner: async () => fs.readFile(join(base, 'owner'), 'utf8').catch(absent),
    async claim(installation) {
      const path = join(base, 'owner')
      const mine = join(temp, `owner-${randomUUID()}`)
      attempt(() => writeDurably(mine, Buffer.from(installation)))
      try {
        // A link, unlike a rename, never takes the place of a file that is there.
        await fs.link(mine, path)
        syncFolder(base)
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') fail(error)
      } finally {
        await fs.rm(mine, { force: true })
      }
      return fs.readFile(path, 'utf8').catch(fail)
    },
    async check() {
      // A small probe finds its place where no picture does.
      const { bavail, bsize } = await fs.statfs(temp).catch(fail)
      if (bavail * bsize < minFreeBytes) fail(Object.assign(new Error('too little room'), { code: 'ENOSPC' }))
      const probe = join(temp, `check-${randomUUID()}`)
      attempt(() => writeDurably(probe, Buffer.alloc(4096, 1)))
      await fs.unlink(probe).catch(fail)
    },
    close: () => writers.close(),
  }
}

function onThisThread(base: string, temp: string): WriterThreads {
  const write = createObjectWriter(base, temp)
  return {
    write: async (target, bytes) => {
      const [written] = write([{ target, bytes }])
      if (!written || 'error' in written) throw written?.error
      return written
    },
    close: async () => {},
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    return fail(error)
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await fs.lstat(path)).isFile()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
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
