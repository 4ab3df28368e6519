import type { SkippedTask } from '@whisker/api/skips.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { fitting } from '../database/fit.ts'
import { decodeCursor, fittedPage, uuid } from '../http/cursor.ts'
import { isSkipped } from '../tasks/skipped.ts'

/** A page of the tasks that all who have seen them have skipped, oldest first, each with its latest 100 skips. */
export async function skippedPage(
  { sql, secret }: Pick<Server, 'sql' | 'secret'>,
  workspaceId: number,
  projectId: number,
  { limit = 100, after }: { limit?: number | undefined; after?: string | undefined },
): Promise<{ data: SkippedTask[]; next?: string }> {
  const [id] = after ? decodeCursor(after, [uuid]) : []
  const rows = await sql<(SkippedTask & { of_rows: string })[]>`
    select page.*, payload as skips from ${fitting(
      sql,
      sql`
    select row_number() over (order by t.id) as pos, t.id as task_id, t.external_id, t.name, t.status, t.answered as answers,
           (select left(v.value, 200) from items i cross join jsonb_each_text(i."values") v
            where i.project_id = t.project_id and i.task_id = t.id and v.value !~ '^asset:[0-9a-f]{64}$'
            order by i.item limit 1) as text,
           coalesce((
             select jsonb_agg(jsonb_build_object('worker_id', k.worker_id, 'worker_name', k.name, 'reason', k.reason,
                      'comment', k.comment, 'skipped_at', to_char(k.ended_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by k.ended_at desc)
             from (
               select a.worker_id, w.name, s.reason, s.comment, a.ended_at from assignments a
               join skips s on s.project_id = a.project_id and s.assignment_id = a.id join people w on w.id = a.worker_id
               where a.project_id = t.project_id and a.task_id = t.id and a.state = 'skipped'
               order by a.ended_at desc limit 100) k), '[]') as payload
    from tasks t
    where t.project_id = ${projectId} and ${isSkipped(sql)} ${id ? sql`and t.id > ${id}` : sql``}
    order by t.id limit ${limit + 1}`,
    )} page order by pos`
  const { data: shown, ...more } = fittedPage(rows, limit, (last) => [last.task_id])
  const data = shown.map((row) => ({
    ...row,
    skips: row.skips.map((skip) => ({ ...skip, worker_id: workerPseudonym(secret, workspaceId, skip.worker_id) })),
  }))
  return { data, ...more }
}
