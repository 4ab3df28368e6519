import type { Sql } from '../database/connect.ts'

type Picture = { workspace_id: number; task_id: string; value: string; rendition_type: string | null }

/** A picture of the practice task that a worker has open; the page keeps it on the screen after the answer. */
export async function findPracticePicture(
  sql: Sql,
  projectId: number,
  assignmentId: string,
  workerId: string,
  item: number,
  field: string,
): Promise<Picture | null> {
  const [picture] = await sql<Picture[]>`
    select p.workspace_id, a.task_id, i."values" ->> ${field} as value, s.rendition_type
    from training_answers a join projects p on p.id = a.project_id
    join items i on i.project_id = a.project_id and i.task_id = a.task_id and i.item = ${item}
    join task_assets ta on ta.project_id = a.project_id and ta.task_id = a.task_id
      and 'asset:' || ta.sha256 = i."values" ->> ${field}
    join assets s on s.workspace_id = ta.workspace_id and s.sha256 = ta.sha256
    where a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId} and a.answered_at is null`
  return picture ?? null
}
