import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectionSettings } from '../../server/src/database/connect.ts'
import { freePorts } from './ports.ts'
import { findPrograms } from './programs.ts'
import { haproxySettings } from './settings/haproxy.ts'
import { nodeNumbers, patroniSettings } from './settings/patroni.ts'
import { knowsPreparedStatements, pgbouncerSettings, pgbouncerUsers } from './settings/pgbouncer.ts'
import { noticed } from './shows/silence.ts'

test('a program that is missing is named, with what installs it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whisker-programs-'))
  try {
    const nothing = findPrograms(folder, [])
    expect('missing' in nothing && nothing.missing).toHaveLength(6)
    for (const line of 'missing' in nothing ? nothing.missing : [])
      expect(line).toMatch(/^\w+ is missing \(.+\)\. On Debian: apt-get install \S+/)
    writeFileSync(join(folder, 'haproxy'), '', { mode: 0o755 })
    writeFileSync(join(folder, 'etcd'), '', { mode: 0o644 })
    const some = findPrograms(folder, [])
    expect('missing' in some && some.missing.map((line) => line.split(' ')[0])).toEqual([
      'etcd',
      'patroni',
      'postgres',
      'pgbouncer',
      'versitygw',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the settings name every port once and in their programs’ form', async () => {
  const ports = await freePorts()
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length)
  const haproxy = haproxySettings(ports, '/run')
  for (const name of ['primary', 'replica', 'site'] as const)
    expect(haproxy.split('\n').filter((line) => line === `  bind 127.0.0.1:${ports[name]}`)).toHaveLength(1)
  for (const line of haproxy.split('\n'))
    expect(line).toMatch(/^$|^ {2}\S.*|^(global|defaults)$|^(listen|frontend|backend) \w+$/)
  for (const n of nodeNumbers) {
    const { name, postgresql, bootstrap, tags } = JSON.parse(patroniSettings(n, ports, '/run', '/bin'))
    expect(name).toBe(`pg${n}`)
    expect(postgresql.connect_address).toBe(`127.0.0.1:${ports[`postgres${n}`]}`)
    expect(postgresql.data_dir).toMatch(/^\/run\//)
    // Patroni refuses others.
    expect(bootstrap.dcs.ttl).toBeGreaterThanOrEqual(bootstrap.dcs.loop_wait + 2 * bootstrap.dcs.retry_timeout)
    expect(tags).toEqual(n === 3 ? { nofailover: true, nosync: true } : {})
  }
})

test('PgBouncer passes over what Whisker sends with a connection, and sets it itself', async () => {
  const settings = pgbouncerSettings(await freePorts(), '/run')
  const value = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(settings)?.[1] as string
  const passedOver = value('ignore_startup_parameters').split(', ')
  for (const name of Object.keys(connectionSettings({ hot: true }))) {
    // The one of them that PgBouncer follows.
    if (name === 'timezone') continue
    expect(passedOver).toContain(name)
  }
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(/\s+/g, ' ')
  const told = /`ignore_startup_parameters = ([^`]+)`/.exec(readme)?.[1]?.split(', ')
  expect(told?.toSorted()).toEqual(passedOver.toSorted())
  expect(value('whisker')).toMatch(/connect_query='.*set jit = ''off''.*'$/)
  expect(pgbouncerUsers()).toMatch(/^"whisker" ".+"\n$/)
  expect(['1.18.0', '1.20.1', '1.21.0', '1.25', '2.0'].map(knowsPreparedStatements)).toEqual([
    false,
    false,
    true,
    true,
    true,
  ])
})

test('what the clients noticed: the longest time without an acknowledged write, and what was sent again', () => {
  const step = (id: string, outcome: 'ok' | 'fail' | 'unknown', from: number, to: number, said = '200') => ({
    what: 'task' as const,
    value: id,
    said,
    id,
    outcome,
    from,
    to,
  })
  const away = '503 {"code":"unavailable"}'
  const steps = [
    step('a', 'ok', 0, 900),
    step('b', 'unknown', 950, 1500, away),
    step('c', 'unknown', 950, 1600, away),
    step('d', 'unknown', 950, 1600, 'no answer: fetch failed'),
    step('e', 'fail', 1700, 1800),
    step('d', 'unknown', 1700, 1900, away),
    step('b', 'ok', 4000, 4100),
    step('f', 'ok', 4200, 4300),
  ]
  expect(noticed({ steps }, 1000, 5000)).toEqual({
    silentMs: 3200,
    open: 3,
    healed: 1,
    refused: 0,
    givenUp: 1,
    said: [
      ['503 unavailable', 3],
      ['no answer: fetch failed', 1],
    ],
  })
  expect(noticed({ steps: [] }, 1000, 5000)).toMatchObject({ silentMs: 4000, open: 0, healed: 0, givenUp: 0 })
})
