import type { Usage } from '@whisker/api/workspaces.ts'
import type { Sql } from '../database/connect.ts'

// All rows of the workspace are counted. Who looks again within the minute, or looks meanwhile, gets the same count.
const sharedMs = 60_000
const counts = new WeakMap<Sql, Map<number, { until: number; usage: Promise<Usage> }>>()

/** What a workspace holds, at most a minute old. */
export function workspaceUsage(sql: Sql, workspaceId: number): Promise<Usage> {
  let known = counts.get(sql)
  if (!known) {
    known = new Map()
    counts.set(sql, known)
  }
  const now = performance.now()
  const hit = known.get(workspaceId)
  if (hit && hit.until > now) return hit.usage
  if (known.size > 1000) known.clear()
  const usage = countUsage(sql, workspaceId)
  known.set(workspaceId, { until: now + sharedMs, usage })
  usage.catch(() => known.delete(workspaceId))
  return usage
}

async function countUsage(sql: Sql, workspaceId: number): Promise<Usage> {
  const own = sql`select id from projects where workspace_id = ${workspaceId}`
  const [usage] = await sql<Usage[]>`
    select now() as counted_at,
           (select count(*)::int from projects where workspace_id = ${workspaceId}) as projects,
           (select count(*)::int from tasks where project_id in (${own})) as tasks,
           (select count(*)::int from answers where project_id in (${own}) and state = 'counted') as answers,
           a.pictures, a.picture_bytes
    from (select count(*)::int as pictures, coalesce(sum(size_bytes), 0)::float8 as picture_bytes
          from assets where workspace_id = ${workspaceId}) a`
  return usage as Usage
}
