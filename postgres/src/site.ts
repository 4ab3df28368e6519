import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Account } from './account.ts'
import { EmbeddedPostgresError } from './errors.ts'
import type { Folders } from './folders.ts'
import type { Log } from './log.ts'
import type { Programs } from './programs.ts'
import { blockedAt } from './rights.ts'

/** All that is needed to look at a cluster. */
export interface Cluster {
  folders: Folders
  /**
   * The cluster_name: it is on the command line of the postmaster and in the title of its children, so that they can
   * be told from others.
   */
  id: string
}

/** Everything that stays the same while a program owns a cluster. */
export interface Site extends Cluster {
  programs: Programs
  account: Account | undefined
  /** Of the cluster's only role and of its database. */
  name: string
  log: Log
}

export function clusterId(folders: Folders, name: string): string {
  return `${name}-${createHash('sha256').update(folders.cluster).digest('hex').slice(0, 12)}`
}

/**
 * How a program of PostgreSQL names the folder that it was started in (its `cwd`), to be passed as `-D`.
 *
 * As root the data directory usually lies where the account may not go (/root is 0700, and so is every data
 * directory). A process may always go to its own working directory, though: spawn enters it before it drops root, and
 * `/proc/self/cwd` is a path to it that asks no parent folder. Everything below is then reached through it, the socket
 * (`../run`) too. Rejected: CAP_DAC_READ_SEARCH kept for PostgreSQL (it could read /etc/shadow then, and containers do
 * not grant it), a cluster elsewhere with a pointer to it (backups of the data directory would miss it), opening the
 * parents (they are not ours).
 */
export function dataDirArgument(folder: string, account: Account | undefined): string {
  const blocked = blockedAt(folder, account)
  if (!blocked) return folder
  if (existsSync('/proc/self/cwd')) return '/proc/self/cwd'
  throw new EmbeddedPostgresError(
    'unreachable',
    `PostgreSQL does not run as root, and user id ${account?.uid} may not pass through ${blocked}. Start as a normal user, open the folder with "chmod o+x ${blocked}", or choose another data directory.`,
  )
}
