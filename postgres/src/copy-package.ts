import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import path from 'node:path'
import { errno } from './errno.ts'
import { syncFolder } from './folders.ts'

/**
 * Makes the missing library links. False when that is not allowed. Two processes may do it at once: a link appears
 * whole or not at all.
 */
export async function makeLinks(folder: string): Promise<boolean> {
  const list = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(folder, target)
    try {
      await symlink(path.relative(path.dirname(target), source), link)
    } catch (error) {
      if (errno(error) !== 'EEXIST' && !(await lstat(link).catch(() => undefined))) return false
    }
  }
  return true
}

/**
 * Copies what is needed to run, under a name of its own first, so that a copy that can be seen is a whole one. False
 * if it cannot be had.
 */
export async function copyPackage(folder: string, copy: string): Promise<boolean> {
  if (await stat(copy).catch(() => undefined)) return true
  let half: string | undefined
  try {
    await sweepHalfCopies(copy)
    half = await mkdtemp(`${copy}.new-`)
    await copyFiles(path.join(folder, 'native'), path.join(half, 'native'))
    if (!(await makeLinks(half))) return false
    await chmod(half, 0o755)
    await rename(half, copy)
    await syncFolder(path.dirname(copy))
    return true
  } catch (error) {
    // Another process was faster: its copy is as good as ours.
    return errno(error) === 'ENOTEMPTY' || errno(error) === 'EEXIST'
  } finally {
    if (half) await rm(half, { recursive: true, force: true })
  }
}

/** Removes what killed processes left. A copy takes a second, so that one of ten minutes ago is nobody's any more. */
async function sweepHalfCopies(copy: string): Promise<void> {
  for (const name of await readdir(path.dirname(copy))) {
    const half = path.join(path.dirname(copy), name)
    if (!half.startsWith(`${copy}.new-`) || Date.now() - (await stat(half)).mtimeMs < 600_000) continue
    await rm(half, { recursive: true, force: true })
  }
}

/** Without the modes of the source (its folders may be read-only), its links, and what is only for compiling. */
async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to)
  // Not as the mode of mkdir, which the umask of a careful root would cut to 0700.
  await chmod(to, 0o755)
  const copyOne = async (name: string) => {
    const target = path.join(to, name)
    await copyFile(path.join(from, name), target)
    await chmod(target, 0o755)
    const handle = await open(target, 'r+')
    await handle.sync()
    await handle.close()
  }
  // All files of a folder at once: their syncs then share the writes of the disk (half the time).
  const entries = await readdir(from, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !/\.(a|pc)$/.test(entry.name))
  await Promise.all(files.map((entry) => copyOne(entry.name)))
  for (const { name } of entries.filter((entry) => entry.isDirectory() && entry.name !== 'pgxs'))
    await copyFiles(path.join(from, name), path.join(to, name))
}
