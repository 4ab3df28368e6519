import type { Round } from '../jobs/loop.ts'
import { applyOverlap } from './apply-overlap.ts'
import type { WithCrowds } from './has.ts'
import { settleTask } from './settle.ts'

/** Applies a changed overlap, and settles the tasks that have all the answers they want by it. */
export function catchUpWithOverlap({ sql, crowds }: WithCrowds): Round {
  return async () => {
    const more = await sql.begin(async (tx) => {
      const { full, more } = await applyOverlap(tx)
      for (const { project_id, task_id } of full) await settleTask(tx, crowds, project_id, task_id)
      return more
    })
    return more ? 'again' : 'done'
  }
}
