import {
  type Connection,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  type Setting,
  startEmbedded,
} from '@whisker/postgres'
import { type EmbeddedPostgresCode, EmbeddedPostgresError } from '@whisker/postgres/errors'
import { joinRunning } from '@whisker/postgres/join'

/** Of role and database, in each data directory that there is. */
const name = 'whisker'

/** What our statements and our tables want; `whisker doctor` looks for the same in a PostgreSQL of one's own. */
const settings: readonly Setting[] = [
  [
    'max_connections',
    '150',
    'a server opens up to 35; several on one database, a backup and a person with psql go beside',
  ],
  ['jit', 'off', 'compiling costs more than our short statements run, and needs memory'],
  [
    'max_parallel_workers_per_gather',
    '0',
    'one export must not take every core, nor the 64 MB of /dev/shm in a container',
  ],
  ['random_page_cost', '1.1', 'solid state disks and a warm cache: 4 is the price of a seek on a turning disk'],

  ['max_wal_size', '2GB', 'bulk imports must not force checkpoint after checkpoint; a crash replays it in seconds'],
  ['checkpoint_completion_target', '0.9', 'spreads the writes of a checkpoint, so that no submit waits for them'],

  [
    'autovacuum_naptime',
    '15s',
    'dead queue rows must not pile up; but each look throws away the plans of all connections, and a take is long to plan',
  ],
  ['autovacuum_vacuum_scale_factor', '0.05', 'at a fifth (the default) a million tasks would carry 200,000 dead rows'],
  ['autovacuum_analyze_scale_factor', '0.05', 'plans must follow an import soon'],
  [
    'autovacuum_vacuum_insert_scale_factor',
    '0.1',
    'append-only tables get their visibility map early: index-only scans stay so',
  ],

  ['idle_in_transaction_session_timeout', '60s', 'a forgotten transaction holds locks and stops vacuum'],
  ['log_error_verbosity', 'terse', 'DETAIL lines quote rows, and people and pictures do not belong in a log'],
]

/** What is wrong with the machine or the installation is no obstacle to a PostgreSQL elsewhere. */
const avoidable: readonly EmbeddedPostgresCode[] = [
  'unsupported_platform',
  'programs_missing',
  'programs_unusable',
  'no_account',
]

/** The PostgreSQL that comes along, as Whisker has it. @throws as `startEmbedded` does */
export async function startEmbeddedDatabase(options: Omit<EmbeddedOptions, 'name'>): Promise<EmbeddedPostgres> {
  return startEmbedded({ settings, ...options, name }).catch((error: unknown) => {
    throw withWayOut(error)
  })
}

/** How to reach the one that the running service has started; see `joinRunning`. */
export function joinEmbeddedDatabase(dataDir: string): Promise<Connection | null> {
  return joinRunning({ dataDir, name })
}

export function withWayOut(error: unknown): unknown {
  if (!(error instanceof EmbeddedPostgresError) || !avoidable.includes(error.code)) return error
  const sentence = `${error.message} With DATABASE_URL set, Whisker uses a PostgreSQL (15 or newer) of your own instead.`
  return new EmbeddedPostgresError(error.code, sentence, { cause: error })
}
