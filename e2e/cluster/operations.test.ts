import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freePorts } from './ports.ts'
import { haproxySettings } from './settings/haproxy.ts'
import { patroniSettings } from './settings/patroni.ts'
import { pgbouncerSettings } from './settings/pgbouncer.ts'

/** docs/operations.md shows the settings that the cluster runs with, and no others. */
const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
const blocks = (opening: string) =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, kind, body]) => `${kind} ${body}`.startsWith(opening))
    .flatMap(([, , body]) => (body as string).split('\n'))
    .map((line) => line.replace(/\s*[#;].*$/, '').trim())
    .filter(Boolean)

test('of HAProxy', async () => {
  const used = haproxySettings(await freePorts(), '/run')
    .split('\n')
    .map((line) => line.trim())
  const shown = [...blocks(' listen'), ...blocks(' frontend')].filter((line) => !line.startsWith('server '))
  expect(shown.length).toBeGreaterThan(15)
  expect(shown.filter((line) => !used.includes(line))).toEqual([])
})

test('of PgBouncer', async () => {
  const used = pgbouncerSettings(await freePorts(), '/run').split('\n')
  const shown = blocks('ini ').filter((line) => !/^(whisker|ignore_startup_parameters) =/.test(line))
  expect(shown.length).toBeGreaterThan(4)
  expect(shown.filter((line) => !used.includes(line))).toEqual([])
  const connectQuery = used.find((line) => line.startsWith('whisker =')) as string
  for (const [, value] of text.matchAll(/`(?:set )?(\w+ = '\w+')`/g))
    expect(connectQuery).toContain(`set ${(value as string).replaceAll("'", "''")}`)
})

test('of Patroni', async () => {
  const { dcs } = JSON.parse(patroniSettings(1, await freePorts(), '/run', '/bin')).bootstrap
  const used = { ...dcs, ...dcs.postgresql, ...dcs.postgresql.parameters }
  const shown = blocks('yaml').flatMap((line) => [...line.matchAll(/(\w+): '?(\w+)'?/g)])
  expect(shown.length).toBeGreaterThan(8)
  expect(shown.filter(([, name, value]) => String(used[name as string]) !== value).map(([all]) => all)).toEqual([])
})
