import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { startEmbedded } from '../postgres/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Options for the postgres driver; the database is the template. */
    postgres: Record<string, unknown>
  }
}

/** One real PostgreSQL for the whole run; test files clone its migrated template database (30 ms each). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-test-'))
  const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} }
  const embedded = await startEmbedded({ dataDir, log: quiet, durable: false })
  const admin = postgres({ ...embedded.connection, max: 1, onnotice: () => {} })
  await admin`create database template_whisker`
  await admin.end()
  const connection = { ...embedded.connection, database: 'template_whisker' }
  const sql = connect({ options: connection, pool: 1, prepare: true, patient: true })
  await migrate(sql)
  await sql.end()
  project.provide('postgres', connection)
  return async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
