import type { Queryable } from '../database/connect.ts'

/**
 * Condition: the last three holds of task `t`, or more, ran out with no answer in between, and nobody has it before them now. As the
 * index `tasks_skipped` has it.
 */
export const isLapsed = (sql: Queryable) => sql`
  (t.lapses > 2 and t.active = 0 and t.status = 'open' and not t.gold)`
