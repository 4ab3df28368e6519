import { putReport } from '../answers/reports.ts'
import type { Sql } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import type { Hold } from './hold.ts'

/**
 * Notes what is wrong with a task that a worker holds. Nothing else changes: the hold stays, and the task can still be
 * answered. One report a hold (the primary key): sent again it takes the place of the first, and only a change is an
 * event. A change also opens a report that was settled: what was settled is another thing.
 *
 * @returns false when the worker does not hold the task.
 */
export async function reportTask(
  sql: Sql,
  hold: Hold,
  pseudonym: string,
  { reason, comment }: { reason: string; comment: string },
): Promise<boolean> {
  const { projectId, assignmentId, workerId, token } = hold
  const rows = await sql`
    with held as (
      select a.task_id from assignments a
      where a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId}
        and a.token = ${token} and a.state = 'active'
    ), report as (
      ${putReport(sql, projectId, assignmentId, { reason, comment }, sql`held`)}
    ), event as (
      ${tell(
        sql,
        {
          projectId,
          from: text`tasks t`,
          where: sql`t.project_id = ${projectId} and t.id = (select task_id from report)`,
        },
        event('task.reported', { ...ofTask('t'), worker_id: pseudonym, reason, comment }),
      )}
    )
    select from held`
  return rows.length > 0
}
