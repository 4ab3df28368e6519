import { Readable } from 'node:stream'
import {
  type Deletion,
  deleteAsset,
  deletePerson,
  deleteProject,
  deleteTask,
  exportPerson,
  listDeletions,
} from '@whisker/api/deletions.ts'
import { takeCookieBack } from '../accounts/sessions.ts'
import type { Server } from '../context.ts'
import { decodeCursor, encodeCursor, uuid } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { countAttempt } from '../shares/attempts.ts'
import { deletePicture } from './delete-picture.ts'
import { beginProjectDeletion } from './delete-project.ts'
import { deleteOneTask } from './delete-task.ts'
import { forgetPerson, requirePassword } from './forget-person.ts'
import { personData } from './person-data.ts'
import { deletionColumns } from './record.ts'

/** What goes away for good, and what is left to say of it. */
export function deletionRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, deleteProject, async ({ caller, params }) => {
    const deletion = await beginProjectDeletion(sql, caller, params.project_id)
    server.wake('deletions')
    return deletion
  })

  route(router, deleteTask, async ({ caller, params }) => deleteOneTask(sql, caller, params.task_id))

  route(router, deleteAsset, async ({ caller, params }) => deletePicture(server, caller, params.sha256))

  route(router, listDeletions, async ({ caller, query }) => {
    const limit = query.limit ?? 100
    const [before = null] = query.after === undefined ? [] : decodeCursor(query.after, [uuid])
    const rows = await sql<Deletion[]>`
      select ${deletionColumns(sql)} from deletions
      where workspace_id = ${caller.workspaceId}
        and (${before}::uuid is null or (requested_at, id) < (
          select requested_at, id from deletions where id = ${before} and workspace_id = ${caller.workspaceId}))
      order by requested_at desc, id desc limit ${limit + 1}`
    const data = rows.slice(0, limit)
    const last = data.at(-1)
    return { data, ...(rows.length > limit && last && { next: encodeCursor([last.id]) }) }
  })

  route(router, deletePerson, async ({ caller, body, reply }) => {
    await countAttempt(sql, `password:${caller.personId}`, 10, 15 * 60)
    await requirePassword(sql, caller.personId, body.password)
    await forgetPerson(sql, caller.personId)
    server.wake('deletions')
    takeCookieBack(server, reply)
    return undefined
  })

  route(router, exportPerson, async ({ caller, reply }) => {
    reply.headers({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'content-disposition': 'attachment; filename="whisker-my-data.json"',
    })
    return reply.send(Readable.from(personData(server.figures, caller.personId)))
  })
}
