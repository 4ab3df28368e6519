import postgres from 'postgres'
import { type Endpoint, socketPort } from './endpoint.ts'
import { errno } from './errno.ts'

/** Options for the `postgres` driver. `host` is `127.0.0.1`, or the folder of a socket, and `port` then a part of its name. */
export interface Connection {
  host: string
  port: number
  database: string
  username: string
  password: string
}

/** `name` is that of the role and of the database. */
export function connectionTo(endpoint: Endpoint, name: string, password: string): Connection {
  const where =
    endpoint.kind === 'socket'
      ? { host: endpoint.folder, port: socketPort }
      : { host: '127.0.0.1', port: endpoint.port }
  return { ...where, database: name, username: name, password }
}

/**
 * The same as a URL for libpq (psql, pg_dump). The `postgres` driver takes it only when it names a port of 127.0.0.1:
 * it looks for a socket's folder in its options alone.
 */
export function urlOf({ host, port, database, username, password }: Connection): string {
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`
  const place = host.startsWith('/') ? encodeURIComponent(host) : host
  return `postgres://${login}@${place}:${port}/${database}`
}

/** Connects, and makes the database unless it is there. `refused`: the cluster has another password. */
export async function ensureDatabase(connection: Connection): Promise<'ready' | 'refused'> {
  // By way of the database that is always there: asking for a missing one would leave a FATAL in the log of every
  // first start.
  const sql = postgres({
    ...connection,
    database: 'postgres',
    max: 1,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => {},
  })
  try {
    const [found] = await sql`SELECT FROM pg_database WHERE datname = ${connection.database}`
    if (!found) await sql`CREATE DATABASE ${sql(connection.database)}`
    return 'ready'
  } catch (error) {
    if (errno(error) === '28P01') return 'refused'
    throw error
  } finally {
    await sql.end({ timeout: 5 })
  }
}
