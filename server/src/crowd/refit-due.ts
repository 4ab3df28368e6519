import type { Sql } from '../database/connect.ts'
import type { Crowd } from './crowd.ts'

/** A refit when the answers have grown by a tenth, and by enough to tell anything. */
const growth = 0.1
const minNew = 20
/** At the end of the work: nothing has come in for this long, and nothing is left to answer. */
const quietEnoughMs = 2000
/** A trickle of tasks, each answered at once, is always "at its end": then with each percent, or after a pause. */
const minGrowthAtEnd = 0.01
/**
 * How long a refit is followed by none that growth asks for. A young project grows by a tenth with each second, and a refit
 * reads all of its answers and results. What comes in between is in the followed models already; but a
 * crowd of which next to nothing is known is asked more than need be, so the first pauses are short.
 */
function pauseMs(answers: number): number {
  return Math.min(0.5 * answers, 10_000) + 0.1 * answers
}

/** Why a project is to be refitted now, by what its follower has seen; null: not yet. */
export async function refitReason(
  sql: Sql,
  projectId: number,
  { answers, since, refitAt }: Crowd,
  quietMs: number,
): Promise<'growth' | 'end' | null> {
  const paused = refitAt === null || Date.now() - Date.parse(refitAt) > pauseMs(answers)
  if (paused && since >= Math.max(minNew, growth * answers)) return 'growth'
  if (quietMs < quietEnoughMs) return null
  if (since < minGrowthAtEnd * answers && !paused) return null
  const [open] = await sql`select from tasks where project_id = ${projectId} and status = 'open' limit 1`
  return open ? null : 'end'
}
