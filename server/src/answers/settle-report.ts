import type { Sql } from '../database/connect.ts'
import { projectOf } from '../projects/ids.ts'

/**
 * Marks a report of the workspace as settled, or takes the mark away. Sent again it changes nothing: who settled it first
 * stays. An unknown or foreign id changes nothing either; the caller finds no such report.
 */
export async function settleReport(
  sql: Sql,
  workspaceId: number,
  id: string,
  by: { settled: boolean; personId: string | null },
): Promise<void> {
  await sql`
    update reports r set
      settled_at = case when ${by.settled} then coalesce(r.settled_at, now()) end,
      settled_by = case when not ${by.settled} then null when r.settled_at is null then ${by.personId}::uuid else r.settled_by end
    from projects p
    where r.project_id = ${projectOf(id)} and r.assignment_id = ${id} and p.id = r.project_id
      and p.workspace_id = ${workspaceId}`
}
