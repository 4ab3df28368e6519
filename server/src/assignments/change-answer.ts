import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { replaceAnswer } from '../answers/put.ts'
import type { Crowds } from '../crowd/crowds.ts'
import { settleTask } from '../crowd/settle.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { event, ofTask, reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { type GoldForm, goldForm, scored } from '../gold/score.ts'
import { mayWork } from '../projects/may-work.ts'
import { drop } from '../results/rewrite.ts'
import { unmade } from '../review/live-correction.ts'
import { noteChange } from '../tasks/row/places.ts'

export type Own = { projectId: number; assignmentId: string; workerId: string }

/** How long an answer can be changed, by the clock of the database. */
export const changeMinutes = 10

/** The form that hold `a` was given with, and its answer `n` was given in: what its worker sees. */
export const shownVersion = (sql: Queryable) => sql`coalesce(a.version, n.version)`

/**
 * Condition: the worker may still change answer `n` of hold `a` to task `t` of project `p`, for ten minutes and in the form of
 * today. As long as that is so they also see what was asked, the pictures too; afterwards they see what they said.
 *
 * Nothing here may depend on what has become of the task: gold is completed from the beginning and has places for long, an
 * ordinary task is open and then completed, and whoever compares what can be changed would know which is which. So an answer
 * to a task that is finished can be changed too, and its result is made anew. (That a task was made practice tells nothing.)
 */
export const mayChange = (sql: Queryable, workerId: string) => sql`(
  n.worker_id = ${workerId} and n.state = 'counted' and n.submitted_at > now() - ${changeMinutes} * interval '1 minute'
  and ${shownVersion(sql)} = p.version and t.lane < 3 and p.status <> 'archived' and ${mayWork(sql, workerId)}
  and not exists (select from project_workers w
                  where w.project_id = p.id and w.person_id = ${workerId} and w.paused_at is not null))`

export type OwnForm = {
  task_id: string
  workspace_id: number
  version: number
  output_spec: OutputField[]
  item_count: number
  gold: GoldForm | null
  has_gold: boolean
}

/** The form that an own answer is asked in now; null when there is no such answer of this worker. */
export async function findOwnForm(sql: Queryable, { projectId, assignmentId, workerId }: Own): Promise<OwnForm | null> {
  const [form] = await sql<OwnForm[]>`
    select t.id as task_id, p.workspace_id, v.version, v.output_spec, t.item_count, ${goldForm(sql, workerId)},
           exists (select from gold g where g.project_id = t.project_id) as has_gold
    from assignments a
    join answers n on n.project_id = a.project_id and n.task_id = a.task_id and n.worker_id = a.worker_id
      and n.assignment_id = a.id
    join tasks t on t.project_id = a.project_id and t.id = a.task_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    join projects p on p.id = a.project_id
    where a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId}`
  return form ?? null
}

type Changed = { submitted_at: string; reopened: boolean }

/**
 * Puts another answer in the place of a worker's own. A task that the answers had finished is opened and settled again in the
 * same transaction, as if this answer had been given so: it is completed with another result, or wants one answer more, or
 * waits for a reviewer. What a reviewer has decided stays, as does a task that ended otherwise. Gold is scored anew.
 *
 * Invariant: no result rests on the answer that was. The task's row is locked first, so that the statement after it sees
 * what the transaction that we waited for has committed; `answer_changes` tells a submit that has read the answers before
 * to read them anew.
 *
 * @returns null when the answer may no longer be changed.
 */
export async function changeAnswer(
  { sql, crowds }: { sql: Sql; crowds: Crowds },
  { projectId, assignmentId, workerId }: Own,
  pseudonym: string,
  answer: AnswerItem[],
  form: OwnForm,
): Promise<{ submitted_at: string } | null> {
  const changed = await sql.begin(async (tx) => {
    await tx`select from tasks where project_id = ${projectId} and id = ${form.task_id} for update`
    const [changed] = await tx<Changed[]>`
      with task as materialized (
        select t.id, t.external_id, t.answered, t.wanted, (
                 t.status in ('completed', 'needs_review') and not t.gold and t.answered = t.wanted and t.active = 0
                 and exists (select from results r where r.project_id = t.project_id and r.task_id = t.id and r.corrected_at is null)
               ) as is_settled
        from tasks t where t.project_id = ${projectId} and t.id = ${form.task_id} and t.version = ${form.version}
      ), changed as (
        ${replaceAnswer(
          tx,
          { projectId, assignmentId, workerId },
          form.version,
          answer,
          tx`assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id join projects p on p.id = a.project_id`,
          tx`n.task_id = (select id from task) and a.project_id = n.project_id and a.id = n.assignment_id
             and t.id = n.task_id and ${mayChange(tx, workerId)}`,
        )}
      ), counted as (
        ${noteChange(tx, projectId, tx`(select * from task where exists (select from changed)) k`)}
      ), no_result as (
        ${drop(tx, projectId, tx`select id from task where is_settled and exists (select from changed)`)}
      ), ${unmade(tx, projectId, tx`select id from task where exists (select from changed)`)}, event as (
        ${tell(
          tx,
          { projectId, workspaceId: form.workspace_id, from: text`task k`, where: text`exists (select from changed)` },
          event('answer.changed', { ...ofTask('k'), worker_id: pseudonym }),
          reopened('k', tx`k.is_settled`),
        )}
      ), answer as (
        select submitted_at from changed
      )${scored(tx, form, answer, { projectId, taskId: form.task_id, workerId, pseudonym }, false)}
      select c.submitted_at, k.is_settled as reopened from changed c, task k`
    if (changed?.reopened) await settleTask(tx, crowds, projectId, form.task_id)
    return changed
  })
  return changed ? { submitted_at: changed.submitted_at } : null
}
