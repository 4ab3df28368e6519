import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'

/** A row with its picture on this disk, or why it cannot be taken. */
export type Found = { task: ImportedTask; path: string; fault: string | null }

/** Looks for the pictures of a file. None is taken from outside of the folder: a file of somebody else must not name `/etc`. */
export async function findPictures(tasks: readonly ImportedTask[], folder: string): Promise<Found[]> {
  const root = await realpath(folder).catch((error) => {
    throw usageFailure(`${folder} ${fileFault(error)}. --pictures names the folder of the pictures.`)
  })
  const found: Found[] = []
  for (const task of tasks) found.push(await findPicture(task, root))
  return found
}

async function findPicture(task: ImportedTask, root: string): Promise<Found> {
  const refused = (fault: string) => ({ task, path: '', fault })
  if (task.fault !== null) return refused(task.fault)
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(task.picture))
    return refused('The picture is an address; download it, and name its folder with --pictures.')
  if (isAbsolute(task.picture) || task.picture.split(/[/\\]/).includes('..') || task.picture.includes('\0'))
    return refused('The picture lies outside of the folder of pictures, from which alone pictures are taken.')
  try {
    const path = await realpath(join(root, task.picture))
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
      return refused('The picture lies outside of the folder of pictures, from which alone pictures are taken.')
    return (await stat(path)).isFile() ? { task, path, fault: null } : refused('The picture is no file.')
  } catch (error) {
    return refused(`The picture ${fileFault(error)}. Looked for it in ${root}; --pictures names another folder.`)
  }
}
