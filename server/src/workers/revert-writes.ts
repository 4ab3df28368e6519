import { toReview } from '../crowd/settle.ts'
import type { Provenance } from '../crowd/verdict.ts'
import type { Transaction } from '../database/connect.ts'
import type { eventResult } from '../events/result.ts'
import { event, ofTask, reopened, tell } from '../events/tell.ts'
import type { ResultColumns } from '../results/result-row.ts'

/**
 * One answer of each of these tasks counts no longer. An open task has a place free again and goes in front of every
 * cursor; a finished one wants one answer fewer, gold as well: the worker has seen it.
 */
export async function freePlaces(tx: Transaction, projectId: number, taskIds: string[]): Promise<void> {
  await tx`
    update tasks t
    set answered = t.answered - 1, answer_changes = t.answer_changes + 1,
        wanted = case when t.status = 'open' then t.wanted else greatest(1, t.wanted - 1) end,
        lane = case when t.status = 'open' then 1 else t.lane end,
        queue_xid = case when t.status = 'open' then pg_current_xact_id() else t.queue_xid end,
        position = case when t.status = 'open' then nextval('task_positions') else t.position end
    where t.project_id = ${projectId} and t.id = any(${taskIds})`
  await tx`
    update results r set answers = r.answers - 1
    where r.project_id = ${projectId} and r.task_id = any(${taskIds})`
}

/**
 * Finished tasks that need more answers: open, in front of every cursor. Their results go: they rest on answers that count
 * no longer.
 */
export async function openAgain(
  tx: Transaction,
  projectId: number,
  tasks: { id: string; wanted: number }[],
): Promise<void> {
  if (tasks.length === 0) return
  await tx`
    with opened as (
      update tasks t set status = 'open', completed_at = null, wanted = greatest(o.wanted, t.answered + t.active), lane = 1,
             queue_xid = pg_current_xact_id(), position = nextval('task_positions')
      from jsonb_to_recordset(${tx.json(tasks)}) as o (id uuid, wanted int)
      where t.project_id = ${projectId} and t.id = o.id
      returning t.id, t.external_id, t.answered, t.wanted
    ), no_result as (
      delete from results r where r.project_id = ${projectId} and r.task_id = any(array(select id from opened))
    )
    ${tell(tx, { projectId, from: tx`opened o`, behind: tx`o.id` }, reopened(tx, tx`o`))}`
}

export type Rewritten = ResultColumns & {
  task_id: string
  provenance: Provenance
  answers: number
  /** A value is another one now: an event tells of it. */
  changed: boolean
  /** What is left leaves a doubt that is for a person to see. */
  review: boolean
  /** As the event carries it. */
  event: ReturnType<typeof eventResult>
}

/** Results of the answers that are left. A new transaction id makes exports with a cursor give them again. */
export async function rewriteResults(tx: Transaction, projectId: number, results: Rewritten[]): Promise<void> {
  if (results.length === 0) return
  await tx`
    with rewritten as (
      update results r
      set fields = n.fields, answers = n.answers, confidence = n.confidence,
          labels = array(select jsonb_array_elements_text(n.labels)), method = 'model', provenance = n.provenance, xid = pg_current_xact_id(), updated_at = now()
      from jsonb_to_recordset(${tx.json(results as never)})
        as n (task_id uuid, fields jsonb, answers int, confidence float8, labels jsonb, provenance jsonb, changed boolean, review boolean, event jsonb)
      where r.project_id = ${projectId} and r.task_id = n.task_id
      returning r.task_id, n.changed, n.review, n.event
    ), ${toReview(tx, projectId)}
    ${tell(
      tx,
      {
        projectId,
        from: tx`rewritten r join tasks t on t.project_id = ${projectId} and t.id = r.task_id`,
        where: tx`r.changed`,
        behind: tx`t.id`,
      },
      event('result.updated', { ...ofTask(tx, tx`t`), reason: 'reversal', result_of: tx`r.event` }),
    )}`
}
