import type { Sql } from '../database/connect.ts'
import type { KeyScope } from '../http/callers.ts'

/** Which of these pictures somebody may see (tasks/seen-by-key.ts): what tasks show is not known here. */
export type SeenByKey = (sql: Sql, caller: KeyScope, sha256s: readonly string[]) => Promise<readonly string[]>

/** A key of certain projects has sent these: it may name them, also where another project had them before. */
export async function noteSent(sql: Sql, { workspaceId, keyId, projectIds }: KeyScope, sha256s: string[]) {
  if (!projectIds || sha256s.length === 0) return
  await sql`
    insert into key_pictures (key_id, workspace_id, sha256)
    select ${keyId}, ${workspaceId}, sha256 from unnest(${[...new Set(sha256s)].sort()}::text[]) as sent (sha256)
    on conflict do nothing`
}
