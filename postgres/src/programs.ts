import { accessSync, constants } from 'node:fs'
import { chmod, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Account } from './account.ts'
import { copyPackage, makeLinks } from './copy-package.ts'
import { EmbeddedPostgresError } from './errors.ts'
import type { Package } from './find-package.ts'
import type { Log } from './log.ts'
import { allows, blockedAt } from './rights.ts'

/** The programs of PostgreSQL, as absolute paths that the account can run. */
export interface Programs {
  initdb: string
  postgres: string
  /** Only needed on Windows, where it stands in for signals. */
  pgCtl: string
  /** `18`: the first line of PG_VERSION in a cluster that belongs to these programs. */
  major: string
}

/** Where a copy goes when root's data directory is closed to the account: one for all data directories of that name. */
export const cachesOfRoot = (name: string) => [`/var/cache/${name}`, path.join(tmpdir(), `${name}-programs`)]

/**
 * The programs, ready to run: with the library links that the package's install script would have made, had it been
 * allowed to run, and where the account can reach them. Normally that is the package itself. A copy is made once (58
 * MB, 0.4 s) when the package can neither be completed (a read-only node_modules) nor be reached (a clone below
 * /root). A copy, because PostgreSQL looks for its own real path and follows it: links and open descriptors do not
 * help.
 */
export async function preparePrograms(
  found: Package,
  account: Account | undefined,
  home: string,
  log: Log,
  rootCaches: readonly string[],
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
    `The PostgreSQL in ${found.folder} cannot be used from there, and it could not be copied into ${reachesHome ? home : rootCaches.join(' or ')} either. Install this program in a folder that every user can read.`,
  )
}

function programsIn(folder: string, major: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = (name: string) => path.join(folder, 'native', 'bin', name + suffix)
  return { initdb: bin('initdb'), postgres: bin('postgres'), pgCtl: bin('pg_ctl'), major }
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
