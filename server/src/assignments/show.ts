import type { Assignment } from '@whisker/api/assignments.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import { StorageError } from '../assets/store.ts'
import type { Server } from '../context.ts'
import { mediumOf } from '../tasks/media/media.ts'
import type { TaskContent } from './content.ts'
import { giveBack, passOver } from './pass-over.ts'
import { lookAtPictures } from './show-pictures.ts'
import type { TakenTask } from './take.ts'
import { together } from './together.ts'
import { markUnreadable } from './unreadable.ts'

/**
 * Turns holds into what a worker sees: texts, and pictures behind links. Every picture has been looked at before, so that no
 * worker ever sees a broken one:
 * - a task with a picture that cannot be decoded becomes `unreadable` and is left out;
 * - one whose picture is missing or damaged for now is passed over (pass-over.ts), its hold ended, and left out;
 * - when the store itself is away nothing is concluded about any task. With `justTaken` the holds that cannot be shown are given
 *   back, and what can be shown is; without any, the fault is thrown (503).
 */
export async function showAssignments(
  server: Server,
  projectId: number,
  holds: (TakenTask & { content?: TaskContent })[],
  { justTaken = false } = {},
): Promise<Assignment[]> {
  if (holds.length === 0) return []
  const read = ({ content, task_id }: (typeof holds)[number]) =>
    content ?? together(server).readContent({ projectId, taskId: task_id })
  const ends = await Promise.all(holds.map(read)).then(
    (contents) =>
      Promise.allSettled(holds.map((hold, at) => showOne(server, projectId, hold, contents[at] as TaskContent))),
    (reason: unknown) => holds.map(() => ({ status: 'rejected', reason }) as const),
  )
  const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  for (const fault of faults) server.pictureFaults.noteError(fault)
  const shown = ends.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value] : []))
  if (faults.length === 0) return shown
  if (!justTaken) throw faults[0]
  const unshown = holds.filter((_, at) => ends[at]?.status === 'rejected').map(({ id }) => id)
  await giveBack(server.sql, projectId, unshown)
  const surprise = faults.find((fault) => !(fault instanceof StorageError))
  if (surprise !== undefined || shown.length === 0) throw surprise ?? faults[0]
  return shown
}

async function showOne(
  server: Server,
  projectId: number,
  hold: TakenTask,
  task: TaskContent,
): Promise<Assignment | null> {
  const looked = await lookAtPictures(server, task.workspace_id, task.pictures)
  if (!looked.ok) {
    if (looked.fault === 'picture') await markUnreadable(server.sql, projectId, task.task_id, looked.reason)
    else await passOver(server.sql, projectId, task.task_id, { fault: looked.fault, reason: looked.reason }, [hold.id])
    return null
  }
  const { sizes } = looked
  const items = task.items.map((item, index) => {
    const shown: Record<string, ShownValue> = {}
    for (const field of task.input_spec) {
      const value = item[field.name]
      if (value === undefined) continue
      const address = `${server.config.basePath}/assignments/${hold.id}/images/${index}/${field.name}`
      shown[field.name] = mediumOf(field).show(value, { address, sizes })
    }
    return shown
  })
  const { id, version, token, deadline, seconds_left } = hold
  return { id, project_id: projectId, version, token, deadline: new Date(deadline).toISOString(), seconds_left, items }
}
