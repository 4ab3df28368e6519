import { forgetUnreadable } from '../assets/forget-unreadable.ts'
import type { Queryable } from '../database/connect.ts'
import { reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { projectOf } from '../projects/ids.ts'
import { openEnded } from './row/open.ts'

type Reopened = { id: string; full: boolean }

/**
 * Opens a cancelled or unreadable task again. One statement, and its invariants:
 * - the answers that it has stand, and it wants as many as its project asks for now: exactly N holds at any moment, also when
 *   the overlap was changed meanwhile. A task that has them all is `full`, to be settled by the caller in this transaction;
 * - who answered it is not asked again (`assignments_once`); it goes in front of every cursor (lane 1, take.ts);
 * - what was thought of its pictures is forgotten: they are decoded again before anybody sees them;
 * - of two at once one opens it: the other finds it open.
 *
 * @returns null when there is no such task, or it is neither cancelled nor unreadable.
 */
export async function reopenTask(sql: Queryable, workspaceId: number, taskId: string): Promise<Reopened | null> {
  const projectId = projectOf(taskId)
  const [opened] = await sql<Reopened[]>`
    with reopened as (
      ${openEnded(
        sql,
        projectId,
        sql`t.id = ${taskId} and t.status in ('cancelled', 'unreadable') and p.workspace_id = ${workspaceId} and p.status <> 'archived'`,
        sql`t.answered`,
      )}
    ), forgotten as (
      ${forgetUnreadable(
        sql,
        workspaceId,
        sql`select ta.sha256 from task_assets ta where ta.project_id = ${projectId} and ta.task_id = (select id from reopened)`,
      )}
    ), event as (
      ${tell(sql, { projectId, workspaceId, from: text`reopened r`, behind: text`r.id` }, reopened('r'))}
    )
    select id, answered = wanted as full from reopened`
  return opened ?? null
}

/**
 * Pictures of these tasks have just been sent again. Those that ended while the storage had lost or damaged a picture are
 * open again; an unreadable task whose own bytes are no picture stays what it is (`assets.unreadable` says so). What was
 * passed over is looked at at once. Cancelled tasks stay cancelled: somebody wanted that, and the sender is told.
 */
export async function healTasks(sql: Queryable, projectId: number, taskIds: string[]): Promise<string[]> {
  const healed = await sql<{ id: string }[]>`
    with looked_at as (
      update passed_over w set retry_at = now(), tries = 0 where w.project_id = ${projectId} and w.task_id = any(${taskIds})
    ), reopened as (
      ${openEnded(
        sql,
        projectId,
        sql`t.id = any(${taskIds}) and t.status = 'unreadable' and not exists (
              select from task_assets ta join assets a on a.workspace_id = ta.workspace_id and a.sha256 = ta.sha256
              where ta.project_id = t.project_id and ta.task_id = t.id and a.unreadable is not null)`,
        sql`t.answered + 1`,
      )}
    ), event as (
      ${tell(sql, { projectId, from: text`reopened r`, behind: text`r.id` }, reopened('r'))}
    )
    select id from reopened`
  return healed.map(({ id }) => id)
}
