import { errno } from './errno.ts'
import { type EmbeddedPostgresCode, EmbeddedPostgresError } from './errors.ts'

/**
 * Turns a failed system call on something in the data directory, or what PostgreSQL says to whoever connects, into a
 * sentence; anything unknown is returned as it came.
 */
export function fromSystemError(error: unknown, dataDir: string): unknown {
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : dataDir
  switch (errno(error)) {
    case 'EACCES':
    case 'EPERM':
      return new EmbeddedPostgresError(
        'data_dir_not_writable',
        `This program may not write to ${path} as ${whoWeAre()}. Give that user the folder, or choose another data directory.`,
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
    case '28000':
      return new EmbeddedPostgresError(
        'password_refused',
        `PostgreSQL in ${path} lets nobody in: ${(error as Error).message}. Look into its pg_hba.conf, which should ask for scram-sha-256.`,
        { cause: error },
      )
    default:
      return error
  }
}

/**
 * Turns what a PostgreSQL program printed before it gave up into a sentence.
 * The programs run with LC_MESSAGES=C, so that their words can be relied upon.
 */
export function fromProgramOutput(
  code: EmbeddedPostgresCode,
  doing: string,
  path: string,
  output: string,
): EmbeddedPostgresError {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(output))
    return diskFull(path, new Error(output))
  if (/error while loading shared libraries|Library not loaded/.test(output))
    return new EmbeddedPostgresError(
      'programs_unusable',
      `The PostgreSQL that comes along does not run on this machine: ${lastLines(output)}`,
    )
  return new EmbeddedPostgresError(code, `PostgreSQL could not ${doing} ${path}. It said: ${lastLines(output)}`)
}

function diskFull(path: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'disk_full',
    `The disk that holds ${path} is full (or its quota is used up). Nothing was lost: free some space, then start again.`,
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
