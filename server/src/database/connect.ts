import postgres from 'postgres'
import { guardDriver } from './driver.ts'
import { watchedLines } from './silence.ts'

/** A pool of connections; `sql` tags queries, `sql.begin` opens a transaction. */
export type Sql = postgres.Sql<Types>
/** One open transaction. */
export type Transaction = postgres.TransactionSql<Types>
/** Either: for queries that do not care. */
export type Queryable = Sql | Transaction
/** A piece of a query. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>
// bigint and xid8 come as strings, timestamps as ISO 8601 in UTC: neither loses digits.
type Types = { timestamp: string }

export type ConnectOptions = {
  url?: string
  /** For the embedded database: where its socket is, and who we are. */
  options?: postgres.Options<Record<string, never>>
  pool: number
  prepare: boolean
  name?: string
  /** For statements that read a lot (exports): the planner decides freely. */
  reports?: boolean
  /** For statements over arrays: each row looks up others. */
  hot?: boolean
  /** For work that nobody waits for at a page (loops, migrations, programs beside the service): longer limits of time. */
  patient?: boolean
}

/**
 * How long a statement may take, and wait for a row that somebody else holds, in ms; a statement may set its own on a patient
 * pool or one for reports.
 *
 * Requests: all their statements look up rows or write one batch. The slowest measured on a million tasks is 2.6 s, a take is
 * 2 ms; at 30 s, as it was, browser and proxy had given up long before, and ten such statements were the whole pool.
 * `silenceMs`: how long a line may be quiet while somebody waits for it (silence.ts).
 */
const requestLimits = { statementMs: 5000, lockMs: 4000, silenceMs: 7000 }
const patientLimits = { statementMs: 30_000, lockMs: 10_000, silenceMs: null }

// Everything on the request path looks up rows by an index. Told so, the planner cannot be led astray by statistics that
// are not there yet: right after 20,000 tasks had come in, one was taken by a plan that sorted all of them. And it plans once:
// planning the long statements for each call cost more than running them.
const lookups = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_mergejoin: 'off',
  enable_sort: 'off',
  enable_incremental_sort: 'off',
}

/** What each connection asks for when it is made; a PostgreSQL of one's own, or a pooler, may have it otherwise. */
export function connectionSettings({
  reports = false,
  patient = false,
  hot = false,
}: Pick<ConnectOptions, 'reports' | 'patient' | 'hot'>): Record<string, string | number> {
  const limits = reports || patient ? patientLimits : requestLimits
  return {
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: 30_000,
    timezone: 'UTC',
    // On in a PostgreSQL of one's own. What the planner must not do costs it 10,000,000,000, so it believes every take to be
    // worth compiling, which takes seconds.
    jit: 'off',
    ...(reports ? {} : lookups),
    // A row of an array is joined with a table of millions by an index. Without statistics a hash of the whole table looks as cheap.
    ...(hot && { enable_hashjoin: 'off' }),
  }
}

/** Opens a pool; connections are made when they are needed. */
export function connect({
  url,
  options,
  pool,
  prepare,
  name = 'whisker',
  reports = false,
  patient = false,
  hot = false,
}: ConnectOptions): Sql {
  const limits = reports || patient ? patientLimits : requestLimits
  const lines = watchedLines(url, options ?? {}, limits.silenceMs)
  const settings = {
    ...options,
    max: pool,
    prepare,
    connect_timeout: 5,
    backoff: lines.backoff,
    socket: lines.socket,
    // The lines are made with TLS already, if the address asks for it.
    ssl: false,
    // A pool that never lets go of a connection keeps its memory in PostgreSQL for ever.
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    onnotice: () => {},
    types: {
      timestamp: {
        to: 1184,
        from: [1184],
        serialize: (value: string) => value,
        parse: readTime,
      },
    },
    connection: {
      application_name: name,
      // A partition of the network shows within seconds, not after the two hours of the kernel's default.
      tcp_keepalives_idle: 10,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
      ...connectionSettings({ reports, patient, hot }),
    },
  }
  const sql = url ? postgres(url, settings) : postgres(settings)
  // Off behind a pooler by transaction.
  guardDriver(sql, { oneAtATime: !prepare })
  lines.watch(sql)
  return sql as unknown as Sql
}

/** Never throws: the driver would ask the server once more for each such row, and give the answers to the statements behind. */
function readTime(value: string): string {
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? value : time.toISOString()
}

/** SQLSTATE of an error of the database, if it is one. */
export function sqlState(error: unknown): string | null {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return null
}

const unavailable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
])

/**
 * True when the database cannot be reached or stopped in the middle. The effect of the statement is then unknown: it may
 * have been committed before the line broke.
 */
export function isUnavailable(error: unknown): boolean {
  const code = sqlState(error)
  // Class 08: connection, 57: operator intervention (shutdown, crash, timeouts), 53: out of disk, memory, connections.
  return code !== null && (unavailable.has(code) || /^(08|57|53)...$/.test(code))
}

/** True when two transactions were in each other's way (serialisation, deadlock, lock timeout): the same goes through next time. */
export function isContention(error: unknown): boolean {
  const code = sqlState(error)
  return code === '40001' || code === '40P01' || code === '55P03'
}

/** True when the database ran out of disk. */
export function isDiskFull(error: unknown): boolean {
  return sqlState(error) === '53100'
}
