import type { GoldTask } from '@whisker/api/gold.ts'
import { answerStands } from '../answers/stands.ts'
import type { Queryable } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { decidedAt } from '../tasks/queries.ts'

/** Columns of gold `g` of task `t` as the API shows it, with its scores `s`. */
const goldColumns = (sql: Queryable) => sql`
  t.id as task_id, t.external_id, t.name, t.version, g.answer, g.source, m.name as by, t.lane = 3 as training,
  case when t.lane = 3 then s.scored else t.answered + t.active end as exposures,
  case when t.lane < 3 then t.wanted end as max_exposures, s.scored, s."right", g.created_at, g.retired_at,
  (select ${decidedAt(sql)} from results r where r.project_id = g.project_id and r.task_id = g.task_id) as decided_at`

const goldTables = (sql: Queryable) => sql`
  gold g join tasks t on t.project_id = g.project_id and t.id = g.task_id left join people m on m.id = g.marked_by
  cross join lateral (
    select count(*)::int as scored, avg(share) as "right" from (
      select s.share from gold_scores s
      where t.lane < 3 and s.project_id = g.project_id and s.task_id = g.task_id and ${answerStands(sql)}
      union all
      select a.is_right::int from training_answers a
      where t.lane = 3 and a.project_id = g.project_id and a.task_id = g.task_id and a.answered_at is not null) each) s`

/** One gold task of the workspace. @throws 404 */
export async function findGold(sql: Queryable, workspaceId: number, taskId: string): Promise<GoldTask> {
  const [gold] = await sql<GoldTask[]>`
    select ${goldColumns(sql)} from ${goldTables(sql)} join projects p on p.id = g.project_id
    where g.project_id = ${projectOf(taskId)} and g.task_id = ${taskId} and p.workspace_id = ${workspaceId}`
  if (!gold) throw notFound('task')
  return gold
}

/** A page of a project's gold tasks, the newest tasks first. */
export function goldPage(sql: Queryable, projectId: number, after: string | undefined, limit: number) {
  return sql<(GoldTask & { of_rows: string })[]>`
    select * from ${fitting(
      sql,
      sql`
        select row_number() over (order by g.task_id desc) as pos, g.answer as payload, ${goldColumns(sql)}
        from ${goldTables(sql)}
        where g.project_id = ${projectId} ${after === undefined ? sql`` : sql`and g.task_id < ${after}`}
        order by g.task_id desc limit ${limit}`,
    )} page order by pos`
}
