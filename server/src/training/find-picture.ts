import type { Sql } from '../database/connect.ts'
import { pictureColumns, pictureTables, type TaskPicture } from '../tasks/task-picture.ts'

/** A picture of the practice task that a worker has open; the page keeps it on the screen after the answer. */
export async function findPracticePicture(
  sql: Sql,
  projectId: number,
  assignmentId: string,
  workerId: string,
  item: number,
  field: string,
): Promise<TaskPicture | null> {
  const [picture] = await sql<TaskPicture[]>`
    select ${pictureColumns(sql, field)} from training_answers a ${pictureTables(sql, item, field)}
    where a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId} and a.answered_at is null`
  return picture ?? null
}
