import { checkAnswer } from '@whisker/api/answers.ts'
import { changeAnswer as changeAnswerEndpoint, listOwnAnswers, readOwnStatistics } from '@whisker/api/own-work.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, invalid, notFound } from '../problem.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import { projectOf } from '../projects/ids.ts'
import { readAsked } from '../tasks/asked.ts'
import { changeAnswer, changeMinutes, findOwnForm } from './change-answer.ts'
import { ownAnswers } from './own-answers.ts'
import { ownStatistics } from './own-statistics.ts'

/** What a worker has done: their answers, which they may change for a while, and their figures. */
export function ownWorkRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, listOwnAnswers, async ({ caller, query }) =>
    ownAnswers(server, caller.personId, query.project_id, query.limit ?? 20, query.after),
  )

  route(router, readOwnStatistics, async ({ caller, query }) =>
    ownStatistics(sql, caller.personId, query.project_id, query.time_zone),
  )

  route(router, changeAnswerEndpoint, async ({ caller, params, body, request }) => {
    const { assignment_id: assignmentId } = params
    const own = { projectId: projectOf(assignmentId), assignmentId, workerId: caller.personId }
    let form = await findOwnForm(sql, own)
    request.isEven = form?.has_gold ?? false
    let changed: Awaited<ReturnType<typeof changeAnswer>> = null
    for (let checkedBy = 0; !changed && checkedBy !== form?.version; form = await findOwnForm(sql, own)) {
      if (!form) throw notFound('answer')
      checkedBy = form.version
      const asked = await readAsked(sql, own.projectId, form.task_id, form.output_spec)
      const checked = checkAnswer(form.output_spec, form.item_count, body.answer, answerChecks(asked))
      if (!checked.ok) throw invalid(checked.errors)
      const pseudonym = workerPseudonym(server.secret, form.workspace_id, own.workerId)
      changed = await changeAnswer(server, own, pseudonym, checked.answer, form)
    }
    if (!changed) throw new ApiProblem('too_late', whyItStands)
    server.wake('crowds')
    return changed
  })
}

const whyItStands = `An answer can be changed for ${changeMinutes} minutes, while the project goes on, its form stays as it is and you work on it. This one stands. Thank you for looking again.`
