import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { promoteAgreed } from './promote.ts'

/** Promotions of one transaction: cursors wait for it, so it must stay short. */
const batch = 20

type Wanting = { id: number; workspace_id: number; gold_wanted: number }

/**
 * Makes gold of agreed tasks until each project has as many as it wants (`gold_wanted`) that can still be shown, as gold is
 * used up. A round looks at every project once.
 *
 * Invariants: the project's row is locked while its gold is counted and added to, so that no two servers add the same to reach
 * the number; and a project that is paused, archived or changed meanwhile waits for the lock and is not promoted after that.
 */
export function keepGoldWanted(sql: Sql): Round {
  let after = 0
  return async (signal) => {
    while (!signal.aborted) {
      const looked = await sql.begin(async (tx) => {
        const [project] = await tx<Wanting[]>`
          select id, workspace_id, gold_wanted from projects
          where gold_wanted > 0 and inject_gold and status = 'active' and id > ${after}
          order by id limit 1 for no key update skip locked`
        if (!project) return null
        const { id, workspace_id, gold_wanted } = project
        const { promoted } = await promoteAgreed(tx, workspace_id, id, gold_wanted, batch)
        return { id, more: promoted === batch }
      })
      if (!looked) break
      if (looked.more) return 'again'
      after = looked.id
    }
    after = 0
    return 'done'
  }
}
