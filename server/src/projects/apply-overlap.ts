import type { Transaction } from '../database/connect.ts'

// Also how many results one transaction may have to make; it must stay short, because cursors wait for it.
const batch = 200

/**
 * Lets the open tasks of a project catch up with a changed `min_answers`, a batch at a time, so that no request waits
 * for a million rows. A task never wants fewer answers than it has and than are under way, nor fewer than somebody asked for. More wanted answers put a
 * task in front of every cursor (lane 1), because workers may have passed it while it was full.
 *
 * @returns tasks that now have all the answers they want, to be completed by the caller in this transaction.
 */
export async function applyOverlap(
  sql: Transaction,
): Promise<{ full: { project_id: number; task_id: string }[]; more: boolean }> {
  const [project] = await sql<{ id: number; min_answers: number }[]>`
    select id, min_answers from projects where overlap_pending order by id limit 1`
  if (!project) return { full: [], more: false }
  const rows = await sql<{ task_id: string; full: boolean }[]>`
    with due as materialized (
      select id from tasks
      where project_id = ${project.id} and status = 'open'
        and wanted <> greatest(${project.min_answers}, least_answers, answered + active)
      limit ${batch} for update skip locked
    )
    update tasks t set wanted = greatest(${project.min_answers}, t.least_answers, t.answered + t.active), lane = 1,
           queue_xid = pg_current_xact_id(), position = nextval('task_positions')
    from due where t.project_id = ${project.id} and t.id = due.id and t.status = 'open'
    returning t.id as task_id, t.answered = t.wanted as full`
  if (rows.length === 0) {
    // Cleared only for the value that was applied: another change meanwhile keeps the mark.
    await sql`update projects set overlap_pending = false where id = ${project.id} and min_answers = ${project.min_answers}`
  }
  const full = rows.filter((row) => row.full).map((row) => ({ project_id: project.id, task_id: row.task_id }))
  return { full, more: true }
}
