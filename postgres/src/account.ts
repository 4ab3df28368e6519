import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { chown, constants, lchown, mkdir, open, readdir, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'
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

/**
 * Makes the folder if need be, private to the account. By its descriptor, and never through a symbolic link: the account
 * may write where some of these folders are, and root must not hand over what it would have put there.
 */
export async function makePrivateFolder(folder: string, account: Account | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    await handle.chmod(0o700)
    if (account)
      await handle.chown(account.uid, account.gid).catch((error) => {
        throw restrictedRoot(account.uid, error)
      })
  } finally {
    await handle.close()
  }
}

/**
 * Gives a whole folder to the account: a cluster that somebody restored from a backup as root. Does nothing if its
 * owner is right.
 */
export async function giveTree(folder: string, account: Account | undefined): Promise<void> {
  if (!account) return
  const found = await stat(folder).catch(() => undefined)
  if (!found || found.uid === account.uid) return
  // Last the folder itself: when this is interrupted, the next start sees that there is work left.
  for (const entry of await readdir(folder, { recursive: true }))
    await lchown(path.join(folder, entry), account.uid, account.gid)
  await chown(folder, account.uid, account.gid)
}

/**
 * The first folder on the way to `target` that the account may not pass through, by the mode bits; `undefined` when
 * the way is free. An access list may allow more than the bits say: then we only take the longer way, which works too.
 */
export function blockedAt(target: string, account: Account | undefined): string | undefined {
  if (!account) return undefined
  const way: string[] = []
  for (let at = path.dirname(target); ; at = path.dirname(at)) {
    way.unshift(at)
    if (at === path.dirname(at)) break
  }
  return way.find((folder) => !allows(folder, account, 0o1))
}

/**
 * True if the account has all these rights (4 read, 2 write, 1 run or pass through), by the mode bits of the file.
 * Nobody has any to a missing one.
 */
export function allows(file: string, account: Account, rights: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return false
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0
  return ((found.mode >> shift) & rights) === rights
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
