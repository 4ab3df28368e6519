import type { OutputField } from '@whisker/api/fields.ts'
import { type NamingSettings, namingOf } from '../consolidation/naming.ts'
import type { Queryable, Sql, Transaction } from '../database/connect.ts'
import { eventResult } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { namingSettings } from '../projects/naming.ts'
import { putResult } from '../results/put.ts'
import { resultColumns } from '../results/result-row.ts'
import { rewriteRead } from '../results/rewrite.ts'
import { finishOpen, finishReviewed, sendToReview } from '../tasks/row/finish.ts'
import { wantOneMore } from '../tasks/row/open.ts'
import type { CrowdAnswer } from './crowd.ts'
import type { Crowds } from './crowds.ts'
import { judgeTask, type Verdict } from './verdict.ts'

type TaskToSettle = {
  version: number
  output_spec: OutputField[]
  item_count: number
  min_answers: number
  max_answers: number
  confidence: number
  naming: NamingSettings
  answers: CrowdAnswer[]
}

/**
 * Decides on an open task that has all the answers it wants: it is completed with its result, or asks for one more, or
 * goes to review. The caller holds the lock of the task's row, so nobody else does the same.
 */
export async function settleTask(tx: Transaction, crowds: Crowds, projectId: number, taskId: string): Promise<void> {
  const [task] = await tx<TaskToSettle[]>`
    select v.version, v.output_spec, t.item_count, p.min_answers, p.max_answers, p.confidence, ${namingSettings(tx)} as naming,
           (select jsonb_agg(jsonb_build_object('worker_id', a.worker_id, 'values', a."values")
                             order by a.submitted_at, a.worker_id) from answers a
            where a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted') as answers
    from tasks t join project_versions v on v.project_id = t.project_id and v.version = t.version
    join projects p on p.id = t.project_id
    where t.project_id = ${projectId} and t.id = ${taskId}`
  if (!task) throw new Error('The task to settle is not there.')
  const verdict = judgeTask(crowds.of(projectId), {
    version: task.version,
    spec: task.output_spec,
    itemCount: task.item_count,
    policy: { minAnswers: task.min_answers, maxAnswers: task.max_answers, confidence: task.confidence },
    naming: namingOf(task.naming),
    answers: task.answers,
  })
  if (verdict.step === 'ask') await wantOneMore(tx, projectId, taskId)
  else await writeResult(tx, projectId, taskId, verdict)
}

/** Ends an open task: completed, or for review, with its result and its event in one statement. */
async function writeResult(tx: Transaction, projectId: number, taskId: string, verdict: Verdict): Promise<void> {
  const status = verdict.step === 'review' ? 'needs_review' : 'completed'
  const columns = resultColumns(projectId, verdict.spec, verdict.fields)
  await tx`
    with done as (
      ${finishOpen(tx, projectId, taskId, status)}
    ), result as (
      ${putResult(tx, projectId, columns, verdict.provenance, tx`done d`)}
    )
    ${tell(
      tx,
      { projectId, from: text`done d`, behind: text`d.id` },
      event(`task.${status}`, { ...ofTask('d'), answers: text`d.answered`, ...eventResult(columns.fields) }),
    )}`
}

/**
 * Parts of a statement that writes results again: what was completed and leaves a doubt now is for a person to see. Reads a CTE
 * `rewritten` with `task_id`, `review` and `event`.
 */
export const toReview = (sql: Queryable, projectId: number) => sql`
    doubtful as (
      ${sendToReview(sql, projectId, sql`rewritten`)}
    ), doubts as (
      ${tell(
        sql,
        { projectId, from: text`doubtful d`, behind: text`d.id` },
        event('task.needs_review', { ...ofTask('d'), answers: text`d.answered`, result_of: text`d.event` }),
      )}
    )`

/**
 * Completes a task that waited for a reviewer, once a refit is sure of it: unless somebody has decided, or asked again,
 * since its result was read (`xid`).
 */
export async function completeReviewed(
  sql: Sql,
  projectId: number,
  read: { task_id: string; xid: string },
  verdict: Verdict,
): Promise<void> {
  const columns = resultColumns(projectId, verdict.spec, verdict.fields)
  await sql`
    with task as materialized (
      select t.id from tasks t where t.project_id = ${projectId} and t.id = ${read.task_id} and t.status = 'needs_review'
      for update
    ), result as (
      ${rewriteRead(sql, projectId, columns, verdict.provenance, sql`task`, read.xid)}
    ), done as (
      ${finishReviewed(sql, projectId, sql`result`)}
    )
    ${tell(
      sql,
      { projectId, from: text`done d` },
      event('task.completed', { ...ofTask('d'), answers: text`d.answered`, ...eventResult(columns.fields) }),
    )}`
}
