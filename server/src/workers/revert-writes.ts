import { toReview } from '../crowd/settle.ts'
import type { Provenance } from '../crowd/verdict.ts'
import type { Transaction } from '../database/connect.ts'
import type { eventResult } from '../events/result.ts'
import { event, ofTask, reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import type { ResultColumns } from '../results/result-row.ts'
import { countOneFewer, drop, rewrite } from '../results/rewrite.ts'
import { openAgain } from '../tasks/row/open.ts'
import { uncount } from '../tasks/row/places.ts'

/** One answer of each of these tasks counts no longer, in their results neither. */
export async function dropAnswers(tx: Transaction, projectId: number, taskIds: string[]): Promise<void> {
  await uncount(tx, projectId, taskIds)
  await countOneFewer(tx, projectId, taskIds)
}

/**
 * Finished tasks that need more answers: open, in front of every cursor. Their results go: they rest on answers that count
 * no longer.
 */
export async function reopenTasks(
  tx: Transaction,
  projectId: number,
  tasks: { id: string; wanted: number }[],
): Promise<void> {
  if (tasks.length === 0) return
  await tx`
    with opened as (
      ${openAgain(
        tx,
        projectId,
        tx`jsonb_to_recordset(${tx.json(tasks)}) as o (id uuid, wanted int)`,
        tx`greatest(o.wanted, t.answered + t.active)`,
      )}
    ), no_result as (
      ${drop(tx, projectId, tx`select id from opened`)}
    )
    ${tell(tx, { projectId, from: text`opened o`, behind: text`o.id` }, reopened('o'))}`
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
      ${rewrite(
        tx,
        projectId,
        tx`jsonb_to_recordset(${tx.json(results as never)})
             as n (task_id uuid, fields jsonb, answers int, confidence float8, labels text[], provenance jsonb, changed boolean, review boolean, event jsonb)`,
        tx`true`,
        tx`r.task_id, n.changed, n.review, n.event`,
      )}
    ), ${toReview(tx, projectId)}
    ${tell(
      tx,
      {
        projectId,
        from: tx`rewritten r join tasks t on t.project_id = ${projectId} and t.id = r.task_id`,
        where: text`r.changed`,
        behind: text`t.id`,
      },
      event('result.updated', { ...ofTask('t'), reason: 'reversal', result_of: text`r.event` }),
    )}`
}
