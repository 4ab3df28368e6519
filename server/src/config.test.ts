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
