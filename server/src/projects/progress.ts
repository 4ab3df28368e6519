import type { ProjectProgress } from '@whisker/api/projects.ts'
import type { z } from 'zod'
import type { Sql } from '../database/connect.ts'

type Progress = z.infer<typeof ProjectProgress>

// Counting a million tasks takes about 0.1 s. The dashboards of one project share one count a second; a counter that
// every submit updates would make all workers of a project queue up for one row.
const sharedMs = 1000
const counts = new WeakMap<Sql, Map<number, { until: number; progress: Promise<Progress> }>>()

/** How far a project is, at most a second old. */
export function projectProgress(sql: Sql, projectId: number): Promise<Progress> {
  let known = counts.get(sql)
  if (!known) {
    known = new Map()
    counts.set(sql, known)
  }
  const now = performance.now()
  const hit = known.get(projectId)
  if (hit && hit.until > now) return hit.progress
  if (known.size > 1000) known.clear()
  const progress = countProgress(sql, projectId)
  known.set(projectId, { until: now + sharedMs, progress })
  progress.catch(() => known.delete(projectId))
  return progress
}

/** `practice`: tasks that are completed, and no work. */
type Rest = { held: number; answers: number; answers_last_hour: number; practice: number }

async function countProgress(sql: Sql, projectId: number): Promise<Progress> {
  const [statuses, [rest]] = await Promise.all([
    sql<{ status: keyof Progress['tasks']; count: number }[]>`
      select status, count(*)::int as count from tasks where project_id = ${projectId} group by status`,
    sql<Rest[]>`
      select (select count(*)::int from assignments where project_id = ${projectId} and state = 'active') as held,
             (select count(*)::int from answers where project_id = ${projectId} and state = 'counted') as answers,
             (select count(*)::int from answers where project_id = ${projectId} and state = 'counted'
                and submitted_at > now() - interval '1 hour') as answers_last_hour,
             -- As the index tasks_queue has it: these rows alone are read.
             (select count(*)::int from tasks where project_id = ${projectId} and lane = 3 and gold
                and answered + active < wanted) as practice`,
  ])
  const tasks = { open: 0, completed: 0, needs_review: 0, cancelled: 0, unreadable: 0 }
  for (const { status, count } of statuses) tasks[status] = count
  const { practice, ...counts } = rest as Rest
  tasks.completed -= practice
  return { tasks, ...counts }
}
