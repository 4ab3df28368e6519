import type { Sql } from '../database/connect.ts'
import { mayWork } from '../projects/workers.ts'

type Why = {
  reason: 'none_left' | 'all_held' | 'paused' | 'worker_paused' | 'holding_enough'
  detail: string | null
  retry_after_seconds: number | null
}

/**
 * Why a worker was given nothing; null when the project is not theirs to work on.
 *
 * "None left" and "all held by others" are different to a person: one is the end, the other a pause. Looks at no more
 * than a hundred holds of others.
 */
export async function whyNothing(sql: Sql, projectId: number, workerId: string, mostHeld: number): Promise<Why | null> {
  const [row] = await sql<{ status: string; told: string | null; held: number; others: boolean }[]>`
    select p.status,
           (select w.paused_reason from project_workers w where w.project_id = p.id and w.person_id = ${workerId}) as told,
           (select count(*)::int from assignments where project_id = p.id and worker_id = ${workerId} and state = 'active') as held,
           exists (
             select from (select task_id from assignments
                          where project_id = p.id and state = 'active' and worker_id <> ${workerId} limit 100) o
             where not exists (
               select from assignments mine
               where mine.project_id = p.id and mine.task_id = o.task_id and mine.worker_id = ${workerId}
                 and mine.state in ('active', 'submitted', 'skipped', 'late'))) as others
    from projects p
    where p.id = ${projectId} and ${mayWork(sql, workerId)}`
  if (!row) return null
  if (row.status !== 'active') return { reason: 'paused', detail: null, retry_after_seconds: 60 }
  if (row.told !== null) return { reason: 'worker_paused', detail: row.told, retry_after_seconds: 60 }
  if (row.held >= mostHeld) return { reason: 'holding_enough', detail: null, retry_after_seconds: null }
  return row.others
    ? { reason: 'all_held', detail: null, retry_after_seconds: 5 }
    : { reason: 'none_left', detail: null, retry_after_seconds: null }
}
