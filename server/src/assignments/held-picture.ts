import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { readRenditionOf } from '../assets/renditions.ts'
import { unshownProblem } from '../assets/routes.ts'
import type { Server } from '../context.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { pictureColumns, pictureTables, type TaskPicture } from '../tasks/task-picture.ts'
import { findPracticePicture } from '../training/find-picture.ts'
import { mayChange } from './change-answer.ts'
import { passOver } from './pass-over.ts'

/** A picture of a task that a worker holds, or may still change their answer to, as they are shown it. @throws {ApiProblem} */
export async function readHeldPicture(
  server: Server,
  personId: string,
  { assignment_id, item, field }: { assignment_id: string; item: number; field: string },
): Promise<{ type: string; bytes: Buffer }> {
  const { sql } = server
  // The link is good for this worker, while they hold the task or may change their answer to it: nothing in it can be
  // signed, stripped or prolonged.
  const [held] = await sql<TaskPicture[]>`
    select ${pictureColumns(sql, field)} from assignments a ${pictureTables(sql, item, field)}
    where a.project_id = ${projectOf(assignment_id)} and a.id = ${assignment_id}
      and a.worker_id = ${personId} and (a.state = 'active' or exists (
        select from answers n join tasks t on t.project_id = n.project_id and t.id = n.task_id
        where n.project_id = a.project_id and n.task_id = a.task_id and n.worker_id = a.worker_id
          and n.assignment_id = a.id and ${mayChange(sql, personId)}))`
  const picture =
    held ?? (await findPracticePicture(sql, projectOf(assignment_id), assignment_id, personId, item, field))
  if (!picture?.value || !picture.rendition_type) throw notFound('picture')
  const asset = { workspace_id: picture.workspace_id, sha256: hashOfFile(picture.value) ?? '' }
  const shown = await readRenditionOf(server, asset, picture.rendition_type).catch((error: unknown) => {
    throw server.pictureFaults.noteError(error)
  })
  if (!shown.ok) {
    // Nobody else is to be given it. This worker keeps the hold, and what they have typed.
    if (shown.fault !== 'picture')
      await passOver(sql, projectOf(assignment_id), picture.task_id, {
        fault: shown.fault,
        reason: shown.reason,
      })
    throw unshownProblem(shown)
  }
  return shown
}
