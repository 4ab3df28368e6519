import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'

/** The embedded PostgreSQL of a service that runs on this data directory, for who looks or meddles behind its back. */
export function openDatabase(dataDir: string, max = 1): postgres.Sql {
  return postgres({
    host: join(dataDir, 'postgres/run'),
    database: 'whisker',
    username: 'whisker',
    password: readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim(),
    max,
    onnotice: () => {},
  })
}
