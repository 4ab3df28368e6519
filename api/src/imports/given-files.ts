import { litterOf } from '../litter.ts'
import type { ImportFolder } from './folder.ts'
import { ImportFault } from './imported.ts'
import { isWorkbook } from './workbook.ts'
import { isZip, readZip, type ZipEntry } from './zip.ts'

/** Files that somebody gave: of a folder, chosen in a browser, or in an archive. */
export type GivenFiles = {
  /** In the order of names, with `/` between folders; none leads out. */
  paths: readonly string[]
  /** @throws {ImportFault} when there is no such file any more */
  open(path: string): Promise<Blob>
  /** What was passed over, as sentences. */
  notes: readonly string[]
}

/** Files by their paths, without what systems leave in folders, and without the folder that all of them lie in. */
export function givenFiles(files: ReadonlyMap<string, () => Promise<Blob>>): GivenFiles {
  const notes: string[] = []
  const named = [...files].map(([path, open]) => [path.replace(/^(\.\/)+/, ''), open] as const)
  const safe = named.filter(([path]) => !leadsOut(path))
  if (safe.length < named.length)
    notes.push(`Files whose names lead out of their folder are not taken: ${named.length - safe.length}.`)
  const inside = safe.filter(([path]) => !path.split('/').some((part) => litterOf(part) !== null))
  const shared = sharedFolder(inside.map(([path]) => path))
  const byPath = new Map(inside.map(([path, open]) => [path.slice(shared.length), open]))
  return {
    paths: [...byPath.keys()].sort(),
    open(path) {
      const open = byPath.get(path)
      if (!open) throw new ImportFault(`${path} is not among the files.`)
      return open()
    },
    notes,
  }
}

/**
 * The same with what is in archives instead of them; the very same where there is none. A workbook is an archive too, and a table.
 * Nothing is unpacked to a disk. @throws {ImportFault}
 */
export async function unpacked(files: GivenFiles): Promise<GivenFiles> {
  const found = new Map<string, () => Promise<Blob>>()
  let archives = 0
  for (const path of files.paths) {
    const entries = /\.zip$/i.test(path) || files.paths.length === 1 ? await entriesOf(await files.open(path)) : null
    if (entries === null) found.set(path, () => files.open(path))
    else archives++
    const folder = files.paths.length === 1 ? '' : `${path.replace(/\.zip$/i, '')}/`
    for (const [name, { open }] of entries ?? []) found.set(folder + name, open)
  }
  return archives === 0 ? files : givenFiles(found)
}

async function entriesOf(file: Blob): Promise<Map<string, ZipEntry> | null> {
  if (!isZip(new Uint8Array(await file.slice(0, 4).arrayBuffer()))) return null
  const entries = await readZip(file)
  return isWorkbook(entries) ? null : entries
}

export function leadsOut(path: string): boolean {
  return /^[/\\]|^[a-z]:[/\\]|\0/i.test(path) || path.split(/[/\\]/).includes('..')
}

/** "set/" of "set/a.jpg" and "set/b/c.jpg"; one file alone keeps its folders. */
function sharedFolder(paths: readonly string[]): string {
  const [first = ''] = paths
  const folder = first.slice(0, first.indexOf('/') + 1)
  return paths.length > 1 && folder !== '' && paths.every((path) => path.startsWith(folder)) ? folder : ''
}

// A list of classes or of what was drawn on one picture.
const maxTextBytes = 10_000_000

/** Takes in what it is told of. */
export type Hash = { update(bytes: Uint8Array): unknown }

/** Files as a folder of a data set. `hash`: is told of all names, and of what is read. `sizeOf`: of a picture, upright. */
export function folderOf(
  files: GivenFiles,
  { hash, sizeOf }: { hash: Hash; sizeOf: (file: Blob) => Promise<{ width: number; height: number } | null> },
): ImportFolder {
  const bytesOf = (text: string) => new TextEncoder().encode(text)
  hash.update(bytesOf(JSON.stringify(files.paths)))
  return {
    paths: files.paths,
    async readText(path) {
      const file = await files.open(path)
      if (file.size > maxTextBytes)
        throw new ImportFault(`${path} has ${Math.ceil(file.size / 1e6)} MB, too many for what it is.`)
      const bytes = new Uint8Array(await file.arrayBuffer())
      hash.update(bytesOf(`${path}\n${bytes.length}\n`))
      hash.update(bytes)
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
      } catch {
        throw new ImportFault(`${path} is not UTF-8. Save it as UTF-8.`)
      }
    },
    sizeOf: async (path) => sizeOf(await files.open(path)),
  }
}
