import { connectionSettings, type Sql } from '../database/connect.ts'
import type { Finding } from './finding.ts'

/** A row of pg_settings, as this connection sees it: `setting` in `unit`, `shown` as a person writes it. */
type Row = { name: string; setting: string; unit: string | null; shown: string; context: string }

type Wanted = {
  name: string
  level: 'warn' | 'bad'
  /** Whether the value will do; numbers are in the unit that PostgreSQL counts in. */
  good: (value: string) => boolean
  /** What to set. */
  to: string
  why: string
}

const is = (right: string) => (value: string) => value === right
const atLeast = (min: number) => (value: string) => Number(value) >= min
const atMost = (max: number) => (value: string) => Number(value) <= max

/**
 * What the embedded database sets for itself (database/embedded.ts) and one of the operator's own may not. Settings of a
 * connection are not here: the service brings them along ({@link connectionSettings}).
 */
const wanted: Wanted[] = [
  { name: 'fsync', level: 'bad', good: is('on'), to: 'on', why: 'a crash of the machine can destroy the database' },
  {
    name: 'full_page_writes',
    level: 'bad',
    good: is('on'),
    to: 'on',
    why: 'a crash of the machine can destroy the database',
  },
  {
    name: 'synchronous_commit',
    level: 'bad',
    // Everything but "off" and "local" waits at least for the local disk; with a standby for more.
    good: (value) => ['on', 'remote_write', 'remote_apply'].includes(value),
    to: 'on',
    why: 'a crash can lose what the service has acknowledged',
  },
  {
    name: 'default_transaction_isolation',
    level: 'bad',
    good: is('read committed'),
    to: 'read committed',
    why: 'whoever comes second is sent away with 503, where they could go on',
  },
  { name: 'autovacuum', level: 'bad', good: is('on'), to: 'on', why: 'dead rows of the queue pile up without end' },
  // In seconds.
  {
    name: 'autovacuum_naptime',
    level: 'warn',
    good: atMost(30),
    to: '15s',
    why: 'dead rows of the queue pile up, and plans made on empty tables last for as long',
  },
  {
    name: 'autovacuum_vacuum_scale_factor',
    level: 'warn',
    good: atMost(0.1),
    to: '0.05',
    why: 'a million tasks carry 200,000 dead rows before they are cleaned up',
  },
  {
    name: 'autovacuum_analyze_scale_factor',
    level: 'warn',
    good: atMost(0.1),
    to: '0.05',
    why: 'plans follow an import too late',
  },
  {
    name: 'autovacuum_vacuum_insert_scale_factor',
    level: 'warn',
    good: atMost(0.2),
    to: '0.1',
    why: 'exports and lists read the tables where the index would do',
  },
  // In pages of 8 kB.
  {
    name: 'shared_buffers',
    level: 'warn',
    good: atLeast(16_384),
    to: '128MB',
    why: 'what is asked for all the time is read from the disk again and again',
  },
  {
    name: 'random_page_cost',
    level: 'warn',
    good: atMost(2),
    to: '1.1',
    why: 'the planner takes solid state disks for turning ones, and reads whole tables in exports',
  },
  {
    name: 'max_parallel_workers_per_gather',
    level: 'warn',
    good: atMost(2),
    to: '0',
    why: 'one export may take every core from those who work',
  },
  // In megabytes.
  {
    name: 'max_wal_size',
    level: 'warn',
    good: atLeast(1024),
    to: '2GB',
    why: 'an import forces checkpoint after checkpoint',
  },
  {
    name: 'checkpoint_completion_target',
    level: 'warn',
    good: atLeast(0.7),
    to: '0.9',
    why: 'submits wait while a checkpoint is written at once',
  },
  {
    name: 'wal_level',
    level: 'warn',
    good: (value) => value !== 'minimal',
    to: 'replica',
    why: 'neither a base backup nor a standby is possible',
  },
  { name: 'max_wal_senders', level: 'warn', good: atLeast(2), to: '4', why: 'a base backup needs two' },
  // In milliseconds.
  {
    name: 'client_connection_check_interval',
    level: 'warn',
    good: (value) => Number(value) > 0,
    to: '5s',
    why: 'a long statement of a service that was killed goes on holding its locks',
  },
]

/** Settings of the embedded database that are its own business: where it listens, who may, what it logs, which helpers it has. */
export const ofNoMatterElsewhere = [
  'max_connections',
  'jit',
  'idle_in_transaction_session_timeout',
  'io_method',
  'max_logical_replication_workers',
  'max_replication_slots',
  'password_encryption',
  'unix_socket_permissions',
  'timezone',
  'log_timezone',
  'lc_messages',
  'log_line_prefix',
  'log_error_verbosity',
  'log_min_error_statement',
]

export const settingsLookedAt = wanted.map(({ name }) => name)

/** The settings of the database, as a connection of the service finds them; each with what to write where it is not as it should be. */
export async function judgeSettings(sql: Sql): Promise<Finding[]> {
  const onEach = connectionSettings({ patient: true })
  const names = [...settingsLookedAt, ...Object.keys(onEach), 'data_checksums']
  const rows = await sql<Row[]>`
    select lower(name) as name, setting, unit, current_setting(name) as shown, context from pg_settings
    where lower(name) = any(${names})`
  const found = new Map(rows.map((row) => [row.name, row]))
  const findings: Finding[] = []
  for (const { name, level, good, to, why } of wanted) {
    const row = found.get(name)
    // An older PostgreSQL does not have all of them.
    if (!row) continue
    const detail = good(row.setting) ? row.shown : `${row.shown}: ${why}. ${howTo(row, to)}`
    findings.push({ level: good(row.setting) ? 'ok' : level, what: name, detail })
  }
  const checksums = found.get('data_checksums')?.shown ?? 'unknown'
  findings.push({
    level: checksums === 'on' ? 'ok' : 'warn',
    what: 'data_checksums',
    detail:
      checksums === 'on'
        ? checksums
        : `${checksums}: damage on the disk is not noticed. Stop PostgreSQL and run pg_checksums --enable -D <its data directory>`,
  })
  return [...findings, ...(await judgeConnection(sql, onEach, found))]
}

/** What the service asks for when it connects: a pooler in between may leave it out. */
async function judgeConnection(
  sql: Sql,
  onEach: Record<string, string | number>,
  found: Map<string, Row>,
): Promise<Finding[]> {
  const missing = Object.entries(onEach).filter(([name, value]) => {
    const row = found.get(name.toLowerCase())
    return row && row.setting.toLowerCase() !== String(value).toLowerCase()
  })
  if (missing.length === 0)
    return [{ level: 'ok', what: 'each connection', detail: `jit, planner and limits of time as the service asks for` }]
  const [login] = await sql<{ role: string; database: string }[]>`
    select quote_ident(current_user) as role, quote_ident(current_database()) as database`
  return missing.map(([name, value]) => ({
    level: name === 'jit' ? ('bad' as const) : ('warn' as const),
    what: name,
    detail: `${found.get(name.toLowerCase())?.shown}, though the service asks for ${value} when it connects: a pooler in between leaves it out. ${
      name === 'jit' ? 'Each take is compiled anew, for seconds. ' : ''
    }ALTER ROLE ${login?.role} IN DATABASE ${login?.database} SET ${name} = '${value}';`,
  }))
}

/** One server's connections beside DATABASE_POOL: its other pools, the refit, and those that look after them. */
const besidePool = 24

/** Whether there are connections for the pools of a server, beside those that others have. */
export async function judgeConnections(sql: Sql, pool: number, isRunning: boolean): Promise<Finding> {
  const [row] = await sql<{ max: number; reserved: number; taken: number }[]>`
    select current_setting('max_connections')::int as max,
           current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
           (select count(*)::int from pg_stat_activity
            where backend_type = 'client backend' and application_name !~ '^whisker') as taken`
  const { max, reserved, taken } = row as { max: number; reserved: number; taken: number }
  const needed = pool + besidePool
  const free = max - reserved - taken
  const level = free < needed ? 'bad' : free < 2 * needed ? 'warn' : 'ok'
  const figures = `${max}, of which ${taken + reserved} are others’ or reserved; a server with DATABASE_POOL=${pool} may open ${needed}`
  return {
    level,
    what: 'max_connections',
    detail:
      level === 'ok'
        ? figures
        : `${figures}${isRunning ? '' : ', and a second server as many'}. ALTER SYSTEM SET max_connections = ${reserved + taken + 3 * needed}; then restart PostgreSQL`,
  }
}

function howTo({ name, context }: Row, to: string): string {
  const after = context === 'postmaster' ? 'then restart PostgreSQL' : 'SELECT pg_reload_conf();'
  return `ALTER SYSTEM SET ${name} = '${to}'; ${after}`
}
