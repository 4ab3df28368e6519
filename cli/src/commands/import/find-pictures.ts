import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import type { ImportedInput, ImportedTask } from '@whisker/api/imports/imported.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'

/** A row with its pictures on this disk, by input field, or why it cannot be taken. */
export type Found = { task: ImportedTask; paths: ReadonlyMap<string, string>; fault: string | null }

/** Looks for the pictures of a file. None is taken from outside of the folder: a file of somebody else must not name `/etc`. */
export async function findPictures(
  { inputs, tasks }: { inputs: readonly ImportedInput[]; tasks: readonly ImportedTask[] },
  folder: string,
): Promise<Found[]> {
  const pictured = inputs.filter((input) => mediumOf(input).keeps === 'file').map(({ name }) => name)
  if (pictured.length === 0) return tasks.map((task) => ({ task, paths: new Map(), fault: task.fault }))
  const root = await realpath(folder).catch((error) => {
    throw usageFailure(`${folder} ${fileFault(error)}. --pictures names the folder of the pictures.`)
  })
  const found: Found[] = []
  for (const task of tasks) found.push(await findPicturesOf(task, pictured, root))
  return found
}

async function findPicturesOf(task: ImportedTask, pictured: readonly string[], root: string): Promise<Found> {
  const paths = new Map<string, string>()
  let { fault } = task
  for (const name of pictured) {
    const picture = task.item[name]
    if (fault !== null || picture === undefined) continue
    const found = await findPicture(picture, root)
    if ('fault' in found) fault = found.fault
    else paths.set(name, found.path)
  }
  return { task, paths, fault }
}

async function findPicture(picture: string, root: string): Promise<{ path: string } | { fault: string }> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(picture))
    return { fault: 'The picture is an address; download it, and name its folder with --pictures.' }
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
