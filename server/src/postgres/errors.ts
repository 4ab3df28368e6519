/**
 * Why the embedded PostgreSQL cannot be had. The message of the error is a sentence for the person who started
 * Whisker.
 */
export type EmbeddedPostgresCode =
  | 'unsupported_platform'
  | 'programs_missing'
  | 'programs_unusable'
  | 'data_dir_not_a_directory'
  | 'data_dir_not_writable'
  | 'data_dir_in_use'
  | 'disk_full'
  | 'wrong_owner'
  | 'no_account'
  | 'unreachable'
  | 'wrong_version'
  | 'not_a_cluster'
  | 'not_durable'
  | 'initdb_failed'
  | 'start_failed'
  | 'password_refused'

export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresCode

  constructor(code: EmbeddedPostgresCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}

/** What the process that holds a data directory wrote about itself; `info` is what it passed to `setInfo`. */
export interface DataDirOwner {
  pid: number
  startedAt: string
  info?: unknown
}

/**
 * Another living process holds this data directory. `owner` is missing only when that process has not said who it is
 * yet.
 */
export class DataDirInUse extends EmbeddedPostgresError {
  readonly dataDir: string
  readonly owner: DataDirOwner | undefined

  constructor(dataDir: string, owner: DataDirOwner | undefined) {
    const who = owner ? ` (process ${owner.pid}, since ${owner.startedAt})` : ''
    super(
      'data_dir_in_use',
      `Whisker already runs on the data directory ${dataDir}${who}. Use that one, stop it first, or choose another data directory.`,
    )
    this.name = 'DataDirInUse'
    this.dataDir = dataDir
    this.owner = owner
  }
}

/** The `code` of a failed system call, such as `ENOENT`. */
export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * Turns a failed system call on something in the data directory into a sentence; anything unknown is returned as it
 * came.
 */
export function fromSystemError(error: unknown, dataDir: string): unknown {
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : dataDir
  switch (errno(error)) {
    case 'EACCES':
    case 'EPERM':
      return new EmbeddedPostgresError(
        'data_dir_not_writable',
        `Whisker may not write to ${path} as ${whoWeAre()}. Give that user the folder, or choose another data directory.`,
        { cause: error },
      )
    case 'EROFS':
      return new EmbeddedPostgresError(
        'data_dir_not_writable',
        `${path} lies on a read-only file system. Choose a data directory that can be written.`,
        { cause: error },
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new EmbeddedPostgresError(
        'data_dir_not_a_directory',
        `${path} cannot be the data directory, because a file is in its place. Move the file away, or choose another data directory.`,
        { cause: error },
      )
    case 'ENOSPC':
    case 'EDQUOT':
    // The same, noticed by PostgreSQL.
    case '53100':
      return diskFull(path, error)
    default:
      return error
  }
}

/**
 * Turns what a PostgreSQL program printed before it gave up into a sentence.
 * The programs run with LC_MESSAGES=C, so that their words can be relied upon.
 */
export function fromProgramOutput(code: EmbeddedPostgresCode, doing: string, path: string, output: string) {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(output))
    return diskFull(path, new Error(output))
  if (/error while loading shared libraries|Library not loaded/.test(output))
    return new EmbeddedPostgresError(
      'programs_unusable',
      `The PostgreSQL that comes with Whisker does not run on this machine: ${lastLines(output)} Set DATABASE_URL to use a PostgreSQL of your own.`,
    )
  return new EmbeddedPostgresError(code, `PostgreSQL could not ${doing} ${path}. It said: ${lastLines(output)}`)
}

/** The root of a user namespace, or of a container that lost the rights to change owners and users. */
export function restrictedRoot(uid: number, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_account',
    `PostgreSQL does not run as root, and this root is a restricted one: it may not hand files and programs over to another user (user id ${uid}). Start Whisker as a normal user, or set DATABASE_URL.`,
    { cause },
  )
}

function diskFull(path: string, cause: unknown) {
  return new EmbeddedPostgresError(
    'disk_full',
    `The disk that holds ${path} is full (or its quota is used up). Nothing was lost: free some space, then start Whisker again.`,
    { cause },
  )
}

function whoWeAre(): string {
  const uid = process.getuid?.()
  return uid === undefined ? 'this user' : uid === 0 ? 'root' : `user id ${uid}`
}

function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:|could not |^postgres: /.test(line))
  return (telling.length > 0 ? telling : lines).slice(-3).join(' / ') || 'nothing.'
}
