import type { InputField } from '@whisker/api/fields.ts'
import type { Fragment, Sql } from '../database/connect.ts'
import type { TaskPicture } from './show-pictures.ts'

/** What a task asks about, and what is remembered of it until it is answered (remembered-forms.ts). */
export type TaskContent = {
  task_id: string
  workspace_id: number
  input_spec: InputField[]
  items: Record<string, string>[]
  pictures: TaskPicture[]
  wanted: number
  item_count: number
  answer_changes: number
}

export type TaskOf = { projectId: number; taskId: string }

/**
 * The content of a task `t`, in a version of its form, as a row. Written so that only the key fits: on tables of which nothing is known
 * the planner reads all tasks of the project (hot-plans.test.ts).
 */
export const contentOf = (sql: Sql, projectId: Fragment, taskId: Fragment, version: Fragment) => sql`
  select t.id as task_id, p.workspace_id, v.input_spec, t.wanted, t.item_count, t.answer_changes,
         (select jsonb_agg(i."values" order by i.item) from items i where i.project_id = t.project_id and i.task_id = t.id) as items,
         coalesce((select jsonb_agg(jsonb_build_object('sha256', a.sha256, 'width', a.rendition_width,
                     'height', a.rendition_height, 'type', a.rendition_type, 'unreadable', a.unreadable,
                     'original', jsonb_build_object('width', a.width, 'height', a.height)))
                   from task_assets ta join assets a on a.workspace_id = ta.workspace_id and a.sha256 = ta.sha256
                   where ta.project_id = t.project_id and ta.task_id = t.id), '[]') as pictures
  from (
    select * from tasks t where t.project_id = ${projectId} and t.id between ${taskId} and ${taskId} order by t.id limit 1) t
  join projects p on p.id = t.project_id
  join project_versions v on v.project_id = t.project_id and v.version = ${version}`

/** The contents of tasks, in their order. */
export async function readContents(sql: Sql, tasks: TaskOf[]): Promise<(TaskContent | undefined)[]> {
  const named = tasks.map(({ projectId, taskId }) => ({ project_id: projectId, task_id: taskId }))
  const rows = await sql<TaskContent[]>`
    select c.* from jsonb_to_recordset(${sql.json(named)}) as w (project_id int, task_id uuid) cross join lateral (
      ${contentOf(sql, sql`w.project_id`, sql`w.task_id`, sql`t.version`)}) c`
  const byId = new Map(rows.map((row) => [row.task_id, row]))
  return tasks.map(({ taskId }) => byId.get(taskId))
}
