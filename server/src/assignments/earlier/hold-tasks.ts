import { randomBytes } from 'node:crypto'
import { giveHolds } from '../../answers/holds.ts'
import type { Sql } from '../../database/connect.ts'
import { newId } from '../../projects/ids.ts'
import { givePlaces } from '../../tasks/row/places.ts'
import type { Hold } from '../hold.ts'

/**
 * Gives a source the tasks that it has answers to, whichever they are, as far as each has a place free. What it holds from a stream that
 * broke off is given again. Order of locks: tasks by id, as batches everywhere; then assignments.
 *
 * @returns holds by task; a task without one has no place free, is none for workers, or is answered by this source already
 */
export async function holdTasks(
  sql: Sql,
  { projectId, workerId }: { projectId: number; workerId: string },
  taskIds: readonly string[],
): Promise<Map<string, Hold>> {
  const wanted = taskIds.map((task_id) => ({
    ...{ task_id, id: newId(projectId), token: randomBytes(16).toString('base64url') },
  }))
  const given = await sql<{ id: string; task_id: string; token: string }[]>`
    with locked as materialized (
      select t.project_id, t.id, t.version from tasks t
      where t.project_id = ${projectId} and t.id = any(${taskIds as string[]}::uuid[]) and t.status = 'open' and not t.gold and t.lane in (0, 1)
        and t.answered + t.active < t.wanted
      order by t.id for update
    ), held as (
      ${giveHolds(
        sql,
        sql`(
          select l.project_id, w.id, w.token, l.id as task_id, ${workerId}::uuid as worker_id, l.version,
                 p.assignment_seconds * interval '1 second' as span
          from locked l join jsonb_to_recordset(${sql.json(wanted)}) as w (task_id uuid, id uuid, token text) on w.task_id = l.id
          join projects p on p.id = l.project_id)`,
      )}
    ), counted as (
      ${givePlaces(sql, sql`held`)}
    )
    select id, task_id, token from held
    union all
    select a.id, a.task_id, a.token from assignments a
    where a.project_id = ${projectId} and a.worker_id = ${workerId} and a.task_id = any(${taskIds as string[]}::uuid[]) and a.state = 'active'`
  return new Map(
    given.map(({ id, task_id, token }) => [task_id, { projectId, assignmentId: id, workerId, token }] as const),
  )
}
