import type { Queryable } from '../database/connect.ts'

/** A picture of a task, and as what it is shown; null: it has not been decoded yet. */
export type TaskPicture = { workspace_id: number; task_id: string; value: string | null; rendition_type: string | null }

/** The columns of a {@link TaskPicture}, of the tables that `pictureTables` names. */
export const pictureColumns = (sql: Queryable, field: string) => sql`
  p.workspace_id, a.task_id, i."values" ->> ${field} as value, s.rendition_type`

/** Where the picture in a field of an item stands, for the task of a row `a` (project_id, task_id). */
export const pictureTables = (sql: Queryable, item: number, field: string) => sql`
  join projects p on p.id = a.project_id
  join items i on i.project_id = a.project_id and i.task_id = a.task_id and i.item = ${item}
  join task_assets ta on ta.project_id = a.project_id and ta.task_id = a.task_id
    and 'asset:' || ta.sha256 = i."values" ->> ${field}
  join assets s on s.workspace_id = ta.workspace_id and s.sha256 = ta.sha256`
