import type { Sql } from '../database/connect.ts'
import { eventResultOf } from '../events/result.ts'
import { projectOf } from '../projects/ids.ts'

/**
 * Takes a correction back: the result of the answers, the task's status and its form before it are there again, under this
 * transaction, so that exports give the result once more. Invariant: what was live is ended exactly once, and only then
 * is anything else written; two who undo at once meet at the task's row, and the second finds nothing to end.
 *
 * A task that was cancelled or asked about meanwhile cannot be one with a correction: both need it to be undone first.
 */
export async function undoCorrectionOf(sql: Sql, workspaceId: number, taskId: string): Promise<void> {
  const projectId = projectOf(taskId)
  await sql`
    with task as materialized (
      select t.id, t.external_id from tasks t join projects p on p.id = t.project_id
      where t.project_id = ${projectId} and t.id = ${taskId} and t.status = 'completed' and p.workspace_id = ${workspaceId}
      for update of t
    ), ended as (
      update corrections set ended_at = now()
      where project_id = ${projectId} and task_id = (select id from task) and ended_at is null
      returning task_id, before, status_before, completed_before, version_before
    ), restored as (
      update results r
      set fields = b.fields, answers = b.answers, confidence = b.confidence, labels = b.labels, method = b.method,
          provenance = b.provenance, corrected_at = null, xid = pg_current_xact_id(), updated_at = now()
      from ended e cross join lateral jsonb_populate_record(null::results, e.before) b
      where r.project_id = ${projectId} and r.task_id = e.task_id and e.before is not null
      returning r.fields
    ), removed as (
      delete from results
      where project_id = ${projectId} and task_id = (select task_id from ended where before is null)
    ), back as (
      update tasks t set status = e.status_before, completed_at = e.completed_before, version = coalesce(e.version_before, t.version)
      from ended e where t.project_id = ${projectId} and t.id = e.task_id
    )
    insert into events (project_id, workspace_id, type, data)
    select ${projectId}, ${workspaceId}, 'result.updated', jsonb_build_object('project_id', ${projectId}::int,
             'task_id', t.id, 'external_id', t.external_id, 'reason', 'correction_undone')
           || ${eventResultOf(sql, sql`select fields from restored`)}
    from task t join ended on true`
}
