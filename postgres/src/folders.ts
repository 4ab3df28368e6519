import { access, constants, mkdir, open, readdir, readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { errno } from './errno.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { fromSystemError } from './explain.ts'

/**
 * Where everything lies, as absolute paths without symbolic links.
 *
 *     <dataDir>/postgres/            home: 0700, belongs to the account that PostgreSQL runs as
 *     <dataDir>/postgres/cluster     PGDATA
 *     <dataDir>/postgres/run         the Unix socket; beside the cluster, so that base backups do not meet it
 *     <dataDir>/postgres/new-*       a cluster that is being made
 *     <dataDir>/postgres.password    0600
 *     <dataDir>/postgres.log         what PostgreSQL prints
 *     <dataDir>/postgres.lock        see lock.ts
 *     <dataDir>/postgres.owner.json  who holds the lock
 */
export interface Folders {
  dataDir: string
  home: string
  cluster: string
  run: string
  password: string
  log: string
  lock: string
  owner: string
}

/**
 * Makes the data directory (0700) and the home of PostgreSQL in it where they are missing, and proves that it can be
 * written.
 */
export async function prepareFolders(given: string): Promise<Folders> {
  const wanted = path.resolve(given)
  try {
    await makeFolder(wanted)
    if (!(await stat(wanted)).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' })
    const dataDir = await realpath(wanted)
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    const home = path.join(dataDir, 'postgres')
    await makeFolder(home)
    return {
      dataDir,
      home,
      cluster: path.join(home, 'cluster'),
      run: path.join(home, 'run'),
      password: path.join(dataDir, 'postgres.password'),
      log: path.join(dataDir, 'postgres.log'),
      lock: path.join(dataDir, 'postgres.lock'),
      owner: path.join(dataDir, 'postgres.owner.json'),
    }
  } catch (error) {
    throw fromSystemError(error, wanted)
  }
}

/**
 * Like `mkdir -p -m 700`. Node's recursive mkdir says ENOENT when the file system is read-only, which would send
 * people the wrong way.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (errno(error) === 'EEXIST') return
    if (errno(error) !== 'ENOENT') throw error
    await makeFolder(path.dirname(folder))
    await mkdir(folder, { mode: 0o700 })
  }
}

/**
 * Says whether there is a cluster, and refuses one that this PostgreSQL must not touch.
 * A cluster appears by one rename (initialize.ts), so that PG_VERSION is there exactly when all the rest is.
 */
export async function hasCluster(folders: Folders, major: string): Promise<boolean> {
  const version = await readFile(path.join(folders.cluster, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    (error) => {
      if (errno(error) === 'EACCES') throw wrongOwner(folders.cluster, error)
      if (errno(error) !== 'ENOENT' && errno(error) !== 'ENOTDIR') throw error
      return undefined
    },
  )
  if (version === major) return true
  if (version === undefined) {
    // An empty folder is as good as none: the rename takes its place.
    const holds = await readdir(folders.cluster).catch((error) => (errno(error) === 'ENOENT' ? [] : ['a file']))
    if (holds.length === 0) return false
    throw new EmbeddedPostgresError(
      'not_a_cluster',
      `${folders.cluster} exists, but it is not a PostgreSQL cluster (PG_VERSION is missing). Restore it from a backup, or move it away to start empty.`,
    )
  }
  throw new EmbeddedPostgresError(
    'wrong_version',
    `${folders.cluster} was made by PostgreSQL ${version}, and this program brings PostgreSQL ${major}. Start the version that made it, dump it with pg_dump, and restore the dump into a new data directory.`,
  )
}

/** The sentence for a cluster that another user made: typically a first start as root, a second one without. */
export function wrongOwner(folder: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'wrong_owner',
    `${folder} belongs to another user, and PostgreSQL accepts only folders of the user that it runs as. Start as the user that started it first (root, perhaps), or give this user the whole data directory with chown -R.`,
    { cause },
  )
}

/** Makes a rename in a folder durable. Windows cannot open folders, and needs no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
