import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import type { ConnectOptions, Sql } from './database/connect.ts'
import type { DatabaseRoom } from './database/room.ts'
import type { EgressPolicy } from './egress/policy.ts'
import type { Wake } from './jobs/loop.ts'
import type { Shares } from './shares/shares.ts'

/** What every room of a running server stands on. Rooms add what is theirs (`accounts/has.ts` and so on); all of it is `Server`. */
export type Ground = {
  config: Config
  sql: Sql
  /** What requests ask together (database/batches.ts): few connections, and nested loops only. */
  hot: Sql
  /** For statements that may take longer than a request waits; the loops have it as their `sql`. */
  patient: Sql
  /** Exports read here: a small pool of their own, on the replica if there is one. */
  replica: Sql
  /** What counts many rows reads here: a small pool, on the replica if there is one. */
  figures: Sql
  databaseRoom: DatabaseRoom
  /** Who gets how much. */
  shares: Shares
  egress: EgressPolicy
  log: FastifyBaseLogger
  /** How a thread of its own connects, for what reads a whole project. */
  threads: { replica: Pick<ConnectOptions, 'url' | 'options'>; prepare: boolean }
  /** Where people reach this service; known once it listens. */
  url: () => string
  /** Makes worker ids differ per workspace, and nobody able to compute them. */
  secret: string
  /** Nudges the jobs of this process, so that they need not wait for their next round. */
  wake: Wake
}
