/**
 * Why the embedded PostgreSQL cannot be had:
 *
 * - `unsupported_platform`, `programs_missing`, `programs_unusable`: there are no programs for this machine, they are not
 *   installed, or it cannot run them
 * - `no_account`, `unreachable`: as whom PostgreSQL would have to run, since it refuses to run as root
 * - `data_dir_not_a_directory`, `data_dir_not_writable`, `data_dir_in_use`, `wrong_owner`, `disk_full`: the data directory
 * - `wrong_version`, `not_a_cluster`, `not_durable`: what lies in it is left alone
 * - `initdb_failed`, `start_failed`, `password_refused`: PostgreSQL gave up, and its own words are in the message
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

/** What whoever started the program can mend: the message is a sentence or two for them, and says how. */
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
  /** ISO 8601, in UTC. */
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
      `Another process already runs on the data directory ${dataDir}${who}. Use that one, stop it first, or choose another data directory.`,
    )
    this.name = 'DataDirInUse'
    this.dataDir = dataDir
    this.owner = owner
  }
}
