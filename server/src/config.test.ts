import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig, settingsTable } from './config.ts'

const readme = join(import.meta.dirname, '../../README.md')

test('the table of settings in the README is the one of the program', () => {
  const head = '| setting | default | |\n|---|---|---|'
  const rows = settingsTable
    .map(({ name, fallback, help }) => `| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${help} |`)
    .join('\n')
  const text = readFileSync(readme, 'utf8')
  const table = text.replace(
    /<!-- settings -->[\s\S]*<!-- \/settings -->/,
    () => `<!-- settings -->\n${head}\n${rows}\n<!-- /settings -->`,
  )
  if (process.env.UPDATE_SCHEMA === 'true') writeFileSync(readme, table)
  expect(text).toBe(table)
})

test('every wrong setting is named, with what is wrong', () => {
  expect(() => readConfig({ PORT: '70000', LOG_LEVEL: 'loud', S3_ENDPOINT: 'http://localhost:9000' })).toThrow(
    ConfigError,
  )
  expect(() => readConfig({ PORT: '70000', LOG_LEVEL: 'loud' })).toThrow(/PORT[\s\S]*LOG_LEVEL/)
  expect(() => readConfig({ S3_ENDPOINT: 'http://localhost:9000' })).toThrow(/S3_BUCKET/)
})

test('K-04 without settings it listens on this machine only', () => {
  expect(readConfig({}).host).toBe('127.0.0.1')
})

test.each([
  ['https://labels.example.org/app', '"/app"'],
  ['https://example.org/tasks/whisker', '"/tasks"'],
  ['ftp://example.org', 'https://labels.example.org'],
  ['example.org', 'https://labels.example.org'],
  ['https://example.org/?x=1', 'without "?"'],
  ['https://me@example.org/', 'without "?", "#" and name'],
])('E1 PUBLIC_URL=%s is refused, and the sentence says why', (value, words) => {
  expect(() => readConfig({ PUBLIC_URL: value })).toThrow(/PUBLIC_URL/)
  expect(() => readConfig({ PUBLIC_URL: value })).toThrow(words)
})

test('E1 the path of PUBLIC_URL', () => {
  expect(readConfig({ PUBLIC_URL: 'https://example.org/tools/whisker/' }).basePath).toBe('/tools/whisker')
  expect(readConfig({ PUBLIC_URL: 'https://example.org/' }).basePath).toBe('')
  expect(readConfig({}).basePath).toBe('')
})

test.each([
  ['postgres://whisker:a#b@localhost/whisker', '"#" as %23'],
  ['postgres://whisker:100%@localhost/whisker', '"%" as %25'],
  ['postgres://whisker:50%zz@localhost/whisker', '"%" as %25'],
  ['postgres://whisker:a/b?c@d@localhost/whisker', '"/" as %2F, "?" as %3F, "@" as %40'],
  ['mysql://whisker:secret@localhost/whisker', 'mysql://, and Whisker works with PostgreSQL only'],
  ['localhost:5432/whisker', 'postgres://user:password@host:5432/database'],
  ['postgres://localhost:port/whisker', 'cannot be read'],
])('E6 DATABASE_URL=%s says what to write, and never the password', (address, said) => {
  for (const name of ['DATABASE_URL', 'DATABASE_REPLICA_URL']) {
    const read = () => readConfig({ [name]: address })
    expect(read).toThrow(`${name}: `)
    expect(read).toThrow(said)
    expect(read).not.toThrow(/secret|whisker:/)
  }
})

test('E6 a password whose signs are escaped goes through as it is', () => {
  const address = 'postgresql://whisker:a%23b%25%2F%3F%40@db.example.org:5433/whisker?sslmode=require'
  expect(readConfig({ DATABASE_URL: address }).databaseUrl).toBe(address)
})
