import type { Deletion } from '@whisker/api/deletions.ts'
import type { Sql } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { type Asker, noteDeletion } from './record.ts'
import { removeTasks } from './remove-tasks.ts'

/** Deletes one task at once. The models of its crowd forget its answers with the next refit, which is due now. */
export async function deleteOneTask(sql: Sql, asker: Asker, taskId: string): Promise<Deletion> {
  const projectId = projectOf(taskId)
  return sql.begin(async (tx) => {
    const [own] = await tx`
      select from tasks t join projects p on p.id = t.project_id
      where t.project_id = ${projectId} and t.id = ${taskId} and p.workspace_id = ${asker.workspaceId}`
    const [gone] = own ? await removeTasks(tx, projectId, [taskId]) : []
    if (!gone) throw notFound('task')
    await tx`update crowds set due_since = coalesce(due_since, now()) where project_id = ${projectId}`
    const about = { project_id: projectId, task_id: gone.id, external_id: gone.external_id }
    await recordEvent(tx, { workspaceId: asker.workspaceId, projectId }, 'task.deleted', about)
    return noteDeletion(tx, asker, { kind: 'task', subject: taskId, tasks: 1, isDone: true })
  }) as Promise<Deletion>
}
