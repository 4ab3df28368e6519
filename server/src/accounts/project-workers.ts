import type { Fragment, Queryable } from '../database/connect.ts'

/* Who works on a project: a row of `project_workers`, with what was decided about them there. Scope is the project's, asked before. */

/** Somebody joins by an invitation, once. @returns no row when they were removed */
export const joinProject = (sql: Queryable, projectId: number | null, personId: string) => sql`
  insert into project_workers (project_id, person_id) values (${projectId}, ${personId})
  on conflict (project_id, person_id) do update set joined_at = project_workers.joined_at
  where project_workers.removed_at is null returning person_id`

/** Pauses a worker, or gives another reason for a pause that lasts since before. @param when rows, one if it is to be */
export const pauseWorker = (
  sql: Queryable,
  projectId: number,
  personId: string,
  reason: string,
  when: Fragment = sql`(select) now_`,
) => sql`
  insert into project_workers (project_id, person_id, paused_at, paused_reason)
  select ${projectId}, ${personId}, now(), ${reason} from ${when}
  on conflict (project_id, person_id) do update
  set paused_at = coalesce(project_workers.paused_at, now()), paused_reason = excluded.paused_reason`

/** The same, but who is paused already stays so for that reason. @returns a row where somebody is paused by this */
export const pauseAnew = (sql: Queryable, projectId: number, personId: string, reason: string, when: Fragment) => sql`
  insert into project_workers (project_id, person_id, paused_at, paused_reason)
  select ${projectId}, ${personId}, now(), ${reason} from ${when}
  on conflict (project_id, person_id) do update set paused_at = now(), paused_reason = excluded.paused_reason
  where project_workers.paused_at is null
  returning person_id`

/** Ends a pause. Only gold answers from now on can pause the worker again (`resumed_at`). */
export const resumeWorker = (sql: Queryable, projectId: number, personId: string) => sql`
  update project_workers set paused_at = null, paused_reason = null, resumed_at = now()
  where project_id = ${projectId} and person_id = ${personId}`

/** The same for who is found in the statement. @param resolved rows `r` with `project_id` and `person_id` (and a condition) */
export const resumeResolved = (sql: Queryable, resolved: Fragment, when: Fragment) => sql`
  update project_workers w set paused_at = null, paused_reason = null, resumed_at = now()
  from ${resolved} r where w.project_id = r.project_id and w.person_id = r.person_id and ${when}`

/** Takes a worker out of a project. Whoever has no row (an open project) gets one that says so. */
export const removeFromProject = (sql: Queryable, projectId: number, personId: string) => sql`
  insert into project_workers (project_id, person_id, removed_at) values (${projectId}, ${personId}, now())
  on conflict (project_id, person_id) do update set removed_at = coalesce(project_workers.removed_at, now())`

export const restoreToProject = (sql: Queryable, projectId: number, personId: string) => sql`
  update project_workers set removed_at = null where project_id = ${projectId} and person_id = ${personId}`
