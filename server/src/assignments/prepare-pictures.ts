import { ensureRendition } from '../assets/renditions.ts'
import type { Server } from '../context.ts'
import type { Round } from '../jobs/loop.ts'
import { passOver } from './pass-over.ts'
import { markUnreadable } from './unreadable.ts'

// How far ahead of the workers pictures are made: the head of each lane of each active project. What is taken leaves the
// head, so the window moves along with the work, and a million pictures are not rendered for a project nobody works on.
const ahead = 200
const batch = 24

type Due = { project_id: number; task_id: string; workspace_id: number; sha256: string; unreadable: string | null }

/**
 * Makes the workers' copies of the pictures that will be needed next, in the background. While pictures come in, only for projects
 * that somebody works on: the others have time when intake rests.
 */
export function preparePictures(server: Server): Round {
  return async (signal) => {
    const due = await server.sql<Due[]>`
      select head.project_id, head.id as task_id, a.workspace_id, a.sha256, a.unreadable
      from projects p
      cross join (values (1::smallint), (0::smallint), (2::smallint), (3::smallint)) as lane (lane)
      cross join lateral (
        select t.project_id, t.id from tasks t
        where t.project_id = p.id and t.lane = lane.lane and (t.status = 'open' or t.gold) and t.answered + t.active < t.wanted
        order by t.queue_xid, t.position limit ${ahead}) head
      join task_assets ta on ta.project_id = head.project_id and ta.task_id = head.id
      join assets a on a.workspace_id = ta.workspace_id and a.sha256 = ta.sha256
      where p.status = 'active' and a.rendition_type is null
        and (not ${server.intakePace.isBusy()}::boolean
             or exists (select from assignments held where held.project_id = p.id and held.state = 'active'))
      limit ${batch}`
    for (const picture of due) {
      if (signal.aborted) return 'done'
      const made = picture.unreadable
        ? { ok: false as const, fault: 'picture' as const, reason: picture.unreadable }
        : await ensureRendition(server, picture, false)
      if (made.ok) continue
      const { project_id, task_id } = picture
      if (made.fault === 'picture') await markUnreadable(server.sql, project_id, task_id, made.reason)
      else await passOver(server.sql, project_id, task_id, { fault: made.fault, reason: made.reason })
    }
    return due.length === batch ? 'again' : 'done'
  }
}
