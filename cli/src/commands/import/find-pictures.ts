import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import type { ImportedInput, ImportedTask } from '@whisker/api/imports/imported.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'

/** A row with its pictures on this disk, by input field, or why it cannot be taken. */
export type Found = { task: ImportedTask; paths: ReadonlyMap<string, string>; fault: string | null }

/** Where pictures are looked for. `isNamed`: the person has said so, and not the file. */
type Pictures = { folder: string; isNamed: boolean }

/** Looks for the pictures of a file. None is taken from outside of the folder: a file of somebody else must not name `/etc`. */
export async function findPictures(
  { inputs, tasks }: { inputs: readonly ImportedInput[]; tasks: readonly ImportedTask[] },
  { folder, isNamed }: Pictures,
): Promise<Found[]> {
  const pictured = inputs.filter((input) => mediumOf(input).keeps === 'file').map(({ name }) => name)
  if (pictured.length === 0) return tasks.map((task) => ({ task, paths: new Map(), fault: task.fault }))
  const root = await realpath(folder).catch((error) => {
    throw usageFailure(`${folder} ${fileFault(error)}. --pictures names the folder of the pictures.`)
  })
  const keys = tasks.flatMap(({ item }) => pictured.map((name) => keyOf(item[name] ?? '')))
  const place = { root, isNamed, shared: sharedFolders(keys.filter((key) => key !== null)) }
  const found: Found[] = []
  for (const task of tasks) found.push(await findPicturesOf(task, pictured, place))
  return found
}

/** `shared`: how many folders the addresses of a file all begin with. */
type Place = { root: string; isNamed: boolean; shared: number }

async function findPicturesOf(task: ImportedTask, pictured: readonly string[], place: Place): Promise<Found> {
  const paths = new Map<string, string>()
  let { fault } = task
  for (const name of pictured) {
    const picture = task.item[name]
    if (fault !== null || picture === undefined) continue
    const key = keyOf(picture)
    // The service fetches it. Where labels have places it must be known how large the picture is, which only a file says here.
    if (key && /^https:/i.test(picture) && !place.isNamed && task.size === null) continue
    const found = key ? await findDownloaded(key, place) : await findPicture(picture, place.root)
    if ('fault' in found) fault = found.fault
    else paths.set(name, found.path)
  }
  return { task, paths, fault }
}

/** Of an address what stands behind the bucket or the server; null for a path. */
function keyOf(picture: string): string[] | null {
  const [, scheme = '', rest] = /^([a-z][a-z0-9+.-]+):\/\/[^/]*\/?(.*)/is.exec(picture) ?? []
  if (rest === undefined) return null
  // A key of a bucket is a name as it is; an address of the web has more behind its path, and is escaped.
  if (!/^https?$/i.test(scheme)) return rest.split('/')
  const path = rest.replace(/[?#].*/s, '')
  try {
    return decodeURIComponent(path).split('/')
  } catch {
    return path.split('/')
  }
}

function sharedFolders(keys: readonly string[][]): number {
  const [first = [], ...others] = keys
  let shared = first.length - 1
  for (const key of others) {
    const differs = first.findIndex((part, n) => part !== key[n])
    shared = Math.min(shared, key.length - 1, differs === -1 ? shared : differs)
  }
  return Math.max(0, shared)
}

/** What was downloaded lies under its address, or what all addresses begin with was left out. */
async function findDownloaded(key: readonly string[], { root, shared }: Place) {
  for (let left = 0; left <= shared; left++) {
    const found = await findPicture(key.slice(left).join('/'), root)
    if ('path' in found) return found
  }
  return {
    fault: `The picture is an address, and ${key.at(-1)} is not in ${root}. Download it, and name its folder with --pictures.`,
  }
}

async function findPicture(picture: string, root: string): Promise<{ path: string } | { fault: string }> {
  const isOutside = 'The picture lies outside of the folder of pictures, from which alone pictures are taken.'
  if (isAbsolute(picture) || picture.split(/[/\\]/).includes('..') || picture.includes('\0'))
    return { fault: isOutside }
  try {
    const path = await realpath(join(root, picture))
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return { fault: isOutside }
    return (await stat(path)).isFile() ? { path } : { fault: 'The picture is no file.' }
  } catch (error) {
    return { fault: `The picture ${fileFault(error)}. Looked for it in ${root}; --pictures names another folder.` }
  }
}
