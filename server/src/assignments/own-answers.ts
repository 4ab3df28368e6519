import type { OwnAnswer } from '@whisker/api/own-work.ts'
import type { Server } from '../context.ts'
import { fitting } from '../database/fit.ts'
import { decodeCursor, digits, fittedPage, uuid } from '../http/cursor.ts'
import { mayChange, shownVersion } from './change-answer.ts'
import { showAssignments } from './show.ts'

type Row = Omit<OwnAnswer, 'items'> & { task_id: string; at: string }

/**
 * A worker's own answers in a project, newest first; what was asked only where the answer may still be changed. The id of a
 * task goes nowhere, not even into the cursor: ids are in the order of time, and gold is older or newer than what is shown
 * beside it.
 */
export async function ownAnswers(
  server: Server,
  workerId: string,
  projectId: number,
  limit: number,
  cursor: string | undefined,
): Promise<{ data: OwnAnswer[]; next?: string }> {
  const { sql } = server
  const [at, hold] = cursor ? decodeCursor(cursor, [digits, uuid]) : []
  const rows = await sql<(Row & { of_rows: string })[]>`
    select * from ${fitting(
      sql,
      sql`
    select row_number() over (order by n.submitted_at desc, n.assignment_id desc) as pos, n."values" as payload, n.assignment_id, n.project_id, n.task_id, ${shownVersion(sql)} as version, n.state, n."values", n.submitted_at,
           ${mayChange(sql, workerId)} as may_edit,
           (extract(epoch from n.submitted_at) * 1000000)::bigint::text as at
    from answers n join tasks t on t.project_id = n.project_id and t.id = n.task_id
    join assignments a on a.project_id = n.project_id and a.id = n.assignment_id
    join projects p on p.id = n.project_id
    where n.project_id = ${projectId} and n.worker_id = ${workerId}
      ${at && hold ? sql`and (n.submitted_at, n.assignment_id) < ('epoch'::timestamptz + ${at}::bigint * interval '1 microsecond', ${hold})` : sql``}
    order by n.submitted_at desc, n.assignment_id desc limit ${limit + 1}`,
      (size) => sql`${size(sql`x.payload`)} + case when x.may_edit then (
        select coalesce(sum(${size(sql`i."values"`)}), 0) from items i where i.project_id = x.project_id and i.task_id = x.task_id) else 0 end`,
    )} page order by pos`
  const { data: page, ...more } = fittedPage(rows, limit, (last) => [last.at, last.assignment_id])
  const open = page.filter((row) => row.may_edit)
  const shown = await showAssignments(
    server,
    projectId,
    open.map(({ assignment_id, task_id, version, submitted_at }) => ({
      id: assignment_id,
      task_id,
      version,
      token: '',
      deadline: submitted_at,
      seconds_left: 0,
    })),
  )
  const items = new Map(shown.map((assignment) => [assignment.id, assignment.items]))
  const data = page.map((row) => {
    const asked = items.get(row.assignment_id) ?? null
    return { ...row, items: asked, may_edit: row.may_edit && asked !== null }
  })
  return { data, ...more }
}
