import { mediumOf } from '../media/media.ts'
import { leadsOut } from './given-files.ts'
import type { ImportedInput, ImportedTask } from './imported.ts'

/** A row with its pictures, by input field, or why it cannot be taken. */
export type Found = { task: ImportedTask; files: ReadonlyMap<string, () => Promise<Blob>>; fault: string | null }

/** Where pictures are looked for: a folder of a disk, files in a browser, an archive. */
export type PicturePlace = {
  /** Whether the person has said so, and not the file. */
  isNamed: boolean
  /** A path that leads out is not taken: a file of somebody else must not name `/etc`. */
  find(path: string): Promise<{ open: () => Promise<Blob> } | { fault: string }>
  /** What a person does about a picture that has an address and is not here, as a sentence. */
  notDownloaded(name: string): string
}

export const isOutside = 'The picture lies outside of the folder of pictures, from which alone pictures are taken.'

/** Looks for the pictures of a file. `open`: the place, which only files with pictures need. */
export async function findPictures(
  { inputs, tasks }: { inputs: readonly ImportedInput[]; tasks: readonly ImportedTask[] },
  open: () => Promise<PicturePlace>,
): Promise<Found[]> {
  const pictured = inputs.filter((input) => mediumOf(input).keeps === 'file').map(({ name }) => name)
  if (pictured.length === 0) return tasks.map((task) => ({ task, files: new Map(), fault: task.fault }))
  const place = await open()
  const keys = tasks.flatMap(({ item }) => pictured.map((name) => keyOf(item[name] ?? '')))
  const shared = sharedFolders(keys.filter((key) => key !== null))
  const found: Found[] = []
  for (const task of tasks) found.push(await findPicturesOf(task, pictured, { place, shared }))
  return found
}

/** `shared`: how many folders the addresses of a file all begin with. */
type Looking = { place: PicturePlace; shared: number }

async function findPicturesOf(
  task: ImportedTask,
  pictured: readonly string[],
  { place, shared }: Looking,
): Promise<Found> {
  const files = new Map<string, () => Promise<Blob>>()
  let { fault } = task
  for (const name of pictured) {
    const picture = task.item[name]
    if (fault !== null || picture === undefined) continue
    const key = keyOf(picture)
    // The service fetches it. Where labels have places it must be known how large the picture is, which only a file says here.
    if (key && /^https:/i.test(picture) && !place.isNamed && task.size === null) continue
    const found = key ? await findDownloaded(key, { place, shared }) : await findNamed(picture, place)
    if ('fault' in found) fault = found.fault
    else files.set(name, found.open)
  }
  return { task, files, fault }
}

/**
 * Where the file says; else, where that is on somebody's machine (`/home/ann/in/a.jpg`, `../media/a.jpg`), the one that is called so
 * where pictures are looked for; else without what a program put before the names of what was uploaded to it.
 */
async function findNamed(picture: string, place: PicturePlace) {
  const found = await place.find(picture)
  if ('open' in found) return found
  const name = picture.slice(Math.max(picture.lastIndexOf('/'), picture.lastIndexOf('\\')) + 1)
  const others = leadsOut(picture) ? [name, `images/${name}`] : []
  const original = /^[0-9a-f]{8}-(.+)$/.exec(name)?.[1]
  if (original !== undefined) others.push(original)
  for (const other of others) {
    const elsewhere = other === '' || other === '..' ? found : await place.find(other)
    if ('open' in elsewhere) return elsewhere
  }
  return found
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
async function findDownloaded(key: readonly string[], { place, shared }: Looking) {
  for (let left = 0; left <= shared; left++) {
    const found = await place.find(key.slice(left).join('/'))
    if ('open' in found) return found
  }
  return { fault: place.notDownloaded(key.at(-1) ?? '') }
}
