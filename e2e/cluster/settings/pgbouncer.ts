import { join } from 'node:path'
import { connectionSettings } from '../../../server/src/database/connect.ts'
import type { Ports } from '../ports.ts'
import { loginOf } from './patroni.ts'

/** What Whisker sends with each connection, and a pooler must pass over: it would be everybody's. */
const passedOver = [
  ...new Set([
    ...Object.keys(connectionSettings({ hot: true })),
    'tcp_keepalives_idle',
    'tcp_keepalives_interval',
    'tcp_keepalives_count',
  ]),
].filter((name) => name !== 'timezone')

/** What is passed over is set on each connection to PostgreSQL: all that any pool asks for, with the longer limits of time. */
const onEach = Object.entries(connectionSettings({ patient: true, hot: true })).map(
  ([name, value]) => `set ${name} = '${value}'`,
)

export function pgbouncerSettings(ports: Ports, folder: string): string {
  return `[databases]
whisker = host=127.0.0.1 port=${ports.primary} dbname=whisker connect_query='${onEach.join('; ').replaceAll("'", "''")}'

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${ports.bouncer}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 40
max_client_conn = 1000
ignore_startup_parameters = ${passedOver.join(', ')}
; 15 s and 120 s otherwise: a new primary would be found late, and who waits would have given up long before.
server_login_retry = 1
server_connect_timeout = 3
query_wait_timeout = 5
; After a fail-over connections to the old primary end by themselves; this is for those that HAProxy moved back.
server_lifetime = 600
tcp_keepalive = 1
tcp_keepidle = 10
tcp_keepintvl = 5
tcp_keepcnt = 3
log_connections = 0
log_disconnections = 0
`
}

/** PgBouncer knows the password itself: it has to prove it to PostgreSQL. */
export function pgbouncerUsers(): string {
  const { username, password } = loginOf('whisker')
  return `"${username}" "${password}"\n`
}

/** Named statements go through a pooler by transaction since PgBouncer 1.21. */
export const knowsPreparedStatements = (version: string) => {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  return major > 1 || (major === 1 && minor >= 21)
}
