import { Readable } from 'node:stream'
import { listTaskEvents } from '@whisker/api/events.ts'
import { createTask, createTasks } from '@whisker/api/intake.ts'
import { listAnswers, listProjectAnswers } from '@whisker/api/task-answers.ts'
import { askAgain, cancelTask, listTasks, lookUpTasks, readTask } from '@whisker/api/tasks.ts'
import { findWorker } from '../answers/find-worker.ts'
import { taskEventsPage } from '../events/of-task.ts'
import { cutSlowStream } from '../http/body.ts'
import { type Router, route } from '../http/route.ts'
import { streamReceipts } from '../http/stream-receipts.ts'
import { requireProject } from '../projects/queries.ts'
import { answersOfTask, latestAnswers } from './answers.ts'
import { askAboutAgain } from './ask-again.ts'
import { createTasksInBulk } from './bulk.ts'
import { cancelOpenTask } from './cancel.ts'
import { createOneTask } from './create.ts'
import type { WithTasks } from './has.ts'
import { findIntakeProject } from './intake-project.ts'
import { listPage } from './list.ts'
import { findByIds } from './look-up.ts'
import { refuseOtherForms } from './other-forms.ts'
import { findTask } from './queries.ts'
import { roomForLine } from './room-for-line.ts'

export function taskRoutes(router: Router<WithTasks>): void {
  const { server } = router
  const { sql } = server

  route(router, createTask, async ({ caller, body, commit, reply }) => {
    const receipt = await createOneTask(server, caller, body, (write) =>
      commit.statement(async (tx) => {
        const { sentBefore, receipt } = await write(tx)
        if (sentBefore) reply.code(200)
        return receipt
      }),
    )
    server.wake('renditions')
    server.wake('passed_over')
    return receipt
  })

  route(router, createTasks, async ({ caller, query, request, reply }) => {
    const project = await findIntakeProject(sql, caller.workspaceId, query.project_id)
    const name = `workspace:${caller.workspaceId}`
    const place = await server.shares.enter('streams', name)
    const body = request.body instanceof Readable ? request.body : Readable.from([])
    const lines = await refuseOtherForms(cutSlowStream(body, () => server.shares.step(name))).catch((error) => {
      place.leave()
      throw error
    })
    const enter = () => roomForLine(server, name, body)
    await streamReceipts(request, reply, async (send) => {
      for await (const receipts of createTasksInBulk(server, caller, project, lines, enter)) await send(receipts)
    }).finally(place.leave)
    server.wake('renditions')
    server.wake('passed_over')
    return reply
  })

  route(router, lookUpTasks, async ({ caller, body }) => {
    await requireProject(sql, caller.workspaceId, body.project_id)
    return { found: await findByIds(sql, body.project_id, body.external_ids) }
  })

  route(router, listTasks, async ({ caller, query }) => {
    await requireProject(sql, caller.workspaceId, query.project_id)
    const worker =
      query.worker === undefined
        ? undefined
        : await findWorker(sql, server.secret, caller.workspaceId, query.project_id, query.worker)
    return listPage(sql, { ...query, worker })
  })

  route(router, readTask, async ({ caller, params }) => findTask(sql, caller.workspaceId, params.task_id))

  route(router, cancelTask, async ({ caller, params }) => cancelOpenTask(sql, caller.workspaceId, params.task_id))

  route(router, askAgain, async ({ caller, params, body, commit }) =>
    commit.transaction((tx) => askAboutAgain(tx, caller.workspaceId, params.task_id, body.count)),
  )

  route(router, listTaskEvents, async ({ caller, params, query }) => {
    const task = await findTask(sql, caller.workspaceId, params.task_id)
    return taskEventsPage(sql, task, query)
  })

  route(router, listAnswers, async ({ caller, params, query }) => {
    const task = await findTask(sql, caller.workspaceId, params.task_id)
    return answersOfTask(server, caller.workspaceId, task.id, query)
  })

  route(router, listProjectAnswers, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return latestAnswers(server, caller.workspaceId, params.project_id, query)
  })
}
