import postgres from 'postgres'
import { whole } from './whole-results.ts'

/** A query of the driver, as far as the hooks look at it. `handler` is one function a transaction, `canceller` one a pool. */
type Query = {
  handler: (query: Query) => void
  /** Undefined: the driver's own question for the types of arrays. */
  canceller: object | undefined
  resolve: (rows: unknown) => void
  executed: boolean
  options: { onexecute?: (connection: Connection) => unknown }
  reject: (error: Error) => void
} & Record<symbol, unknown>
type Connection = { onclose: ((error: Error) => void) | null }

/** A connection that one caller has for several statements, by transaction or by reservation. */
type Own = { broken: boolean; connection: Connection | null }

const waiting = new WeakMap<object, Map<Query, number>>()
const owns = new WeakMap<object, Own>()
const oneAtATimePools = new WeakSet<object>()
// The transaction whose BEGIN is being made, in this very step.
let beginning: Own | null = null
// A query of a transaction whose connection broke before the query was sent is never settled by the driver.
const forgottenMs = 15 * 60_000
let installed = false

/**
 * Hooks into the driver's class of queries, which it does not export. There and not around the pool, because `begin`,
 * savepoints and reserved connections make their queries inside.
 *
 * - Each result passes {@link whole}.
 * - Each query that is sent, or that waits for a connection, is known until it is settled (silence.ts).
 * - What belongs to a transaction whose connection is gone is refused. The driver would send it all the same: outside of
 *   any transaction when the connection has been made anew, and else it would throw where nobody can catch it.
 * - The driver's own question on each new connection, for the types of arrays, never fails: nobody could catch that, and it would
 *   end the process. Its connection is gone, and the next one asks again.
 */
function hookDriver(): void {
  if (installed) return
  installed = true
  const prototype = Object.getPrototypeOf(probe(postgres({ max: 1, fetch_types: false })))
  hookSetter(prototype, 'cursorFn', (_, receive) => (batch) => receive(whole(batch)))
  hookSetter(prototype, 'resolve', (query, resolve) => (result) => {
    settled(query)
    return resolve(whole(result))
  })
  hookSetter(prototype, 'reject', (query, reject) => (error) => {
    settled(query)
    return query.canceller === undefined ? query.resolve([]) : reject(error)
  })
  prototype.handle = async function (this: Query) {
    if (this.executed) return
    this.executed = true
    waiting.get(this.canceller as object)?.set(this, performance.now())
    const own = owns.get(this.handler) ?? beginning
    if (own && !own.connection) learnConnection(this, own)
    // False: the connection takes nothing more until this is done.
    if (!own && oneAtATimePools.has(this.canceller as object)) this.options.onexecute ??= () => false
    await 1
    if (own?.broken) this.reject(brokenError())
    else this.handler(this)
  }
}

/** Each query of its own tells which connection that is, until one has. */
function learnConnection(query: Query, own: Own): void {
  const told = query.options.onexecute
  query.options.onexecute = (connection) => {
    own.connection = connection
    if (told) return told(connection)
    connection.onclose = () => {
      own.broken = true
    }
    return true
  }
}

/**
 * Makes a pool whose transactions and reservations end with their connection.
 *
 * @param oneAtATime sends the next statement of a connection when the one before has ended (in a transaction, when it likes): PgBouncer
 *   before 1.21 takes the end of the first for the end of all, and throws away what the next one is told. Whoever waits for that would
 *   wait for ever. The driver's own `max_pipeline` cannot say so: below 1 it knows no transactions.
 */
export function guardDriver(sql: postgres.Sql, { oneAtATime }: { oneAtATime: boolean }): void {
  hookDriver()
  if (oneAtATime) oneAtATimePools.add(probe(sql).canceller as object)
  const { begin, reserve } = sql
  sql.begin = ((options: string, work: Work) => {
    const [how, run] = work ? [options, work] : ['', options as unknown as Work]
    const own: Own = { broken: false, connection: null }
    beginning = own
    try {
      return begin(how, (tx) => {
        belong(tx, own)
        // The driver's own listener is put there when this returns.
        queueMicrotask(() => listen(own))
        return run(tx)
      })
    } finally {
      beginning = null
    }
  }) as typeof sql.begin
  sql.reserve = async () => {
    const own: Own = { broken: false, connection: null }
    const reserved = await reserve()
    owns.set(probe(reserved).handler, own)
    const { release } = reserved
    // One that is gone is no longer reserved; the driver would give it to the next caller.
    reserved.release = () => own.broken || release()
    return reserved
  }
}

type Work = (tx: postgres.TransactionSql) => unknown

function belong(tx: postgres.TransactionSql, own: Own): void {
  owns.set(probe(tx).handler, own)
  const { savepoint } = tx
  const inside = (work: Work) => (inner: postgres.TransactionSql) => {
    belong(inner, own)
    return work(inner)
  }
  tx.savepoint = (async (name: string | Work, work?: Work) => {
    if (own.broken) throw brokenError()
    return typeof name === 'string' ? savepoint(name, inside(work as Work)) : savepoint(inside(name))
  }) as typeof savepoint
}

function listen(own: Own): void {
  const { connection } = own
  if (!connection) return
  const told = connection.onclose
  connection.onclose = (error) => {
    own.broken = true
    told?.(error)
  }
}

const brokenError = () =>
  Object.assign(new Error('The connection of this transaction is gone.'), { code: 'CONNECTION_CLOSED' })

/** Since when the oldest unsettled query of this pool waits, by `performance.now()`; null when none does. */
export function watchQueries(sql: postgres.Sql): () => number | null {
  hookDriver()
  const queries = new Map<Query, number>()
  waiting.set(probe(sql).canceller as object, queries)
  return () => {
    for (const [query, since] of queries) {
      if (performance.now() - since < forgottenMs) return since
      queries.delete(query)
    }
    return null
  }
}

/** A query that nobody waits for is never sent. */
const probe = (sql: postgres.ISql) => sql`select 1` as unknown as Query

const settled = (query: Query) => waiting.get(query.canceller as object)?.delete(query)

type Receive = (value: unknown) => unknown

function hookSetter(prototype: object, property: string, wrap: (query: Query, receive: Receive) => Receive): void {
  const kept = Symbol(property)
  Object.defineProperty(prototype, property, {
    configurable: true,
    get(this: Query) {
      return this[kept]
    },
    set(this: Query, receive: Receive) {
      this[kept] = wrap(this, receive)
    },
  })
}
