import type { Queryable, Sql } from '../database/connect.ts'
import { notFound } from '../problem.ts'

const isOf = (sql: Queryable, workspaceId: number, projectId: number) => sql`
  b.project_id = ${projectId}
  and exists (select from projects p where p.id = b.project_id and p.workspace_id = ${workspaceId})`

/** Tasks stay. @throws 404 */
export async function forgetBucket(sql: Sql, workspaceId: number, projectId: number): Promise<void> {
  const [gone] = await sql`delete from buckets b where ${isOf(sql, workspaceId, projectId)} returning 1`
  if (!gone) throw notFound('bucket')
}

/** A pass that is under way stops with its next step. @throws 404 */
export async function setPaused(sql: Sql, workspaceId: number, projectId: number, isPaused: boolean): Promise<void> {
  const [found] = await sql`
    update buckets b set paused_at = case when ${isPaused} then coalesce(b.paused_at, now()) end,
      lease = null, leased_until = null,
      due_at = case when ${isPaused} or b.paused_at is null then b.due_at else now() end
    where ${isOf(sql, workspaceId, projectId)} returning 1`
  if (!found) throw notFound('bucket')
}

/** Begins a pass, or lets the one under way go on; what failed is tried again. @returns false: it is paused @throws 404 */
export async function askForPass(sql: Sql, workspaceId: number, projectId: number): Promise<boolean> {
  const [found] = await sql<{ is_paused: boolean }[]>`
    update buckets b set due_at = case when b.paused_at is null then now() else b.due_at end,
      pass_again = b.pass_again or b.paused_at is null
    where ${isOf(sql, workspaceId, projectId)} returning b.paused_at is not null as is_paused`
  if (!found) throw notFound('bucket')
  return !found.is_paused
}
