import type { EventData, EventType } from '@whisker/api/events.ts'
import type { Queryable } from '../database/connect.ts'

/**
 * Writes an event in the caller's transaction: it exists if and only if the change that it tells of does. Statements
 * that change a task's state write theirs inside the statement itself.
 */
export async function recordEvent<T extends EventType>(
  sql: Queryable,
  where: { workspaceId: number; projectId?: number },
  type: T,
  data: EventData<T>,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into events (project_id, workspace_id, type, data)
    values (${where.projectId ?? 0}, ${where.workspaceId}, ${type}, ${sql.json(data as never)}) returning id`
  return (row as { id: string }).id
}
