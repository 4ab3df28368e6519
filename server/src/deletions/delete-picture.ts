import type { Deletion } from '@whisker/api/deletions.ts'
import { removeFiles } from '../assets/remove-files.ts'
import { mayNowSweep } from '../assets/sweep-pause.ts'
import type { Server } from '../context.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { type Asker, noteDeletion } from './record.ts'

/**
 * Deletes a picture at once: first the row, and only if no task points to it, then the files.
 *
 * @throws {ApiProblem} `conflict` while tasks show it, `unavailable` while a backup copies the pictures
 */
export async function deletePicture(server: Server, asker: Asker, sha256: string): Promise<Deletion> {
  const { sql } = server
  const deletion = (await sql.begin(async (tx) => {
    if (!(await mayNowSweep(tx)))
      throw new ApiProblem('unavailable', 'A backup is copying the pictures right now. Try again when it is done.', {
        retryAfterS: 60,
      })
    const [gone] = await tx`
      delete from assets a where a.workspace_id = ${asker.workspaceId} and a.sha256 = ${sha256}
        and not exists (select from task_assets t where t.workspace_id = a.workspace_id and t.sha256 = a.sha256)
      returning 1`
    if (gone) return noteDeletion(tx, asker, { kind: 'picture', subject: sha256, tasks: 0, isDone: true })
    const [shown] = await tx<{ tasks: number }[]>`
      select count(*)::int as tasks from (
        select from task_assets where workspace_id = ${asker.workspaceId} and sha256 = ${sha256} limit 1001) t`
    if (!shown || shown.tasks === 0) throw notFound('picture')
    const count =
      shown.tasks > 1000
        ? 'More than 1,000 tasks show'
        : shown.tasks === 1
          ? 'A task shows'
          : `${shown.tasks} tasks show`
    throw new ApiProblem(
      'conflict',
      `${count} this picture. Delete what shows it first; the picture then goes by itself.`,
    )
  })) as Deletion
  await removeFiles(server, [{ workspace_id: asker.workspaceId, sha256 }])
  return deletion
}
