import type { Dirent, Stats } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { hasTakenEnding, headBytes, judgeFile } from '@whisker/api/formats.ts'
import { litterOf } from '@whisker/api/litter.ts'
import { codeOf } from '../../config-file.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from './file-fault.ts'

/** One file or folder named on the command line. */
export type Root = { path: string; isFolder: boolean }

/** What the walk comes across. `name` is what the task will be called: the path below the root, with `/`. `why`: the ending, say. */
export type Found =
  | { kind: 'picture'; path: string; name: string }
  | { kind: 'passed_over'; path: string; why: string }
  /** A picture of a format that the service does not take. */
  | { kind: 'left_out'; path: string; name: string; reason: string }
  | { kind: 'unusable'; path: string; name: string; reason: string }

/**
 * Checks the paths of the command line before anything is sent.
 * A path inside another one is left out, so that no file is met twice under two names.
 *
 * @throws {Failure} naming the first path that does not exist
 */
export async function findRoots(paths: readonly string[]): Promise<Root[]> {
  const roots: Root[] = []
  for (const path of paths) {
    try {
      roots.push({ path, isFolder: (await stat(path)).isDirectory() })
    } catch (error) {
      const reason = codeOf(error) === 'ENOENT' ? 'There is no such file or folder' : `It ${fileFault(error)}`
      throw usageFailure(`${path}: ${reason}. Nothing was sent.`)
    }
  }
  return roots.filter((root, index) => !roots.some((other, at) => at !== index && covers(other, root, at < index)))
}

function covers(outer: Root, inner: Root, isEarlier: boolean): boolean {
  const way = relative(resolve(outer.path), resolve(inner.path))
  if (way === '') return isEarlier
  return (
    outer.isFolder && way !== '..' && !way.startsWith(`..${sep}`) && resolve(outer.path, way) === resolve(inner.path)
  )
}

/**
 * Goes through folders lazily, in the order of names, and reads no
 * more than the beginning of a file, and that only where its ending is not one of a picture. Memory is that of the names of the
 * folders on the way down. What systems leave in folders (`litter.ts` in `api`) is passed over. Links are
 * followed; each folder is entered once, so that links to folders above end, and are told.
 *
 * A file named as a root is taken whatever its name is.
 *
 * @param onFolder is told of each folder that is entered, with the beginning of its pictures' names
 */
export async function* walk(roots: readonly Root[], onFolder: OnFolder = () => {}): AsyncGenerator<Found> {
  const entered = new Set<string>()
  for (const root of roots) {
    if (root.isFolder) yield* walkFolder(root.path, entered, onFolder)
    else yield await checkFile(root.path, basename(root.path))
  }
}

type OnFolder = (path: string, prefix: string) => void
type Level = { path: string; prefix: string; id: string; entries: Dirent[]; next: number }

async function* walkFolder(root: string, entered: Set<string>, onFolder: OnFolder): AsyncGenerator<Found> {
  const above: Level[] = []
  const enter = async (path: string, prefix: string): Promise<Found | null> => {
    const id = identify(await stat(path))
    if (above.some((level) => level.id === id))
      return unusable(path, prefix, 'is a link to a folder above it (going on would never end)')
    if (entered.has(id)) return null
    entered.add(id)
    // Before it is read: who watches it then misses nothing that comes in between.
    onFolder(path, prefix)
    const entries = await readdir(path, { withFileTypes: true })
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    above.push({ path, prefix, id, entries, next: 0 })
    return null
  }
  const tryEnter = async (path: string, prefix: string) => {
    try {
      return await enter(path, prefix)
    } catch (error) {
      return unusable(path, prefix, fileFault(error))
    }
  }
  const fault = await tryEnter(root, '')
  if (fault) yield fault
  for (let level = above.at(-1); level; level = above.at(-1)) {
    const entry = level.entries[level.next++]
    if (!entry) {
      above.pop()
      continue
    }
    const path = join(level.path, entry.name)
    const name = level.prefix + entry.name
    const litter = litterOf(entry.name)
    if (litter) yield { kind: 'passed_over', path, why: litter }
    else if (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(path)))) {
      const fault = await tryEnter(path, `${name}/`)
      if (fault) yield fault
    } else {
      const found: Found = entry.isFile() ? { kind: 'picture', path, name } : await checkFile(path, name)
      yield found.kind === 'picture' ? await judge(path, name) : found
    }
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

/** By the file's beginning, unless its ending says that it is to be sent and the service will look at all of it. */
export async function judge(path: string, name: string): Promise<Found> {
  if (hasTakenEnding(name)) return { kind: 'picture', path, name }
  try {
    const judged = judgeFile(name, await readHead(path))
    if (judged.kind === 'picture') return { kind: 'picture', path, name }
    if (judged.kind === 'left_out') return { kind: 'left_out', path, name, reason: judged.detail }
    return { kind: 'passed_over', path, why: judged.why }
  } catch (error) {
    return unusable(path, name, fileFault(error))
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Links, pipes and devices: only what leads to a regular file is one. */
export async function checkFile(path: string, name: string): Promise<Found> {
  try {
    const found = await stat(path)
    if (found.isFile()) return { kind: 'picture', path, name }
    return unusable(path, name, 'is not a file but a pipe, socket or device')
  } catch (error) {
    return unusable(
      path,
      name,
      codeOf(error) === 'ENOENT' ? 'is a link to a file that does not exist' : fileFault(error),
    )
  }
}

function unusable(path: string, name: string, reason: string): Found {
  return { kind: 'unusable', path, name: name.replace(/\/$/, '') || basename(path), reason }
}

function identify({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}
