import type { Assignment, ShownValue } from '@whisker/api/assignments.ts'
import type { InputField } from '@whisker/api/fields.ts'
import { ensureRendition } from '../assets/renditions.ts'
import type { Server } from '../context.ts'
import type { TakenTask } from './take.ts'
import { markUnreadable } from './unreadable.ts'

type TaskContent = {
  task_id: string
  workspace_id: number
  input_spec: InputField[]
  items: Record<string, string>[]
  pictures: {
    sha256: string
    width: number | null
    height: number | null
    type: string | null
    unreadable: string | null
  }[]
}

/**
 * Turns holds into what a worker sees: texts, and pictures behind links. Every picture has been decoded before: a task
 * with one that cannot be becomes `unreadable` here and is left out; no worker ever sees a broken picture.
 */
export async function showAssignments(server: Server, projectId: number, holds: TakenTask[]): Promise<Assignment[]> {
  if (holds.length === 0) return []
  const rows = await server.sql<TaskContent[]>`
    select t.id as task_id, p.workspace_id, v.input_spec,
           (select jsonb_agg(i."values" order by i.item) from items i where i.project_id = t.project_id and i.task_id = t.id) as items,
           coalesce((select jsonb_agg(jsonb_build_object('sha256', a.sha256, 'width', a.rendition_width,
                       'height', a.rendition_height, 'type', a.rendition_type, 'unreadable', a.unreadable))
                     from task_assets ta join assets a on a.workspace_id = ta.workspace_id and a.sha256 = ta.sha256
                     where ta.project_id = t.project_id and ta.task_id = t.id), '[]') as pictures
    from tasks t join projects p on p.id = t.project_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    where t.project_id = ${projectId} and t.id = any(${holds.map((hold) => hold.task_id)})`
  const contents = new Map(rows.map((row) => [row.task_id, row]))
  const shown = await Promise.all(
    holds.map((hold) => showOne(server, projectId, hold, contents.get(hold.task_id) as TaskContent)),
  )
  return shown.filter((assignment) => assignment !== null)
}

async function showOne(
  server: Server,
  projectId: number,
  hold: TakenTask,
  task: TaskContent,
): Promise<Assignment | null> {
  const sizes = new Map<string, { width: number; height: number }>()
  for (const picture of task.pictures) {
    if (picture.type !== null && picture.width !== null && picture.height !== null) {
      sizes.set(picture.sha256, { width: picture.width, height: picture.height })
      continue
    }
    const made = picture.unreadable
      ? { ok: false as const, reason: picture.unreadable }
      : await ensureRendition(server, { workspace_id: task.workspace_id, sha256: picture.sha256 }, true)
    if (!made.ok) {
      await markUnreadable(server.sql, projectId, task.task_id, made.reason)
      return null
    }
    sizes.set(picture.sha256, { width: made.rendition.width, height: made.rendition.height })
  }
  const items = task.items.map((item, index) => {
    const shown: Record<string, ShownValue> = {}
    for (const field of task.input_spec) {
      const value = item[field.name]
      if (value === undefined) continue
      const size = field.type === 'image' ? sizes.get(value.slice('asset:'.length)) : undefined
      shown[field.name] = size
        ? {
            type: 'image',
            url: `${server.config.basePath}/assignments/${hold.id}/images/${index}/${field.name}`,
            ...size,
          }
        : { type: 'text', text: value }
    }
    return shown
  })
  const { id, version, token, deadline, seconds_left } = hold
  return { id, project_id: projectId, version, token, deadline: new Date(deadline).toISOString(), seconds_left, items }
}
