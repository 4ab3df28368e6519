import type { Deletion } from '@whisker/api/deletions.ts'
import type { Queryable } from '../database/connect.ts'

/** Columns of a deletion as the API shows it. */
export const deletionColumns = (sql: Queryable) => sql`
  id, kind, subject, person_id, tasks, requested_at, finished_at`

/** Who asks for a deletion, and where. */
export type Asker = { workspaceId: number; personId: string | null }

/** Notes that something of a workspace has gone, or is to go. */
export async function noteDeletion(
  sql: Queryable,
  { workspaceId, personId }: Asker,
  what: { kind: Deletion['kind']; subject: string; tasks: number; isDone: boolean },
): Promise<Deletion> {
  const [deletion] = await sql<Deletion[]>`
    insert into deletions (workspace_id, kind, subject, person_id, tasks, finished_at)
    values (${workspaceId}, ${what.kind}, ${what.subject}, ${personId}, ${what.tasks}, ${what.isDone ? sql`now()` : null})
    returning ${deletionColumns(sql)}`
  return deletion as Deletion
}
