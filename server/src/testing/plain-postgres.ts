import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { startEmbeddedDatabase } from '../database/embedded.ts'
import { makeTemplate } from './template.ts'

export type PlainPostgres = {
  /** Options of the driver; the database is a migrated template, to be cloned or used. */
  template: postgres.Options<Record<string, never>>
  stop: () => Promise<void>
}

/** A PostgreSQL as an operator may have one: every setting is as initdb leaves it. */
export async function startPlainPostgres(): Promise<PlainPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-plain-'))
  const embedded = await startEmbeddedDatabase({ dataDir, settings: null })
  return {
    template: await makeTemplate(embedded.connection),
    stop: async () => {
      await embedded.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
