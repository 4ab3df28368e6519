import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { describeSchema } from './describe-schema.ts'
import { listMigrations, migrate, SchemaTooNew } from './migrate.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const file = join(import.meta.dirname, '../../schema.sql')

test('schema.sql shows what the migrations make', async () => {
  const schema = await describeSchema(server.sql)
  if (process.env.UPDATE_SCHEMA === 'true') writeFileSync(file, schema)
  expect(readFileSync(file, 'utf8')).toBe(schema)
})

test('migrating twice changes nothing', async () => {
  expect(await migrate(server.sql)).toBe(0)
})

test('C-11 two servers that start at once migrate once', async () => {
  const known = listMigrations()
  const next = [...known, { number: known.length + 1, name: 'made_once.sql', sql: 'create table made_once ()' }]
  const applied = await Promise.all([migrate(server.sql, next), migrate(server.sql, next), migrate(server.sql, next)])
  expect(applied.sort()).toEqual([0, 0, 1])
})

test('C-19 an older program on a newer schema refuses to start', async () => {
  await expect(migrate(server.sql)).rejects.toBeInstanceOf(SchemaTooNew)
})
