import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { startEmbeddedDatabase } from '../database/embedded.ts'
import { dropTemplate, makeTemplate } from './template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Options for the postgres driver. Never those of the template: nothing can be cloned while somebody is connected to it. */
    postgres: Record<string, unknown>
  }
}

/**
 * One real PostgreSQL for the whole run; test files clone its migrated template database. The embedded one, or with
 * `TEST_DATABASE_URL` one that runs already: the tests make and drop databases of their own there.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL
  if (url) {
    const cluster = optionsOf(url)
    await makeTemplate(cluster)
    project.provide('postgres', { ...cluster, database: 'postgres' })
    return () => dropTemplate(cluster)
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-test-'))
  const embedded = await startEmbeddedDatabase({ dataDir, durable: false })
  await makeTemplate(embedded.connection)
  project.provide('postgres', { ...embedded.connection, database: 'postgres' })
  return async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** As options and not as an address: tests name other databases of the same cluster. */
function optionsOf(address: string): postgres.Options<Record<string, never>> {
  const { hostname, port, username, password, searchParams } = new URL(address)
  return {
    host: searchParams.get('host') ?? hostname,
    port: Number(port || 5432),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}
