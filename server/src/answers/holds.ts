import type { Fragment, Queryable } from '../database/connect.ts'

/*
 * A hold is a row of `assignments`: somebody has a task, or had it. Each of these is a part of the one statement that also changes the
 * places of the task (tasks/row/places.ts). Whoever ends holds has locked their tasks first: order of locks everywhere, task, then
 * assignment.
 */

/**
 * The task of a hold, of this worker and with this token: an expression. Written so that only the key fits: on tables of which nothing
 * is known yet the planner takes `assignments_once` for as good, and reads every assignment of the project
 * (assignments/hot-plans.test.ts).
 */
export const taskOfHold = (
  sql: Queryable,
  hold: Record<'projectId' | 'assignmentId' | 'workerId' | 'token', Fragment>,
) => sql`(
  select a.task_id from assignments a
  where a.project_id = ${hold.projectId} and a.id between ${hold.assignmentId} and ${hold.assignmentId}
    and a.worker_id = ${hold.workerId} and a.token = ${hold.token}
  order by a.id limit 1)`

/** How a hold ends. */
type EndedAs = 'released' | 'late' | 'withdrawn'

/** Ends holds of a project. @param which a condition on hold `a` @returns rows with `project_id`, `task_id` and `taken_at` */
export const endHolds = (sql: Queryable, projectId: number, as: EndedAs, which: Fragment) => sql`
  update assignments a set state = ${as}, ended_at = now()
  where a.project_id = ${projectId} and a.state = 'active' and ${which}
  returning a.project_id, a.task_id, a.taken_at`

/**
 * Ends holds of all projects.
 *
 * @param held rows `h` with `project_id`, `id` and `task_id`, joined with the locked tasks `t`
 */
export const endHoldsOfAll = (sql: Queryable, as: EndedAs | 'expired', held: Fragment, which: Fragment) => sql`
  update assignments a set state = ${as}, ended_at = now() from ${held}
  where a.project_id = h.project_id and a.id = h.id and a.state = 'active' and ${which}
  returning a.project_id, a.task_id`

/**
 * Holds are answered.
 *
 * @param answered rows `g` with `project_id`, `assignment_id`, `task_id` and whatever goes with them, joined with nothing else
 * @returns them, with `taken_at`
 */
export const endAnswered = (sql: Queryable, answered: Fragment) => sql`
  update assignments a set state = 'submitted', ended_at = now() from ${answered} g
  where a.project_id = g.project_id and a.id = g.assignment_id and a.task_id = g.task_id and a.state = 'active'
  returning g.*, a.taken_at`

/**
 * Their workers end them without an answer.
 *
 * @param given rows `g` with `project_id`, `assignment_id`, `task_id`, `how` and whatever goes with them, joined with nothing else
 * @returns them
 */
export const endGivenUp = (sql: Queryable, given: Fragment) => sql`
  update assignments a set state = g.how, ended_at = now() from ${given} g
  where a.project_id = g.project_id and a.id = g.assignment_id and a.task_id = g.task_id and a.state = 'active'
  returning g.*`

/**
 * An answer came, whatever had become of its hold. `expired`: another hold of the worker is what became of the task for them, and
 * there is one such (`assignments_once`).
 *
 * @returns a row with `taken_at`
 */
export const endLate = (
  sql: Queryable,
  projectId: number,
  assignmentId: string,
  as: 'submitted' | 'late' | 'expired',
) => sql`
  update assignments a set state = ${as}, ended_at = now()
  where a.project_id = ${projectId} and a.id = ${assignmentId} returning a.taken_at`

/** The answer of a hold is in a form that is no more, so that its worker may be asked again. @param gone rows `g` with `assignment_id` */
export const outdate = (sql: Queryable, projectId: number, gone: Fragment) => sql`
  update assignments a set state = 'outdated', ended_at = coalesce(a.ended_at, now()) from ${gone} g
  where a.project_id = ${projectId} and a.id = g.assignment_id`

/** A worker has taken an answer back: it is their hold again, for as long as a new one. @param when a condition */
export const holdAgain = (sql: Queryable, projectId: number, assignmentId: string, when: Fragment) => sql`
  update assignments a
  set state = 'active', ended_at = null, deadline = now() + s.span, max_deadline = greatest(a.max_deadline, now() + s.span)
  from (select assignment_seconds * interval '1 second' as span from projects where id = ${projectId}) s
  where a.project_id = ${projectId} and a.id = ${assignmentId} and ${when}`

/**
 * Tasks are given to workers; whoever has one of them, or had it for good, does not get it again.
 *
 * @param given rows `g` with `project_id`, `id`, `token`, `task_id`, `worker_id`, `version` and `span`: how long each is held
 */
export const giveHolds = (sql: Queryable, given: Fragment) => sql`
  insert into assignments (project_id, id, task_id, worker_id, token, version, deadline, max_deadline)
  select g.project_id, g.id, g.task_id, g.worker_id, g.token, g.version, now() + g.span, now() + 6 * g.span
  from ${given} g
  on conflict (project_id, task_id, worker_id) where state in ('active', 'submitted', 'skipped', 'late') do nothing
  returning project_id, id, task_id, token, version, deadline`

/** A hold lasts longer, by the project's span, never past its last deadline. */
export const extend = (
  sql: Queryable,
  {
    projectId,
    assignmentId,
    workerId,
    token,
  }: { projectId: number; assignmentId: string; workerId: string; token: string },
) => sql`
  update assignments a
  set deadline = least(a.max_deadline, greatest(a.deadline, now() + p.assignment_seconds * interval '1 second'))
  from projects p
  where a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId}
    and a.token = ${token} and a.state = 'active' and p.id = a.project_id and p.status <> 'archived'
  returning a.deadline, greatest(0, extract(epoch from a.deadline - now()))::float8 as seconds_left`

/** Who holds tasks is shown another version of their form. @param which a condition on hold `a` */
export const showVersion = (sql: Queryable, projectId: number, version: number, which: Fragment) => sql`
  update assignments a set version = ${version}
  where a.project_id = ${projectId} and a.state = 'active' and ${which}`
