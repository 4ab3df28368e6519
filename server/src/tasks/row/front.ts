import type { Fragment, Queryable } from '../../database/connect.ts'

/**
 * Columns of an update of a task `t`: it goes to lane 1 of the queue under this transaction, in front of every cursor, so that whoever
 * passed it while it was full gets it next (assignments/take.ts).
 */
export const toTheFront = (sql: Queryable) => sql`
  lane = 1, queue_xid = pg_current_xact_id(), position = nextval('task_positions')`

/** The same where a condition holds; else it stays where it is. */
export const toTheFrontIf = (sql: Queryable, condition: Fragment) => sql`
  lane = case when ${condition} then 1 else t.lane end,
  queue_xid = case when ${condition} then pg_current_xact_id() else t.queue_xid end,
  position = case when ${condition} then nextval('task_positions') else t.position end`
