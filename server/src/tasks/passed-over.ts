import type { ProjectProgress } from '@whisker/api/progress.ts'
import type { z } from 'zod'
import type { Queryable, Sql } from '../database/connect.ts'

export type PassedOver = z.infer<typeof ProjectProgress>['passed_over']

/**
 * Condition: task `t` is given to nobody right now, because a picture of it cannot be shown (assignments/pass-over.ts). Only tasks
 * in lane -1, and practice, can be; the others are not looked up. One that has ended keeps its row until it is looked at again.
 */
export const isPassedOver = (sql: Queryable) => sql`(${mayBe(sql)} and ${hasRow(sql)})`

/**
 * The opposite. All that stand in lane -1 have a row, so a list of what is left need not look for it: with 1,000,000 of 1,000,000
 * tasks passed over it takes 0.5 s, and took longer than a request may.
 */
export const isNotPassedOver = (sql: Queryable) => sql`not (${mayBe(sql)} and (t.lane = -1 or ${hasRow(sql)}))`

/** Why, as a column of `t`; null for all others. */
export const passedOverReason = (sql: Queryable) => sql`
  case when ${mayBe(sql)} then (
    select w.reason from passed_over w where w.project_id = t.project_id and w.task_id = t.id) end as passed_over_reason`

const mayBe = (sql: Queryable) => sql`(t.lane in (-1, 3) and (t.status = 'open' or t.gold))`

const hasRow = (sql: Queryable) => sql`
  exists (select from passed_over w where w.project_id = t.project_id and w.task_id = t.id)`

export const nonePassedOver: PassedOver = { missing: 0, corrupt: 0, decoder: 0 }

// A lost store passes over whatever is taken, and everybody looks. So many are counted soon, as long as nobody looks at the task of each.
const maxCounted = 100_000

/**
 * How many tasks of each project are passed over, by why; no more than {@link maxCounted} are counted. A cancelled one has no row,
 * and one that ended otherwise is looked at within half a minute, but for those whose decoder died.
 */
export async function countPassedOver(sql: Sql, projectIds: number[]): Promise<Map<number, PassedOver>> {
  const rows = await sql<{ project_id: number; code: keyof PassedOver; count: number }[]>`
    select p.id as project_id, w.code, count(*)::int as count
    from unnest(${projectIds}::int[]) p (id) cross join lateral (
      select w.code from passed_over w
      where w.project_id = p.id and (w.code <> 'decoder' or exists (
        select from tasks t where t.project_id = w.project_id and t.id = w.task_id and ${mayBe(sql)}))
      limit ${maxCounted}) w
    group by p.id, w.code`
  const all = new Map<number, PassedOver>()
  for (const { project_id, code, count } of rows)
    all.set(project_id, { ...nonePassedOver, ...all.get(project_id), [code]: count })
  return all
}
