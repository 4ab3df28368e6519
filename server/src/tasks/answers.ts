import type { Answer } from '@whisker/api/task-answers.ts'
import type { z } from 'zod'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Queryable } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { decodeCursor, digits, fittedPage, uuid } from '../http/cursor.ts'
import { projectOf } from '../projects/ids.ts'
import type { WithTasks } from './has.ts'

type Query = { after?: string | undefined; limit?: number | undefined }
type Shown = z.infer<typeof Answer>
type Row = Shown & { person_id: string; at: string; of_rows: string; payload: Shown['values'] }
type Listed<T> = { data: T[]; next?: string }

// Times to the microsecond, as the database has them: a cursor by milliseconds would leave some out.
const columns = (sql: Queryable) => sql`
  a.task_id, a.worker_id, a.worker_id as person_id, w.name as worker_name, a.state, a.version, a."values" as payload, a.seconds,
  a.submitted_at, (extract(epoch from a.submitted_at) * 1000000)::bigint::text as at`

const moment = (sql: Queryable, at: string) => sql`'epoch'::timestamptz + ${at}::bigint * interval '1 microsecond'`

/** The answers to a task in the order in which they came. */
export async function answersOfTask(
  server: WithTasks,
  workspaceId: number,
  taskId: string,
  query: Query,
): Promise<Listed<Shown>> {
  const { sql } = server
  const [at, worker] = query.after ? decodeCursor(query.after, [digits, uuid]) : []
  const rows = await sql<Row[]>`
    select * from ${fitting(
      sql,
      sql`
        select row_number() over (order by a.submitted_at, a.worker_id) as pos, ${columns(sql)}
        from answers a join people w on w.id = a.worker_id
        where a.project_id = ${projectOf(taskId)} and a.task_id = ${taskId}
          ${at && worker ? sql`and (a.submitted_at, a.worker_id) > (${moment(sql, at)}, ${worker})` : sql``}
        order by a.submitted_at, a.worker_id limit ${(query.limit ?? 1000) + 1}`,
    )} page order by pos`
  return named(
    server,
    workspaceId,
    fittedPage(rows, query.limit ?? 1000, ({ at, person_id }) => [at, person_id]),
  )
}

/** The latest answers of a project, newest first. */
export async function latestAnswers(
  server: WithTasks,
  workspaceId: number,
  projectId: number,
  query: Query,
): Promise<Listed<Shown & { task_name: string | null }>> {
  const { sql } = server
  const [at, task, worker] = query.after ? decodeCursor(query.after, [digits, uuid, uuid]) : []
  const rows = await sql<(Row & { task_name: string | null })[]>`
    select * from ${fitting(
      sql,
      sql`
        select row_number() over (order by a.submitted_at desc, a.task_id desc, a.worker_id desc) as pos, ${columns(sql)},
               t.name as task_name
        from answers a join people w on w.id = a.worker_id join tasks t on t.project_id = a.project_id and t.id = a.task_id
        where a.project_id = ${projectId}
          ${at && task && worker ? sql`and (a.submitted_at, a.task_id, a.worker_id) < (${moment(sql, at)}, ${task}, ${worker})` : sql``}
        order by a.submitted_at desc, a.task_id desc, a.worker_id desc limit ${(query.limit ?? 100) + 1}`,
    )} page order by pos`
  return named(
    server,
    workspaceId,
    fittedPage(rows, query.limit ?? 100, (row) => [row.at, row.task_id, row.person_id]),
  )
}

/** Workers by the names that they have in this workspace. */
function named<T extends Row>(server: WithTasks, workspaceId: number, page: Listed<T>): Listed<T> {
  const data = page.data.map((row) => ({
    ...row,
    values: row.payload,
    worker_id: workerPseudonym(server.secret, workspaceId, row.person_id),
  }))
  return { ...page, data }
}
