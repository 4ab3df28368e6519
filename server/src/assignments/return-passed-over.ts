import type { Server } from '../context.ts'
import type { Round } from '../jobs/loop.ts'
import { holdAside } from '../tasks/row/aside.ts'
import { comeBack, passOver } from './pass-over.ts'
import { lookAtPictures, type TaskPicture } from './show-pictures.ts'
import { markUnreadable } from './unreadable.ts'

const batch = 100
const atOnce = 4

type Due = { project_id: number; task_id: string; ended: boolean; workspace_id: number; pictures: TaskPicture[] }

/**
 * Looks again at the pictures of tasks that were passed over, those that are due first, and gives the tasks back whose
 * pictures can be shown. Where one has come back its neighbours probably have too (a volume is mounted again, a backup was put
 * back): then the next ones are looked at before they are due, until a whole batch brings nothing.
 *
 * Servers share the work: a row that was looked at is not due again before half a minute, unless its look says so.
 */
export function returnPassedOver(server: Server): Round {
  let isWave = false
  return async (signal) => {
    const due = await claimDue(server, isWave)
    let returned = 0
    const queue = due.values()
    const lane = async () => {
      for (const task of queue) if (!signal.aborted && (await lookAgain(server, task))) returned++
    }
    try {
      await Promise.all(Array.from({ length: atOnce }, lane))
    } catch (error) {
      throw server.pictureFaults.noteError(error)
    }
    if (returned > 0)
      server.log.info({ returned }, 'tasks whose pictures can be shown again were given back to the queue')
    isWave = returned > 0
    return isWave ? 'again' : 'done'
  }
}

function claimDue({ sql }: Server, isWave: boolean): Promise<Due[]> {
  return sql<Due[]>`
    with due as materialized (
      select project_id, task_id from passed_over
      where retry_at <= now() or ${isWave} and code <> 'decoder' and retry_at <= now() + interval '1 minute'
      order by retry_at limit ${batch} for update skip locked
    ), claimed as (
      ${holdAside(sql, sql`due`)}
    )
    select d.project_id, d.task_id, p.workspace_id, not (t.status = 'open' or t.gold) as ended,
           coalesce((select jsonb_agg(jsonb_build_object('sha256', a.sha256, 'width', a.rendition_width,
                       'height', a.rendition_height, 'type', a.rendition_type, 'unreadable', a.unreadable))
                     from task_assets ta join assets a on a.workspace_id = ta.workspace_id and a.sha256 = ta.sha256
                     where ta.project_id = d.project_id and ta.task_id = d.task_id), '[]') as pictures
    from due d join tasks t on t.project_id = d.project_id and t.id = d.task_id join projects p on p.id = d.project_id`
}

async function lookAgain(
  server: Server,
  { project_id, task_id, ended, workspace_id, pictures }: Due,
): Promise<boolean> {
  const looked = ended ? null : await lookAtPictures(server, workspace_id, pictures, false)
  if (!looked || looked.ok) {
    await comeBack(server.sql, project_id, task_id)
    return looked !== null
  }
  if (looked.fault === 'picture') await markUnreadable(server.sql, project_id, task_id, looked.reason)
  else await passOver(server.sql, project_id, task_id, { fault: looked.fault, reason: looked.reason })
  return false
}
