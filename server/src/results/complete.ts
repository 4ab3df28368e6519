import type { AnswerItem } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { ItemResult } from '@whisker/api/tasks.ts'
import { consolidateByMajority } from '../consolidation/majority.ts'
import type { Transaction } from '../database/connect.ts'
import { resultColumns } from '../tasks/result-row.ts'

// A task of 50 items with 50 fields can have a result of megabytes; an event stays below 20 KB.
const mostEventBytes = 16_000

/**
 * Makes the result of a task that has all its answers, in the transaction that brought the last one. The caller holds
 * the lock of the task's row, so nobody else does the same.
 */
export async function completeTask(tx: Transaction, projectId: number, taskId: string): Promise<void> {
  const [task] = await tx<{ output_spec: OutputField[]; item_count: number; answers: AnswerItem[][] }[]>`
    select v.output_spec, t.item_count,
           (select jsonb_agg(a."values" order by a.submitted_at, a.worker_id) from answers a
            where a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted') as answers
    from tasks t join project_versions v on v.project_id = t.project_id and v.version = t.version
    where t.project_id = ${projectId} and t.id = ${taskId}`
  if (!task) throw new Error('The task to complete is not there.')
  const { fields, confidence, labels } = resultColumns(
    projectId,
    consolidate(task.output_spec, task.item_count, task.answers),
  )
  await tx`
    with done as (
      update tasks set status = 'completed', completed_at = now()
      where project_id = ${projectId} and id = ${taskId} and status = 'open' returning id, external_id, answered
    ), result as (
      insert into results (project_id, task_id, fields, answers, confidence, labels)
      select ${projectId}, id, ${tx.json(fields)}, answered, ${confidence}, ${labels} from done
    )
    insert into events (project_id, workspace_id, type, data)
    select ${projectId}, p.workspace_id, 'task.completed', jsonb_build_object('project_id', ${projectId}::int,
             'task_id', d.id, 'external_id', d.external_id, 'answers', d.answered,
             'result', ${tx.json(shortEnough(fields))}::jsonb)
    from done d, projects p where p.id = ${projectId}`
}

/** A result as its event carries it: null when it is too long, and the receiver reads the task. */
export function shortEnough(fields: ItemResult[] | null): ItemResult[] | null {
  return fields !== null && Buffer.byteLength(JSON.stringify(fields)) <= mostEventBytes ? fields : null
}

/** Majority over normalised values, for each field of each item; the votes are kept. */
export function consolidate(fields: readonly OutputField[], itemCount: number, answers: AnswerItem[][]): ItemResult[] {
  return Array.from({ length: itemCount }, (_, item) => {
    const result: ItemResult = {}
    for (const field of fields) {
      const values = answers.map((answer) => answer[item]?.[field.name] ?? null)
      result[field.name] = consolidateByMajority(field, values)
    }
    return result
  })
}
