import type { Task } from '@whisker/api/tasks.ts'
import type { Queryable } from '../database/connect.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { passedOverReason } from './passed-over.ts'

/** Columns of a task as the API shows it. */
export const taskColumns = (sql: Queryable) => sql`
  t.id, t.project_id, t.version, t.status, t.external_id, t.name,
  array_remove(t.name || coalesce(t.also, '{}'), null) as names, t.metadata, t.answered as answers,
  t.wanted as answers_wanted, t.unreadable_reason, ${passedOverReason(sql)}, t.gold, t.created_at, t.completed_at, r.confidence, r.method, r.corrected_at,
  ${decidedAt(sql)} as decided_at,
  r.fields as result,
  (select jsonb_agg(i."values" order by i.item) from items i where i.project_id = t.project_id and i.task_id = t.id) as task_spec,
  (select coalesce(jsonb_agg(w - 'made'), '[]') from task_assets p join assets a on a.workspace_id = p.workspace_id and a.sha256 = p.sha256
     cross join lateral jsonb_array_elements(a.warnings) w
   where p.project_id = t.project_id and p.task_id = t.id and a.warnings <> '[]') as warnings`

/** When somebody last said what result `r` is; null where the answers make it. */
export const decidedAt = (sql: Queryable) => sql`
  case when r.method in ('reviewer', 'gold') then coalesce(r.corrected_at, r.updated_at) end`

/**
 * Who said so, as gold `g` or correction `c` of the task: null for an API key. Who marked gold is not known where nobody stands there:
 * it may be from before that was kept.
 */
export const decidedBy = (sql: Queryable) => sql`
  case when g.task_id is not null then coalesce(g.marked_by::text, 'unknown') else c.person_id::text end`

/** Where {@link taskColumns} come from. */
export const taskTables = (sql: Queryable) => sql`
  tasks t left join results r on r.project_id = t.project_id and r.task_id = t.id`

/** One task of the workspace. @throws 404, the same for unknown and foreign ids. */
export async function findTask(sql: Queryable, workspaceId: number, taskId: string): Promise<Task> {
  const [task] = await sql<Task[]>`
    select ${taskColumns(sql)} from ${taskTables(sql)} join projects p on p.id = t.project_id
    where t.project_id = ${projectOf(taskId)} and t.id = ${taskId} and p.workspace_id = ${workspaceId}`
  if (!task) throw notFound('task')
  return task
}
