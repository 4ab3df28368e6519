import type { AnswerItem } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { type GoldForm, goldForm, scored } from '../gold/score.ts'
import { mayWork } from '../projects/workers.ts'

export type Own = { projectId: number; assignmentId: string; workerId: string }

/**
 * Condition: the worker may still change answer `n` to task `t` of project `p`. It counts, and nothing has been made of
 * it yet. As long as that is so, they also see what was asked, the pictures too; afterwards they see what they said.
 * Gold looks the same: its answers may be changed until all its places are answered, as those of an ordinary task.
 */
export const mayChange = (sql: Queryable, workerId: string) => sql`(
  n.worker_id = ${workerId} and n.state = 'counted' and ${takesChanges(sql)} and p.status <> 'archived'
  and ${mayWork(sql, workerId)})`

const takesChanges = (sql: Queryable) => sql`(t.status = 'open' or t.gold and t.lane < 3 and t.answered < t.wanted)`

export type OwnForm = {
  task_id: string
  workspace_id: number
  version: number
  output_spec: OutputField[]
  item_count: number
  gold: GoldForm | null
}

/** The form that an own answer is asked in now, which may be newer than the answer; null when there is no such answer of this worker. */
export async function findOwnForm(sql: Queryable, { projectId, assignmentId, workerId }: Own): Promise<OwnForm | null> {
  const [form] = await sql<OwnForm[]>`
    select t.id as task_id, p.workspace_id, v.version, v.output_spec, t.item_count, ${goldForm(sql, workerId)}
    from assignments a
    join answers n on n.project_id = a.project_id and n.task_id = a.task_id and n.worker_id = a.worker_id
      and n.assignment_id = a.id
    join tasks t on t.project_id = a.project_id and t.id = a.task_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    join projects p on p.id = a.project_id
    where a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId}`
  return form ?? null
}

/**
 * Puts another answer in the place of a worker's own, while its task is open.
 *
 * Invariant: no result is made from the answer that was. The task's row is locked first, and its status is checked on
 * the newest version of the row; `answer_changes` tells a submit that has read the answers before to read them anew.
 *
 * @returns null when the answer may no longer be changed.
 */
export async function changeAnswer(
  sql: Sql,
  { projectId, assignmentId, workerId }: Own,
  pseudonym: string,
  answer: AnswerItem[],
  form: OwnForm,
): Promise<{ submitted_at: string } | null> {
  const [changed] = await sql<{ submitted_at: string }[]>`
    with task as materialized (
      select t.id from tasks t
      where t.project_id = ${projectId} and ${takesChanges(sql)} and t.version = ${form.version}
        and exists (select from projects p where p.id = ${projectId} and p.status <> 'archived' and ${mayWork(sql, workerId)})
        and t.id = (select task_id from assignments
                    where project_id = ${projectId} and id = ${assignmentId} and worker_id = ${workerId})
      for update
    ), changed as (
      update answers n set "values" = ${sql.json(answer)}, version = ${form.version}, xid = pg_current_xact_id()
      where n.project_id = ${projectId} and n.task_id = (select id from task) and n.worker_id = ${workerId}
        and n.assignment_id = ${assignmentId} and n.state = 'counted'
      returning n.task_id, n.submitted_at
    ), counted as (
      update tasks t set answer_changes = t.answer_changes + 1
      where t.project_id = ${projectId} and t.id = (select task_id from changed)
      returning t.id, t.external_id
    ), event as (
      insert into events (project_id, workspace_id, type, data)
      select ${projectId}, p.workspace_id, 'answer.changed', jsonb_build_object('project_id', ${projectId}::int,
               'task_id', c.id, 'external_id', c.external_id, 'worker_id', ${pseudonym}::text)
      from counted c, projects p where p.id = ${projectId}
    ), answer as (
      select task_id from changed
    )${scored(sql, form, answer, { projectId, taskId: form.task_id, workerId, pseudonym }, false)}
    select submitted_at from changed`
  return changed ?? null
}
