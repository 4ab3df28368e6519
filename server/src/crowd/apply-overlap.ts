import type { Transaction } from '../database/connect.ts'
import { reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { noteOverlapApplied } from '../projects/due.ts'
import { drop } from '../results/rewrite.ts'
import { openAgain, wantAnew } from '../tasks/row/open.ts'

// Also how many results one transaction may have to make; it must stay short, because cursors wait for it.
const batch = 200

/**
 * Lets the tasks of a project catch up with a changed `min_answers` or `max_answers`, a batch at a time, so that no request
 * waits for a million rows. An open task wants as many answers as before, moved into the new bounds, and never fewer than
 * it has, than are under way, and than somebody asked for. Who wants more goes in front of every cursor (lane 1), because workers may have passed
 * the task while it was full. What is completed stays so; what waits for a reviewer because it was unsure at the old
 * maximum is asked again below the new one, and its result, which was only the model's opinion, goes; an event tells it.
 *
 * @returns open tasks that now have all the answers they want, to be settled by the caller in this transaction.
 */
export async function applyOverlap(
  sql: Transaction,
): Promise<{ full: { project_id: number; task_id: string }[]; more: boolean }> {
  const [project] = await sql<{ id: number; min_answers: number; max_answers: number }[]>`
    select id, min_answers, max_answers from projects where overlap_pending order by id limit 1`
  if (!project) return { full: [], more: false }
  const { id, min_answers: min, max_answers: max } = project
  const moved = sql`greatest(answered + active, least_answers, least(${max}, greatest(${min}, wanted)))`
  const isDue = sql`project_id = ${id} and status = 'open' and wanted <> ${moved}`
  const isDoubtful = sql`project_id = ${id} and status = 'needs_review' and answered < ${max} and skips = 0`
  const rows = await sql<{ task_id: string; full: boolean }[]>`
    with due as materialized (
      select id from tasks where ${isDue} limit ${batch} for update skip locked
    )
    ${wantAnew(sql, id, sql`due`, moved)}`
  const doubtful = await sql<{ id: string }[]>`
    select id from tasks where ${isDoubtful} limit ${batch} for update skip locked`
  if (doubtful.length > 0) await openDoubtful(sql, id, min, ids(doubtful))
  if (rows.length > 0 || doubtful.length > 0) {
    const full = rows.filter((row) => row.full).map((row) => ({ project_id: id, task_id: row.task_id }))
    return { full, more: true }
  }
  // Not while somebody holds the lock of a task that is still due: the next round finds it.
  const isLeft = sql`(exists (select from tasks where ${isDue}) or exists (select from tasks where ${isDoubtful}))`
  const cleared = await noteOverlapApplied(sql, id, { min, max }, isLeft)
  return { full: [], more: cleared.count > 0 }
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

/** The tasks are locked. */
async function openDoubtful(sql: Transaction, projectId: number, min: number, taskIds: string[]): Promise<void> {
  await sql`
    with opened as (
      ${openAgain(sql, projectId, sql`unnest(${taskIds}::uuid[]) o (id)`, sql`greatest(t.answered + 1, ${min})`)}
    ), no_result as (
      ${drop(sql, projectId, sql`select id from opened`)}
    )
    ${tell(sql, { projectId, from: text`opened o`, behind: text`o.id` }, reopened('o'))}`
}
