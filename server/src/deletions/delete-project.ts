import type { Deletion } from '@whisker/api/deletions.ts'
import type { Sql } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import { notFound } from '../problem.ts'
import { type Asker, noteDeletion } from './record.ts'

/** The workspace of projects that are being deleted; nobody is a member of it. */
export const nowhere = 0

/**
 * Begins to delete a project. From the commit on nobody finds it: its workspace is one that nobody has, nobody has joined
 * it, and its links are gone, so what is under way for it ends with 404 like any unknown thing. What it was is told by one
 * event, in the workspace that had it. The rows go in the background, batch by batch (`removal-round.ts`).
 */
export async function beginProjectDeletion(sql: Sql, asker: Asker, projectId: number): Promise<Deletion> {
  return sql.begin(async (tx) => {
    const [hidden] = await tx`
      update projects set workspace_id = ${nowhere}, status = 'archived', callback_url = null, gold_wanted = 0,
             overlap_pending = false, rescore_from = null, updated_at = now()
      where id = ${projectId} and workspace_id = ${asker.workspaceId} returning 1`
    if (!hidden) throw notFound('project')
    await tx`delete from invitations where project_id = ${projectId}`
    await tx`delete from project_workers where project_id = ${projectId}`
    await tx`update webhooks set status = 'disabled', disabled_reason = 'Its project was deleted.' where project_id = ${projectId}`
    await tx`delete from crowds where project_id = ${projectId}`
    await tx`update buckets set sealed = null, sealed_with = null, paused_at = now(), lease = null where project_id = ${projectId}`
    // Of no project: those of this one are about to go.
    await recordEvent(tx, { workspaceId: asker.workspaceId }, 'project.deleted', { project_id: projectId })
    return noteDeletion(tx, asker, { kind: 'project', subject: String(projectId), tasks: 0, isDone: false })
  }) as Promise<Deletion>
}
