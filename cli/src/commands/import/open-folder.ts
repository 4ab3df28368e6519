import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { GivenFiles } from '@whisker/api/imports/given-files.ts'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import { litterOf } from '@whisker/api/litter.ts'
import { usageFailure } from '../../failure.ts'
import { tell } from '../../terminal.ts'
import { fileFault } from '../upload/file-fault.ts'
import { openFile } from './open-file.ts'

const maxFiles = 1_000_000

/** The files of a folder of this disk. */
export async function openFolder(root: string): Promise<GivenFiles> {
  const open = (path: string) =>
    openFile(join(root, path), path).catch((error) => {
      throw error instanceof ImportFault ? error : new ImportFault(`${path} ${fileFault(error)}.`)
    })
  return { paths: await listFiles(root), open, notes: [] }
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
