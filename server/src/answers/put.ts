import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { Fragment, Queryable } from '../database/connect.ts'

type Of = { projectId: number; assignmentId: string; workerId: string }

/** What somebody says of a task that they hold or held. @param ended rows of task `t` (`id`, `version`) and hold `e` (`taken_at`) */
export const putAnswer = (
  sql: Queryable,
  { projectId, assignmentId, workerId }: Of,
  state: 'counted' | 'late' | 'too_fast',
  answer: AnswerItem[],
  ended: Fragment,
) =>
  putAnswers(
    sql,
    state,
    sql`(select ${projectId}::int as project_id, t.id as task_id, ${workerId}::uuid as worker_id, ${assignmentId}::uuid as assignment_id,
                t.version, ${sql.json(answer)}::jsonb as "values", e.taken_at from ${ended})`,
  )

/** @param said rows with the columns of an answer, and `taken_at` of its hold */
export const putAnswers = (sql: Queryable, state: 'counted' | 'late' | 'too_fast', said: Fragment) => sql`
  insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
  select s.project_id, s.task_id, s.worker_id, s.assignment_id, ${state}, s.version, s."values", extract(epoch from now() - s.taken_at)
  from ${said} s
  returning assignment_id, submitted_at`

/** Another answer in the place of one that counts. @param beside rows that `which` speaks of, a condition on answer `n` and them */
export const replaceAnswer = (
  sql: Queryable,
  { projectId, assignmentId, workerId }: Of,
  version: number,
  answer: AnswerItem[],
  beside: Fragment,
  which: Fragment,
) => sql`
  update answers n set "values" = ${sql.json(answer)}, version = ${version}, xid = pg_current_xact_id()
  from ${beside}
  where n.project_id = ${projectId} and n.worker_id = ${workerId} and n.assignment_id = ${assignmentId} and ${which}
  returning n.submitted_at`

/** Answers that count are none any more. @param which a condition on answer `n` @returns all that they were */
export const removeCounted = (sql: Queryable, projectId: number, which: Fragment) => sql`
  delete from answers n where n.project_id = ${projectId} and n.state = 'counted' and ${which} returning n.*`

/** All that a worker said of these tasks counts no longer; it is kept. @returns rows with `task_id` */
export const revert = (sql: Queryable, projectId: number, workerId: string, taskIds: string[]) => sql<
  { task_id: string }[]
>`
  update answers set state = 'reverted'
  where project_id = ${projectId} and task_id = any(${taskIds}) and worker_id = ${workerId} and state = 'counted'
  returning task_id`

/** Keeps answers beside, with the form that they were given in. @param gone rows with the columns of an answer */
export const keepOutdatedAnswers = (sql: Queryable, gone: Fragment) => sql`
  insert into outdated_answers (project_id, assignment_id, task_id, worker_id, version, "values", seconds, submitted_at)
  select project_id, assignment_id, task_id, worker_id, version, "values", seconds, submitted_at from ${gone}
  on conflict do nothing`

/** Why holds were skipped. @param skipped rows with `project_id`, `assignment_id`, `reason` and `comment` */
export const putSkips = (sql: Queryable, skipped: Fragment) => sql`
  insert into skips (project_id, assignment_id, reason, comment)
  select s.project_id, s.assignment_id, s.reason, s.comment from ${skipped} s`
