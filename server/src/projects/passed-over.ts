import type { ProjectProgress } from '@whisker/api/projects.ts'
import type { z } from 'zod'
import type { Queryable, Sql } from '../database/connect.ts'

export type PassedOver = z.infer<typeof ProjectProgress>['passed_over']

/**
 * Condition: task `t` is given to nobody right now, because a picture of it cannot be shown (assignments/pass-over.ts). Only tasks
 * in lane -1, and practice, can be; the others are not looked up. One that has ended keeps its row until it is looked at again.
 */
export const isPassedOver = (sql: Queryable) => sql`
  (${mayBe(sql)} and exists (select from passed_over w where w.project_id = t.project_id and w.task_id = t.id))`

/** Why, as a column of `t`; null for all others. */
export const passedOverReason = (sql: Queryable) => sql`
  case when ${mayBe(sql)} then (
    select w.reason from passed_over w where w.project_id = t.project_id and w.task_id = t.id) end as passed_over_reason`

const mayBe = (sql: Queryable) => sql`(t.lane in (-1, 3) and (t.status = 'open' or t.gold))`

export const nonePassedOver: PassedOver = { missing: 0, corrupt: 0, decoder: 0 }

/** How many tasks of each project are passed over, by why. */
export async function countPassedOver(sql: Sql, projectIds: number[]): Promise<Map<number, PassedOver>> {
  const rows = await sql<{ project_id: number; code: keyof PassedOver; count: number }[]>`
    select w.project_id, w.code, count(*)::int as count
    from passed_over w join tasks t on t.project_id = w.project_id and t.id = w.task_id
    where w.project_id = any(${projectIds}) and ${mayBe(sql)} group by w.project_id, w.code`
  const all = new Map<number, PassedOver>()
  for (const { project_id, code, count } of rows)
    all.set(project_id, { ...nonePassedOver, ...all.get(project_id), [code]: count })
  return all
}
