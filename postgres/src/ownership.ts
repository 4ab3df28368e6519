import { chown, constants, lchown, mkdir, open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Account, restrictedRoot } from './account.ts'
import type { Folders } from './folders.ts'

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
 * As root, gives a new file in the data directory to the owner of the data directory, so that they can start without
 * root later.
 */
export async function giveToDataDirOwner(folders: Folders, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(folders.dataDir)
  if (uid !== 0) await chown(file, uid, gid)
}
