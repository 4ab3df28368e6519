import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../database.ts'
import type { Database } from './stand.ts'

/** The PostgreSQL that comes along: the server starts it, and starts it again. */
export const embeddedDatabase = (dataDir: string): Database => ({
  env: {},
  open: () => openDatabase(dataDir),
  postmaster: () => postmasterOf(join(dataDir, 'postgres/cluster')),
  revive: async () => {},
  stop: async () => {},
})

/** From the pid file that PostgreSQL writes. */
export const postmasterOf = (cluster: string) =>
  Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
