import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolderDurably, syncFolder } from './object-writer.ts'

/**
 * Moves objects out of the 65,536 folders of earlier versions (`<workspace>/<kind>/aa/bb/<hash>`) into the 16 of
 * today's (`<workspace>/<kind>/a/<hash>`). New names are durable before old folders go, so that a crash in the middle
 * leaves the rest for the next start. Where there is nothing to move it reads one small folder for each kind of object.
 */
export function flattenFolders(base: string): void {
  for (const workspace of foldersIn(base, /^[0-9]+$/))
    for (const kind of foldersIn(workspace, /^(sha256|rendition-[0-9]+)$/))
      for (const outer of foldersIn(kind, /^[0-9a-f]{2}$/)) flatten(outer)
}

function flatten(outer: string): void {
  const folder = outer.slice(0, -1)
  makeFolderDurably(folder)
  const inner = foldersIn(outer, /^[0-9a-f]{2}$/)
  for (const path of inner)
    for (const name of fs.readdirSync(path)) unlessGone(() => fs.renameSync(join(path, name), join(folder, name)))
  syncFolder(folder)
  for (const path of [...inner, outer]) unlessGone(() => fs.rmdirSync(path))
  syncFolder(dirname(outer))
}

function foldersIn(path: string, shape: RegExp): string[] {
  return fs
    .readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && shape.test(entry.name))
    .map((entry) => join(path, entry.name))
}

/** Another server that starts at the same time does the same. */
function unlessGone(work: () => void): void {
  try {
    work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
