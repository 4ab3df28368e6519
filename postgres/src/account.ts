import { execFileSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { EmbeddedPostgresError } from './errors.ts'
import { type Folders, wrongOwner } from './folders.ts'

/** An unprivileged account that the programs of PostgreSQL run as, because they refuse to run as root. */
export interface Account {
  uid: number
  gid: number
}

/**
 * Whom the cluster belongs to. `undefined`: we are not root, and PostgreSQL runs as ourselves. As root it is, in this
 * order: the owner of the cluster that is there (a cluster must not change hands because somebody installed a package
 * that brings a `postgres` user), the owner of the data directory, `postgres`, `nobody`.
 */
export async function chooseAccount(folders: Folders): Promise<Account | undefined> {
  const ownUid = process.getuid?.()
  const home = await stat(folders.home)
  if (ownUid === undefined) return undefined
  if (ownUid !== 0) {
    if (home.uid !== ownUid) throw wrongOwner(folders.home)
    const cluster = await stat(folders.cluster).catch(() => undefined)
    if (cluster && cluster.uid !== ownUid) throw wrongOwner(folders.cluster)
    if (!cluster && !haveName()) throw nameless(ownUid)
    return undefined
  }
  const cluster = await stat(folders.cluster).catch(() => undefined)
  if (cluster && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid }

  const owner = await stat(folders.dataDir)
  const chosen = (owner.uid !== 0 ? lookUp(String(owner.uid)) : undefined) ?? lookUp('postgres') ?? lookUp('nobody')
  if (chosen) return chosen
  throw new EmbeddedPostgresError(
    'no_account',
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. Start as a normal user.',
  )
}

/** The root of a user namespace, or of a container that lost the rights to change owners and users. */
export function restrictedRoot(uid: number, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_account',
    `PostgreSQL does not run as root, and this root is a restricted one: it may not hand files and programs over to another user (user id ${uid}). Start as a normal user.`,
    { cause },
  )
}

/** Looks a user up, by name or number; `id` knows those of a directory service too, which /etc/passwd does not. */
function lookUp(user: string): Account | undefined {
  const ask = (what: string) =>
    Number(execFileSync('id', [what, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: ask('-u'), gid: ask('-g') }
  } catch {
    return undefined
  }
}

/** True if this machine knows a name for the user that we run as; initdb gives up without one. */
function haveName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function nameless(uid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_account',
    `PostgreSQL cannot make a database as user id ${uid}, because this machine knows no name for that id. Start as a user of this machine (in a container: add a line to /etc/passwd).`,
  )
}
