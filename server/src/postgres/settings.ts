/** `[name, value, why]`. */
type Setting = readonly [name: string, value: string, why: string]

const BASE: readonly Setting[] = [
  [
    'max_connections',
    '100',
    'the pools of a few services, a backup and a person with psql; idle slots cost next to nothing',
  ],
  [
    'shared_buffers',
    '128MB',
    'pages are taken only when used, so a small service stays small; the system cache holds the rest',
  ],
  ['jit', 'off', 'compiling costs more than our short statements run, and needs memory'],
  ['io_method', 'sync', 'we read by index: the io workers would be three processes (4 MB) without work'],
  ['max_logical_replication_workers', '0', 'nobody subscribes here, and the launcher is one more process (2 MB)'],
  [
    'max_parallel_workers_per_gather',
    '0',
    'one export must not take every core, nor the 64 MB of /dev/shm in a container',
  ],
  ['random_page_cost', '1.1', 'solid state disks and a warm cache: 4 is the price of a seek on a turning disk'],

  ['wal_level', 'replica', 'base backups and streaming to a standby work without a restart'],
  ['max_wal_senders', '4', 'two base backups (two senders each) at a time'],
  ['max_replication_slots', '4', 'one for each sender'],
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
  ['password_encryption', "'scram-sha-256'", 'the password is never stored, nor sent'],
  ['unix_socket_permissions', '0700', 'nobody but the account reaches the socket, even if its folder were open'],

  ['timezone', "'UTC'", 'one clock, one zone'],
  ['log_timezone', "'UTC'", 'the same zone in the log'],
  ['lc_messages', "'C'", 'Whisker reads the log to explain a failed start, and it reads English'],
  ['log_line_prefix', "'%m [%p] '", 'when, and which process'],
  ['log_error_verbosity', 'terse', 'DETAIL lines quote rows, and people and pictures do not belong in a log'],
  ['log_min_error_statement', 'panic', 'statements may carry a password (ALTER ROLE); the service logs its own errors'],
]

const DURABLE: readonly Setting[] = [
  ['fsync', 'on', 'what was answered with 2xx survives a crash of the machine'],
  ['synchronous_commit', 'on', 'measured: off loses acknowledged rows (473 in 12 kills), on loses none'],
  ['full_page_writes', 'on', 'a page that was half written when the power went is repaired'],
]

const FAST: readonly Setting[] = [
  ['fsync', 'off', 'NOT DURABLE: only for a cluster that a test throws away'],
  ['synchronous_commit', 'off', 'NOT DURABLE'],
  ['full_page_writes', 'off', 'NOT DURABLE'],
]

/** Not on Windows, where PostgreSQL refuses to start with it. */
const NOTICE_LOST_CLIENTS: Setting = [
  'client_connection_check_interval',
  '5s',
  'a long statement of a service that was killed must not go on holding its locks',
]

/** The whole postgresql.conf. ALTER SYSTEM (postgresql.auto.conf) is read after it, and so wins. */
export function settingsFile(durable: boolean, platform = process.platform): string {
  const settings = [...BASE, ...(durable ? DURABLE : FAST), ...(platform === 'win32' ? [] : [NOTICE_LOST_CLIENTS])]
  return [
    '# Written by Whisker at every start: changes here are lost. Use ALTER SYSTEM, which wins over this file.',
    ...settings.map(([name, value, why]) => `# ${why}\n${name} = ${value}`),
    '',
  ].join('\n')
}
