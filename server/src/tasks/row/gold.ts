import type { Fragment, Queryable } from '../../database/connect.ts'
import { toTheFront } from './front.ts'

/**
 * A task whose answer is known: completed, and still with a place free. It waits in lane 2, or for practice in lane 3, where nobody
 * holds it; places never fall below what was answered and is held.
 *
 * @param task rows with `id`; @param places as often as it may be shown; @param more places on top of those that are taken
 */
export const knowTask = (
  sql: Queryable,
  projectId: number,
  task: Fragment,
  { version, training, places, more }: { version: number; training: boolean; places: number; more: 0 | 1 },
) => sql`
  update tasks t
  set gold = true, version = ${version}, status = 'completed', completed_at = coalesce(t.completed_at, now()),
      lane = ${training ? 3 : 2}, active = case when ${training} then 0 else t.active end,
      queue_xid = pg_current_xact_id(), position = nextval('task_positions'),
      wanted = greatest(${places}::int, t.answered + t.active + ${more}::int)
  where t.project_id = ${projectId} and t.id = (select id from ${task})
  returning t.id, t.external_id, t.answered`

/** An ordinary task again, whose holds end in the same statement; its answers decide what becomes of it. */
export const knowNoLonger = (sql: Queryable, projectId: number, taskId: string, workspaceId: number) => sql`
  update tasks t
  set gold = false, status = 'open', active = 0, completed_at = null, wanted = greatest(p.min_answers, t.answered), ${toTheFront(sql)}
  from projects p
  where t.project_id = ${projectId} and t.id = ${taskId} and t.gold and p.id = t.project_id and p.workspace_id = ${workspaceId}
  returning t.id, t.external_id, t.answered, t.wanted, t.answered = t.wanted as complete`
