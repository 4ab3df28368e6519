/** A line of postgresql.conf: its value is written as it stands there, `'UTC'` with its quotes; the reason goes above it. */
export type Setting = readonly [name: string, value: string, why: string]

/** What a caller may set otherwise. */
const ownDefaults: readonly Setting[] = [
  [
    'max_connections',
    '100',
    'the pools of a few programs, a backup and a person with psql; idle slots cost next to nothing',
  ],
  [
    'shared_buffers',
    '128MB',
    'pages are taken only when used, so a small program stays small; the system cache holds the rest',
  ],
  ['io_method', 'sync', 'the io workers would be three processes (4 MB) with little work'],
  ['max_logical_replication_workers', '0', 'nobody subscribes here, and the launcher is one more process (2 MB)'],

  ['wal_level', 'replica', 'base backups and streaming to a standby work without a restart'],
  ['max_wal_senders', '4', 'two base backups (two senders each) at a time'],
  ['max_replication_slots', '4', 'one for each sender'],

  ['timezone', "'UTC'", 'one clock, one zone'],
  ['log_timezone', "'UTC'", 'the same zone in the log'],
  ['log_line_prefix', "'%m [%p] '", 'when, and which process'],
  ['log_min_error_statement', 'panic', 'statements may carry a password (ALTER ROLE)'],
]

/** What the promises of this package rest on: nobody may set it otherwise here. */
const keptSettings: readonly Setting[] = [
  ['password_encryption', "'scram-sha-256'", 'the password is never stored, nor sent'],
  ['unix_socket_permissions', '0700', 'nobody but the account reaches the socket, even if its folder were open'],
  ['lc_messages', "'C'", 'a failed start is explained by what PostgreSQL logged, read in English'],
]

const durableSettings: readonly Setting[] = [
  ['fsync', 'on', 'what was acknowledged survives a crash of the machine'],
  ['synchronous_commit', 'on', 'measured: off loses acknowledged rows (473 in 12 kills), on loses none'],
  ['full_page_writes', 'on', 'a page that was half written when the power went is repaired'],
]

const fastSettings: readonly Setting[] = [
  ['fsync', 'off', 'NOT DURABLE: only for a cluster that a test throws away'],
  ['synchronous_commit', 'off', 'NOT DURABLE'],
  ['full_page_writes', 'off', 'NOT DURABLE'],
]

/** Not on Windows, where PostgreSQL refuses to start with it. */
const noticeLostClients: Setting = [
  'client_connection_check_interval',
  '5s',
  'a long statement of a program that was killed must not go on holding its locks',
]

/** In any letters, for which PostgreSQL does not care. @throws {RangeError} for a setting that a promise rests on. */
export function checkSettings(settings: readonly Setting[]): void {
  const kept = new Set([...keptSettings, ...durableSettings].map(([name]) => name))
  const wrong = settings.find(([name]) => kept.has(name.toLowerCase()))
  if (wrong) throw new RangeError(`${wrong[0]} cannot be set: what the embedded PostgreSQL promises rests on it.`)
}

/** The whole postgresql.conf. ALTER SYSTEM (postgresql.auto.conf) is read after it, and so wins. */
export function settingsFile(own: readonly Setting[], durable: boolean, platform = process.platform): string {
  const defaults = platform === 'win32' ? ownDefaults : [...ownDefaults, noticeLostClients]
  const changed = new Set(own.map(([name]) => name.toLowerCase()))
  const settings = [
    ...defaults.filter(([name]) => !changed.has(name)),
    ...own,
    ...keptSettings,
    ...(durable ? durableSettings : fastSettings),
  ]
  return [
    '# Written at every start: changes here are lost. Use ALTER SYSTEM, which wins over this file.',
    ...settings.map(([name, value, why]) => `# ${why}\n${name} = ${value}`),
    '',
  ].join('\n')
}
