import type { Queryable } from '../database/connect.ts'

/**
 * Condition: all who have seen task `t` since its last answer have skipped it, and nobody has it before them now. As the index
 * `tasks_skipped` has it.
 */
export const isSkipped = (sql: Queryable) => sql`
  (t.skips > 0 and t.active = 0 and t.status in ('open', 'needs_review') and not t.gold)`
