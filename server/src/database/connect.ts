import postgres from 'postgres'
import { closeHoles } from './whole-results.ts'

/** A pool of connections; `sql` tags queries, `sql.begin` opens a transaction. */
export type Sql = postgres.Sql<Types>
/** One open transaction. */
export type Transaction = postgres.TransactionSql<Types>
/** Either: for queries that do not care. */
export type Queryable = Sql | Transaction
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
}

// Everything on the request path looks up rows by an index. Told so, the planner cannot be led astray by statistics that
// are not there yet: right after 20,000 tasks had come in, taking one cost 10.3 ms by a plan that sorted all of them, and
// 0.9 ms by the index. And it plans once: planning the long statements for each call cost more than running them (take:
// 3.6 ms against 1.3 ms).
const lookups = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_mergejoin: 'off',
  enable_sort: 'off',
  enable_incremental_sort: 'off',
}

/** Opens a pool; connections are made when they are needed. */
export function connect({ url, options, pool, prepare, name = 'whisker', reports = false }: ConnectOptions): Sql {
  closeHoles()
  const settings = {
    ...options,
    max: pool,
    prepare,
    connect_timeout: 5,
    // In seconds. The driver's own waits grow to 20 s; a database that is back must be found within five.
    backoff: (tries: number) => Math.min(0.1 * 2 ** tries, 1),
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
      // Nothing on the request path takes long; exports and migrations set their own.
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      // A partition of the network shows within seconds, not after the two hours of the kernel's default.
      tcp_keepalives_idle: 10,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
      timezone: 'UTC',
      ...(reports ? {} : lookups),
    },
  }
  return (url ? postgres(url, settings) : postgres(settings)) as unknown as Sql
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
