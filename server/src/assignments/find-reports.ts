import type { Report } from '@whisker/api/reports.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import type { Queryable } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { decodeCursor, digits, fittedPage, uuid } from '../http/cursor.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'

/** `worker_id` is the person; `at` is `created_at` in microseconds, which a cursor must not round. */
type Row = Report & { at: string; of_rows: string }
type Query = { limit?: number; after?: string; task_id?: string; settled?: boolean }

/** Reports `r` as the API shows them. The task's picture and text are looked up by its key: at most a page of them. */
const columns = (sql: Queryable) => sql`
  r.assignment_id as id, r.task_id, t.external_id, t.name, a.worker_id, w.name as worker_name, r.reason, r.comment,
  r.created_at, r.settled_at, m.name as settled_by, (extract(epoch from r.created_at) * 1000000)::bigint::text as at,
  (select v.value from items i cross join jsonb_each_text(i."values") v
   where i.project_id = r.project_id and i.task_id = r.task_id and v.value ~ '^asset:[0-9a-f]{64}$'
   order by i.item limit 1) as picture,
  (select left(v.value, 200) from items i cross join jsonb_each_text(i."values") v
   where i.project_id = r.project_id and i.task_id = r.task_id and v.value !~ '^asset:[0-9a-f]{64}$'
   order by i.item limit 1) as text`

const tables = (sql: Queryable) => sql`
  reports r join tasks t on t.project_id = r.project_id and t.id = r.task_id
  join assignments a on a.project_id = r.project_id and a.id = r.assignment_id join people w on w.id = a.worker_id
  left join people m on m.id = r.settled_by`

/** A page of a project's reports, newest first. */
export async function reportPage(
  { sql, secret }: Pick<Server, 'sql' | 'secret'>,
  workspaceId: number,
  projectId: number,
  query: Query,
): Promise<{ data: Report[]; next?: string }> {
  const limit = query.limit ?? 100
  const [at, id] = query.after ? decodeCursor(query.after, [digits, uuid]) : []
  const rows = await sql<Row[]>`
    select * from ${fitting(
      sql,
      sql`
    select row_number() over (order by r.created_at desc, r.assignment_id desc) as pos, r.comment as payload, ${columns(sql)}
    from ${tables(sql)}
    where r.project_id = ${projectId} ${query.task_id ? sql`and r.task_id = ${query.task_id}` : sql``}
      ${query.settled === undefined ? sql`` : query.settled ? sql`and r.settled_at is not null` : sql`and r.settled_at is null`}
      ${at && id ? sql`and (r.created_at, r.assignment_id) < ('epoch'::timestamptz + ${at}::bigint * interval '1 microsecond', ${id})` : sql``}
    order by r.created_at desc, r.assignment_id desc limit ${limit + 1}`,
    )} page order by pos`
  const { data, ...more } = fittedPage(rows, limit, (last) => [last.at, last.id])
  return { data: data.map((row) => withPseudonym(secret, workspaceId, row)), ...more }
}

/** One report of the workspace. @throws 404, the same for unknown and foreign ids. */
export async function findReport(
  { sql, secret }: Pick<Server, 'sql' | 'secret'>,
  workspaceId: number,
  id: string,
): Promise<Report> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from ${tables(sql)} join projects p on p.id = r.project_id
    where r.project_id = ${projectOf(id)} and r.assignment_id = ${id} and p.workspace_id = ${workspaceId}`
  if (!row) throw notFound('report')
  return withPseudonym(secret, workspaceId, row)
}

function withPseudonym(secret: string, workspaceId: number, row: Row): Report {
  return { ...row, worker_id: workerPseudonym(secret, workspaceId, row.worker_id) }
}
