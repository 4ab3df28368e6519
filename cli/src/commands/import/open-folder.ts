import { createHash, type Hash } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportFolder } from '@whisker/api/imports/folder.ts'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import { litterOf } from '@whisker/api/litter.ts'
import { usageFailure } from '../../failure.ts'
import { tell } from '../../terminal.ts'
import { fileFault } from '../upload/file-fault.ts'

// A list of classes or of what was drawn on one picture.
const maxTextBytes = 10_000_000
const maxFiles = 1_000_000

/** A folder of this disk, and by what it is known again: the names of all files, and what the texts say that were read of it. */
export async function openFolder(root: string): Promise<{ folder: ImportFolder; hash: () => string }> {
  const paths = await listFiles(root)
  const hash = createHash('sha256').update(JSON.stringify(paths))
  const folder: ImportFolder = {
    paths,
    readText: (path) => readText(join(root, path), path, hash),
    sizeOf: (path) => sizeOf(join(root, path)),
  }
  return { folder, hash: () => hash.digest('hex') }
}

/** What systems leave in folders is passed over, and so are links: they may lead anywhere. */
async function listFiles(root: string): Promise<string[]> {
  const paths: string[] = []
  const folders = ['']
  let links = 0
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
      throw usageFailure(`${join(root, folder ?? '')} ${fileFault(error)}.`)
    })
    for (const entry of entries) {
      if (litterOf(entry.name) !== null) continue
      if (entry.isDirectory()) folders.push(`${folder}${entry.name}/`)
      else if (entry.isFile()) paths.push(`${folder}${entry.name}`)
      else if (entry.isSymbolicLink()) links++
    }
    if (paths.length > maxFiles)
      throw usageFailure(`${root} has more than ${maxFiles} files. Name the folder of one data set.`)
  }
  if (links > 0) tell(`Links in ${root} are passed over: ${links}.\n`)
  return paths.sort()
}

async function readText(file: string, path: string, hash: Hash): Promise<string> {
  const handle = await open(file).catch((error) => {
    throw new ImportFault(`${path} ${fileFault(error)}.`)
  })
  try {
    const { size } = await handle.stat()
    if (size > maxTextBytes) throw new ImportFault(`${path} has ${Math.ceil(size / 1e6)} MB, too many for what it is.`)
    const bytes = await handle.readFile()
    hash.update(`${path}\n${bytes.length}\n`).update(bytes)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new ImportFault(`${path} is not UTF-8. Save it as UTF-8.`)
    throw error
  } finally {
    await handle.close()
  }
}

/** From the head of the file alone. */
async function sizeOf(file: string): Promise<{ width: number; height: number } | null> {
  const { default: sharp } = await import('sharp')
  try {
    const { autoOrient } = await sharp(file).metadata()
    return { width: autoOrient.width, height: autoOrient.height }
  } catch {
    return null
  }
}
