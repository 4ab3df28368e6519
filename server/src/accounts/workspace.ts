import type { Sql } from '../database/connect.ts'
import { notFound } from '../problem.ts'
import { changeIn, type Locked, newStamp } from './overwrite.ts'

type WorkspaceRow = { id: number; title: string; created_at: string; updated_at: string }

/** @throws 404 */
export async function findWorkspace(sql: Sql, workspaceId: number): Promise<WorkspaceRow> {
  const [workspace] = await sql<WorkspaceRow[]>`
    select id, title, created_at, updated_at from workspaces where id = ${workspaceId}`
  if (!workspace) throw notFound('workspace')
  return workspace
}

/** @param basedOn what whoever asks has read (overwrite.ts) @throws 404, `changed_meanwhile` */
export async function renameWorkspace(
  sql: Sql,
  { workspaceId, personId }: { workspaceId: number; personId: string | null },
  title: string,
  basedOn: string | undefined,
): Promise<WorkspaceRow> {
  return sql.begin(async (tx) => {
    const [before] = await tx<(WorkspaceRow & Locked)[]>`
      select id, title, created_at, updated_at, changed, ${newStamp(tx)} as now
      from workspaces where id = ${workspaceId} for update`
    if (!before) throw notFound('workspace')
    const changed = await changeIn(tx, 'workspace', before, { title }, { based_on: basedOn, by: personId })
    if (!changed) return before
    const [workspace] = await tx<WorkspaceRow[]>`
      update workspaces set title = ${title}, updated_at = ${before.now}, changed = changed || ${tx.json(changed)}
      where id = ${workspaceId} returning id, title, created_at, updated_at`
    return workspace as WorkspaceRow
  })
}

/** The one that the first start has made. */
export async function firstWorkspace(sql: Sql): Promise<number> {
  const [first] = await sql<{ id: number }[]>`select id from workspaces where id > 0 order by id limit 1`
  return (first as { id: number }).id
}
