import { refuseOverwrite } from '../accounts/overwrite.ts'
import type { Transaction } from '../database/connect.ts'
import { projectOf } from '../projects/ids.ts'
import { lockTask } from './lock.ts'
import { decidedAt, decidedBy } from './queries.ts'

type Decided = { said: unknown; at: string; by: string | null | 'unknown' }

/**
 * Before a correction (`result`) or a known answer (`answer`) is taken back by somebody who says which one they have read: it is to
 * be that one. Locks the task, so that it is still that one afterwards.
 *
 * @throws 409 `changed_meanwhile`
 */
export async function refuseTakingBack(
  tx: Transaction,
  workspaceId: number,
  taskId: string,
  { what, basedOn }: { what: 'result' | 'answer'; basedOn: string | undefined },
): Promise<void> {
  if (basedOn === undefined) return
  await lockTask(tx, workspaceId, taskId)
  const [decided] = await tx<Decided[]>`
    select coalesce(g.answer, c.result) as said, ${decidedAt(tx)} as at, ${decidedBy(tx)} as by
    from tasks t join projects p on p.id = t.project_id
    join results r on r.project_id = t.project_id and r.task_id = t.id
    left join gold g on g.project_id = t.project_id and g.task_id = t.id
    left join corrections c on c.project_id = t.project_id and c.task_id = t.id and c.ended_at is null
    where t.project_id = ${projectOf(taskId)} and t.id = ${taskId} and p.workspace_id = ${workspaceId}
      and ${what === 'answer' ? tx`g.task_id is not null` : tx`g.task_id is null and c.id is not null`}`
  // Nothing stands there: taking it back once more changes nothing.
  if (!decided) return
  const { said, at, by } = decided
  const decision = {
    noun: 'task',
    stamp: 'decided_at',
    before: { [what]: said },
    changed: { [what]: { at, by } },
  } as const
  await refuseOverwrite(tx, decision, { [what]: null }, basedOn)
}
