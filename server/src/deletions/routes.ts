import { Readable } from 'node:stream'
import {
  deleteAsset,
  deletePerson,
  deleteProject,
  deleteTask,
  exportPerson,
  listDeletions,
} from '@whisker/api/deletions.ts'
import { takeCookieBack } from '../accounts/sessions.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { countAttempt } from '../shares/attempts.ts'
import { deletePicture } from './delete-picture.ts'
import { beginProjectDeletion } from './delete-project.ts'
import { deleteOneTask } from './delete-task.ts'
import { forgetPerson, requirePassword } from './forget-person.ts'
import { personData } from './person-data.ts'
import { deletionsPage } from './record.ts'

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

  route(router, listDeletions, async ({ caller, query }) => deletionsPage(sql, caller.workspaceId, query))

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
