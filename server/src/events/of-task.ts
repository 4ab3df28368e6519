import type { Event, EventType } from '@whisker/api/events.ts'
import type { Sql } from '../database/connect.ts'
import { digits } from '../http/cursor.ts'
import { listPage } from '../http/list-page.ts'
import { eventId } from './event-id.ts'

type Row = { id: string; type: EventType; payload: Event['data']; created_at: string }

/** As many of a task's events can be read, the latest. */
const maxEvents = 500

/** A page of what has happened to a task, oldest first. The caller has looked the task up. */
export async function taskEventsPage(
  sql: Sql,
  { id: taskId, project_id: projectId }: { id: string; project_id: number },
  query: { limit?: number; after?: string },
): Promise<{ data: Event[]; next?: string }> {
  const { data, ...more } = await listPage<Row>(
    sql,
    query,
    { usual: maxEvents, shape: [digits], key: ({ id }) => [id] },
    (limit, [after = '0'] = []) => sql`
      select row_number() over (order by id) as pos, id, type, data as payload, created_at from (
        select id, type, data, created_at from events
        where project_id = ${projectId} and data ? 'task_id' and (data ->> 'task_id')::uuid = ${taskId}
        order by id desc limit ${maxEvents}) latest
      where id > ${after}::bigint order by id limit ${limit}`,
  )
  return {
    data: data.map((row) => ({
      id: eventId(projectId, row.id),
      type: row.type,
      timestamp: row.created_at,
      data: row.payload,
    })),
    ...more,
  }
}
