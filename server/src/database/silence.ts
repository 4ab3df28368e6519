import type { Socket } from 'node:net'
import postgres from 'postgres'
import { watchQueries } from './driver.ts'
import { deadLine, openLine, secureLine, type Target, tlsOf } from './line.ts'

// Somebody who waits this long makes us ask whether the database still answers anybody.
const suspectMs = 2500
// `select 1` on a connection that is there already.
const answerMs = 3500
const lookEveryMs = 250

type Quiet = { read: number; written: number; since: number }
type Pool = { sockets: Map<Socket, Quiet>; waitingSince: () => number | null; maxMs: number }

const databases = new Map<string, Silence>()
const silenceOf = new WeakMap<postgres.Sql, Silence>()

/**
 * A database that is stopped or cut off says nothing: no error comes, and the kernel goes on taking connections for it. So
 * each database is watched from here, all pools of this process together.
 *
 * - When a query waits longer than 2.5 seconds, a connection of its own asks `select 1`. If that is not answered either, the
 *   database is silent: every line that has been quiet is cut, which fails what waits on it, and new ones fail at once until
 *   an answer comes. So nobody waits longer than about six seconds, and a long statement of a healthy database is left alone.
 * - On a pool with a limit, a line that has been quiet for longer while a query waits is cut in any case: its peer is gone, or
 *   its server process is stuck, and the server's own limit of time would have ended the statement before.
 *
 * Bytes are sampled, so that nothing is added to a query, and TLS needs no exception.
 */
class Silence {
  silent = false
  pools = new Set<Pool>()
  private options: postgres.Options<Record<string, never>>
  private url: string | undefined
  private asked: { sql: postgres.Sql; since: number; answer: Promise<boolean> } | null = null
  private sql: postgres.Sql | null = null
  private timer: NodeJS.Timeout | null = null
  private looked = 0
  private judging = false
  private turn = 0

  constructor(url: string | undefined, options: postgres.Options<Record<string, never>>) {
    this.url = url
    this.options = options
  }

  /** What the driver calls for a new line. */
  async open(pool: Pool, target: Target): Promise<Socket> {
    if (this.silent) return deadLine(silentError())
    const turn = this.turn++
    const line = openLine(target, turn)
    pool.sockets.set(line, { read: 0, written: 0, since: performance.now() })
    line.once('close', () => {
      pool.sockets.delete(line)
      this.rest()
    })
    this.timer ??= this.begin()
    const tls = target.path ? null : tlsOf(this.url)
    return tls ? secureLine(line, target.host[turn % target.host.length] as string, tls) : line
  }

  leave(pool: Pool): void {
    this.pools.delete(pool)
    this.rest()
  }

  /** Whether the database answers within `ms`, on a connection that nobody else waits for. */
  async answers(ms: number): Promise<boolean> {
    const asked = this.ask()
    const late = Promise.withResolvers<boolean>()
    // By way of setImmediate: an answer that came while this process was busy is read first.
    const timer = setTimeout(() => setImmediate(() => late.resolve(false)), ms)
    const answered = await Promise.race([asked.answer, late.promise])
    clearTimeout(timer)
    return answered
  }

  private begin(): NodeJS.Timeout {
    this.looked = performance.now()
    return setInterval(() => this.look(), lookEveryMs).unref()
  }

  private look(): void {
    const now = performance.now()
    // This process was busy: what came meanwhile has not been read yet.
    const wasBusy = now - this.looked > 4 * lookEveryMs
    this.looked = now
    for (const pool of this.pools)
      for (const [socket, quiet] of pool.sockets) {
        const { bytesRead: read, bytesWritten: written } = socket
        if (!wasBusy && read === quiet.read && written === quiet.written) continue
        Object.assign(quiet, { read, written, since: now })
      }
    const longest = Math.max(0, ...[...this.pools].map((pool) => now - (pool.waitingSince() ?? now)))
    if ((this.silent || longest > suspectMs) && !this.judging) void this.judge()
    for (const pool of this.pools) if (now - (pool.waitingSince() ?? now) > pool.maxMs) this.cut(pool, pool.maxMs)
  }

  private async judge(): Promise<void> {
    this.judging = true
    this.silent = !(await this.answers(answerMs))
    this.judging = false
    if (this.silent) for (const pool of this.pools) this.cut(pool, suspectMs)
    else this.rest()
  }

  private cut(pool: Pool, quietMs: number): void {
    for (const [socket, quiet] of pool.sockets)
      if (performance.now() - quiet.since >= quietMs && socket.bytesWritten === quiet.written)
        socket.destroy(silentError())
  }

  /** One question at a time; an answer that has not come within its time is asked for again on a new line. */
  private ask() {
    if (this.asked && performance.now() - this.asked.since > answerMs) this.forget()
    if (this.asked) return this.asked
    this.sql ??= this.url ? postgres(this.url, this.options) : postgres(this.options)
    const sql = this.sql
    const answer = sql`select 1`.then(
      () => true,
      // A refusal is an answer too: who is told "too many connections" is not in front of a silent database.
      (error: { code?: string }) => !quietFailures.has(error.code ?? ''),
    )
    const asked = { sql, since: performance.now(), answer }
    this.asked = asked
    answer.then(() => {
      if (this.asked === asked) this.asked = null
    })
    return asked
  }

  private forget(): void {
    this.asked = null
    const sql = this.sql
    this.sql = null
    sql?.end({ timeout: 0 }).catch(() => {})
  }

  private rest(): void {
    if (this.pools.size > 0) {
      // While somebody asks, or nothing is heard, the watch goes on: its end would be taken for silence.
      if (this.silent || this.judging) return
      if ([...this.pools].some((pool) => pool.sockets.size > 0)) return
    }
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    this.forget()
  }
}

const quietFailures = new Set(['CONNECT_TIMEOUT', 'CONNECTION_DESTROYED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])

const silentError = () => Object.assign(new Error('The database does not answer.'), { code: 'ETIMEDOUT' })

/** What `connect` gives to the driver: who makes the lines, and how long to wait for the next. `watch` begins with the pool. */
export function watchedLines(
  url: string | undefined,
  options: postgres.Options<Record<string, never>>,
  /** How long a query may wait for a line that says nothing; null when its statements set limits of their own. */
  maxMs: number | null,
) {
  const pool: Pool = { sockets: new Map(), waitingSince: () => null, maxMs: maxMs ?? Number.POSITIVE_INFINITY }
  const key = url ?? JSON.stringify([options.host, options.port, options.database, options.username])
  let silence = databases.get(key)
  if (!silence) {
    const own = { max: 1, connect_timeout: 4, idle_timeout: 60, fetch_types: false, onnotice: () => {} }
    silence = new Silence(url, { ...options, ...own, connection: { application_name: 'whisker watch' } })
    databases.set(key, silence)
  }
  const watched = silence
  return {
    socket: (target: Target) => watched.open(pool, target),
    // In seconds. The driver's own waits grow to 20 s; a database that is back must be found within five. While it is silent
    // each query in the queue needs a line that fails.
    backoff: (tries: number) => (watched.silent ? 0.01 : Math.min(0.1 * 2 ** tries, 1)),
    watch: (sql: postgres.Sql) => {
      pool.waitingSince = watchQueries(sql)
      watched.pools.add(pool)
      silenceOf.set(sql, watched)
      const end = sql.end
      sql.end = async (how) => {
        await end(how)
        watched.leave(pool)
        if (watched.pools.size === 0) databases.delete(key)
      }
    },
  }
}

/** True when the database of this pool answers within `ms`, however busy the pool is. */
export async function answers(sql: postgres.Sql, ms: number): Promise<boolean> {
  return (await silenceOf.get(sql)?.answers(ms)) ?? false
}
