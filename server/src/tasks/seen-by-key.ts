import type { Sql } from '../database/connect.ts'
import type { KeyScope } from '../http/callers.ts'

/** Of these pictures those that whoever asks may see. For a key of certain projects: what their tasks show, and what it has sent itself. */
export async function seenByKey(
  sql: Sql,
  { workspaceId, keyId, projectIds }: KeyScope,
  sha256s: readonly string[],
): Promise<readonly string[]> {
  if (!projectIds || sha256s.length === 0) return sha256s
  const seen = await sql<{ sha256: string }[]>`
    select sha256 from unnest(${sha256s as string[]}::text[]) as asked (sha256)
    where exists (
        select from task_assets t
        where t.workspace_id = ${workspaceId} and t.sha256 = asked.sha256 and t.project_id = any(${projectIds}))
      or exists (
        select from key_pictures k
        where k.key_id = ${keyId} and k.workspace_id = ${workspaceId} and k.sha256 = asked.sha256)`
  return seen.map(({ sha256 }) => sha256)
}
