import type { Transaction } from '../database/connect.ts'
import { projectOf } from '../projects/ids.ts'

/**
 * Waits for whoever is at work on the task. A statement that ends all holds of a task comes after: one that waits itself sees the
 * new row of the task, but not the hold that was committed with it, and would leave a hold that its task does not count.
 */
export async function lockTask(tx: Transaction, workspaceId: number, taskId: string): Promise<void> {
  await tx`
    select from tasks t join projects p on p.id = t.project_id
    where t.project_id = ${projectOf(taskId)} and t.id = ${taskId} and p.workspace_id = ${workspaceId}
    for update of t`
}
