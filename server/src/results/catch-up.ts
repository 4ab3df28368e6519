import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { applyOverlap } from '../projects/apply-overlap.ts'
import { completeTask } from './complete.ts'

/** Applies a changed overlap, and completes the tasks that have enough answers by it. */
export function catchUpWithOverlap(sql: Sql): Round {
  return async () => {
    const more = await sql.begin(async (tx) => {
      const { full, more } = await applyOverlap(tx)
      for (const { project_id, task_id } of full) await completeTask(tx, project_id, task_id)
      return more
    })
    return more ? 'again' : 'done'
  }
}
