import { reopenTask as reopenTaskEndpoint, type Task } from '@whisker/api/tasks.ts'
import type { Server } from '../context.ts'
import { settleTask } from '../crowd/settle.ts'
import type { Transaction } from '../database/connect.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'
import { findTask } from '../tasks/queries.ts'
import { reopenTask } from '../tasks/reopen.ts'

export function reopeningRoutes(router: Router<Server>): void {
  const { server } = router

  route(router, reopenTaskEndpoint, async ({ caller, params, commit }) => {
    const receipt = await commit.transaction((tx) => reopen(server, tx, caller.workspaceId, params.task_id))
    server.wake('renditions')
    return receipt
  })
}

async function reopen({ crowds }: Server, tx: Transaction, workspaceId: number, taskId: string): Promise<Task> {
  const reopened = await reopenTask(tx, workspaceId, taskId)
  const task = await findTask(tx, workspaceId, taskId)
  if (!reopened) throw whyNot(task)
  if (!reopened.full) return task
  // It has all the answers that its project asks for by now: they decide.
  await settleTask(tx, crowds, task.project_id, taskId)
  return findTask(tx, workspaceId, taskId)
}

function whyNot({ status, answers, answers_wanted }: Task): ApiProblem {
  if (status === 'open')
    return new ApiProblem('conflict', `The task is open already: it has ${answers} of ${answers_wanted} answers.`)
  if (status === 'completed' || status === 'needs_review')
    return new ApiProblem(
      'conflict',
      `The task is ${status.replace('_', ' ')}. To have more answers to it, ask again (POST /tasks/{id}/extra-answers).`,
    )
  return new ApiProblem('project_closed', 'The project is archived and takes no more answers. Unarchive it first.')
}
