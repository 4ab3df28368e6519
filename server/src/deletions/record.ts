import type { Deletion } from '@whisker/api/deletions.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { decodeCursor, encodeCursor, uuid } from '../http/cursor.ts'

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

/** A page of a workspace's deletions, newest first. */
export async function deletionsPage(
  sql: Sql,
  workspaceId: number,
  query: { limit?: number; after?: string },
): Promise<{ data: Deletion[]; next?: string }> {
  const limit = query.limit ?? 100
  const [before = null] = query.after === undefined ? [] : decodeCursor(query.after, [uuid])
  const rows = await sql<Deletion[]>`
    select ${deletionColumns(sql)} from deletions
    where workspace_id = ${workspaceId}
      and (${before}::uuid is null or (requested_at, id) < (
        select requested_at, id from deletions where id = ${before} and workspace_id = ${workspaceId}))
    order by requested_at desc, id desc limit ${limit + 1}`
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, ...(rows.length > limit && last && { next: encodeCursor([last.id]) }) }
}
