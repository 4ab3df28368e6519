import type { Sql } from '../database/connect.ts'
import type { Crowd } from './crowd.ts'

/** A refit when the answers have grown by a tenth, and by enough to tell anything. */
const growth = 0.1
const leastNew = 20
/** At the end of the work: nothing has come in for this long, and nothing is left to answer. */
const quietEnoughMs = 2000
/**
 * A trickle of tasks, each answered at once, is always "at its end": then with each percent, or after a pause that grows with
 * the answers to be read, so that the trickle costs little of the machine.
 */
const leastGrowthAtEnd = 0.01
const leastPauseMs = 5000
const pausePerAnswerMs = 0.1

/** Why a project is to be refitted now, by what its follower has seen; null: not yet. */
export async function refitReason(
  sql: Sql,
  projectId: number,
  { answers, since, refitAt }: Crowd,
  quietMs: number,
): Promise<'growth' | 'end' | null> {
  if (since >= Math.max(leastNew, growth * answers)) return 'growth'
  if (quietMs < quietEnoughMs) return null
  const pauseMs = leastPauseMs + pausePerAnswerMs * answers
  const paused = refitAt === null || Date.now() - Date.parse(refitAt) > pauseMs
  if (since < leastGrowthAtEnd * answers && !paused) return null
  const [open] = await sql`select from tasks where project_id = ${projectId} and status = 'open' limit 1`
  return open ? null : 'end'
}
