import { fileMedia } from '@whisker/api/media/media.ts'
import type { Sql } from '../database/connect.ts'
import type { Fault } from './fault.ts'

const page = 1000

type Row = {
  project_id: number
  id: string
  status: string
  answered: number
  active: number
  counted: number
  held: number
  has_result: boolean
  least_answers: number
  is_lost: boolean
  lost: string[] | null
}

/**
 * Compares every task with what belongs to it: its counters with its answers and assignments, its status with its result,
 * the pictures of its items with the pictures that are there. A page is one statement and so one moment: a service that
 * goes on working meanwhile is never caught in the middle of something.
 */
export async function checkTasks(sql: Sql, report: (fault: Fault) => void): Promise<{ tasks: number }> {
  let tasks = 0
  for (let after = { project_id: 0, id: '00000000-0000-0000-0000-000000000000' }; ; ) {
    const rows = await sql<Row[]>`
      with page as materialized (
        select project_id, id, version, status, answered, active, least_answers, lane from tasks
        where (project_id, id) > (${after.project_id}, ${after.id}) order by project_id, id limit ${page}
      )
      select p.*, n.counted, a.held, r.task_id is not null as has_result, l.lost,
             p.lane = -1 and p.status = 'open' and not exists (
               select from passed_over w where w.project_id = p.project_id and w.task_id = p.id) as is_lost
      from page p
      cross join lateral (select count(*)::int as counted from answers n
        where n.project_id = p.project_id and n.task_id = p.id and n.state = 'counted') n
      cross join lateral (select count(*)::int as held from assignments a
        where a.project_id = p.project_id and a.task_id = p.id and a.state = 'active') a
      left join results r on r.project_id = p.project_id and r.task_id = p.id
      cross join lateral (
        select array_agg(v.value) as lost
        from items i cross join lateral jsonb_each_text(i."values") v
        join project_versions s on s.project_id = p.project_id and s.version = p.version
        where i.project_id = p.project_id and i.task_id = p.id
          and exists (select from jsonb_array_elements(s.input_spec) f
                      where f ->> 'name' = v.key and f ->> 'type' = any(${fileMedia}))
          and not exists (
            select from task_assets t join assets s on s.workspace_id = t.workspace_id and s.sha256 = t.sha256
            where t.project_id = p.project_id and t.task_id = p.id and 'asset:' || t.sha256 = v.value)) l
      order by p.project_id, p.id`
    for (const row of rows) faultsOf(row, report)
    tasks += rows.length
    const last = rows.at(-1)
    if (!last) return { tasks }
    after = last
  }
}

function faultsOf(row: Row, report: (fault: Fault) => void): void {
  const add = (what: Fault['what'], detail: string) => report({ what, id: row.id, project_id: row.project_id, detail })
  for (const value of row.lost ?? [])
    add('task_without_picture', `An item shows ${value}, which is not among the pictures.`)
  if (row.answered !== row.counted)
    add('wrong_answered', `The task counts ${row.answered} answers, and has ${row.counted}.`)
  if (row.active !== row.held)
    add('wrong_active', `The task counts ${row.active} assignments under way, and has ${row.held}.`)
  const isCompleted = row.status === 'completed'
  if (isCompleted && !row.has_result) add('result_missing', 'The task is completed and has no result.')
  if (row.is_lost) add('task_never_given', 'Its picture was missing once, and nobody looks for it any more.')
  // A result that waits for a reviewer is one all the same. A task that somebody asked about again keeps its last result, also
  // when it is cancelled then.
  if (!isCompleted && row.status !== 'needs_review' && row.has_result && row.least_answers === 0)
    add('result_unexpected', `The task is ${row.status} and has a result.`)
}
