import type { ProjectProgress } from '@whisker/api/progress.ts'
import type { z } from 'zod'
import type { Sql } from '../database/connect.ts'
import { countPassedOver, nonePassedOver } from '../tasks/passed-over.ts'
import { countPeople } from './people.ts'
import { sharedCounts } from './shared-counts.ts'

type Progress = z.infer<typeof ProjectProgress>

// Counting a million tasks takes about 0.1 s. The dashboards of one project share one count a second; a counter that
// every submit updates would make all workers of a project queue up for one row.
/** How far projects are, a second old at most, or ten times as old as the counting took. */
export const projectsProgress = sharedCounts(countProgress, 1000)

/** How far a project is. */
export async function projectProgress(sql: Sql, projectId: number): Promise<Progress> {
  return (await projectsProgress(sql, [projectId])).get(projectId) as Progress
}

/** Tasks of projects by status. Fresh, or as a count shows that took long: each export asks. */
export const tasksByStatus = sharedCounts(countTasks, 0)

async function countTasks(sql: Sql, projectIds: number[]): Promise<Map<number, Progress['tasks']>> {
  const [statuses, practice] = await Promise.all([
    sql<{ project_id: number; status: keyof Progress['tasks']; count: number }[]>`
      select project_id, status, count(*)::int as count from tasks
      where project_id = any(${projectIds}) group by project_id, status`,
    // Practice is completed, and no work. As the index tasks_queue has it: these rows alone are read.
    sql<{ project_id: number; count: number }[]>`
      select project_id, count(*)::int as count from tasks
      where project_id = any(${projectIds}) and lane = 3 and gold and answered + active < wanted group by project_id`,
  ])
  const all = new Map(projectIds.map((id) => [id, nothingYet().tasks]))
  for (const { project_id, status, count } of statuses) all.get(project_id)![status] = count
  for (const { project_id, count } of practice) all.get(project_id)!.completed -= count
  return all
}

async function countProgress(sql: Sql, projectIds: number[]): Promise<Map<number, Progress>> {
  const [tasks, held, answers, reports, following, waiting, passedOver, people] = await Promise.all([
    countTasks(sql, projectIds),
    sql<{ project_id: number; count: number }[]>`
      select project_id, count(*)::int as count from assignments
      where project_id = any(${projectIds}) and state = 'active' group by project_id`,
    sql<{ project_id: number; count: number; last_hour: number }[]>`
      select project_id, count(*)::int as count,
             count(*) filter (where submitted_at > now() - interval '1 hour')::int as last_hour
      from answers where project_id = any(${projectIds}) and state = 'counted' group by project_id`,
    sql<{ project_id: number; count: number }[]>`
      select project_id, count(*)::int as count from reports
      where project_id = any(${projectIds}) and settled_at is null group by project_id`,
    sql<{ id: number }[]>`select id from projects where id = any(${projectIds}) and following is not null`,
    // As tasks/skipped.ts and tasks/lapsed.ts have it, by the index `tasks_skipped`.
    sql<{ project_id: number; skipped: number; lapsed: number }[]>`
      select project_id, count(*) filter (where skips > 0)::int as skipped,
             count(*) filter (where lapses > 2 and status = 'open')::int as lapsed from tasks
      where project_id = any(${projectIds}) and (skips > 0 or lapses > 2) and active = 0 and status in ('open', 'needs_review')
        and not gold
      group by project_id`,
    countPassedOver(sql, projectIds),
    countPeople(sql, projectIds),
  ])
  const all = new Map(projectIds.map((id) => [id, { ...nothingYet(), tasks: tasks.get(id)! }]))
  for (const { project_id, count } of held) all.get(project_id)!.held = count
  for (const { project_id, count } of reports) all.get(project_id)!.reports = count
  for (const { project_id, skipped, lapsed } of waiting) Object.assign(all.get(project_id)!, { skipped, lapsed })
  for (const [id, counted] of passedOver) all.get(id)!.passed_over = counted
  for (const [id, counted] of people) Object.assign(all.get(id)!, counted)
  for (const { id } of following) all.get(id)!.following = true
  for (const { project_id, count, last_hour } of answers)
    Object.assign(all.get(project_id)!, { answers: count, answers_last_hour: last_hour })
  return all
}

function nothingYet(): Progress {
  const tasks = { open: 0, completed: 0, needs_review: 0, cancelled: 0, unreadable: 0 }
  return {
    tasks,
    held: 0,
    answers: 0,
    answers_last_hour: 0,
    reports: 0,
    following: false,
    skipped: 0,
    lapsed: 0,
    passed_over: nonePassedOver,
    people: 0,
    people_missing: 0,
  }
}
