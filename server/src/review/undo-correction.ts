import type { Crowds } from '../crowd/crowds.ts'
import { settleTask } from '../crowd/settle.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { eventResultOf } from '../events/result.ts'
import { event, ofTask, reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { projectOf } from '../projects/ids.ts'
import { drop, restore } from '../results/rewrite.ts'
import { standAsBefore } from '../tasks/row/open.ts'
import { refuseTakingBack } from '../tasks/taking-back.ts'
import { endCorrection } from './live-correction.ts'

/**
 * Takes a correction back: the result of the answers, the task's status and its form before it are there again, under this
 * transaction, so that exports give the result once more. Invariant: what was live is ended exactly once, and only then
 * is anything else written; two who undo at once meet at the task's row, and the second finds nothing to end.
 *
 * A task that was cancelled or asked about meanwhile cannot be one with a correction: both need it to be undone first.
 *
 * @throws 409 `changed_meanwhile`: somebody has corrected it otherwise since `basedOn`
 */
export async function undoCorrectionOf(
  { sql, crowds }: { sql: Sql; crowds: Crowds },
  workspaceId: number,
  taskId: string,
  basedOn: string | undefined,
): Promise<void> {
  const projectId = projectOf(taskId)
  await sql.begin(async (tx) => {
    await refuseTakingBack(tx as Transaction, workspaceId, taskId, { what: 'result', basedOn })
    const [back] = await tx<{ is_full: boolean }[]>`
      with task as materialized (
        select t.id, t.external_id from tasks t join projects p on p.id = t.project_id
        where t.project_id = ${projectId} and t.id = ${taskId} and t.status = 'completed' and p.workspace_id = ${workspaceId}
        for update of t
      ), ended as (
        ${endCorrection(tx, projectId, tx`select id from task`)}
      ), restored as (
        ${restore(tx, projectId, tx`ended`)}
      ), removed as (
        ${drop(tx, projectId, tx`select task_id from ended where before is null`)}
      ), back as (
        ${standAsBefore(tx, projectId, tx`ended`)}
      ), event as (
        ${tell(
          tx,
          { projectId, workspaceId, from: text`back b` },
          event('result.updated', {
            ...ofTask('b'),
            reason: 'correction_undone',
            result_of: eventResultOf(tx, tx`select fields from restored`),
          }),
          reopened('b', tx`b.is_open`),
        )}
      )
      select is_open and is_full as is_full from back`
    if (back?.is_full) await settleTask(tx, crowds, projectId, taskId)
  })
}
