import {
  extendAssignment,
  listAssignments,
  listWorkerProjects,
  readAssignmentImage,
  readWorkerProject,
  releaseAssignment,
  skipAssignment,
  submitAssignment,
  takeAssignments,
  withdrawAnswer as withdrawAnswerEndpoint,
} from '@whisker/api/assignments.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import { sendPicture } from '../assets/routes.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { answerQuestion } from '../training/answer-question.ts'
import { extendHold } from './end.ts'
import { endedProblem } from './ended.ts'
import { type Form, findForm } from './find-form.ts'
import { fitHold } from './fit-hold.ts'
import { giveTasks } from './give-tasks.ts'
import { giveUp } from './give-up.ts'
import { readHeldPicture } from './held-picture.ts'
import { heldTasks } from './held-tasks.ts'
import type { Hold } from './hold.ts'
import { NextTasks } from './next-tasks.ts'
import { heldPractice } from './practice.ts'
import { receiptOf } from './receipt.ts'
import { showAssignments } from './show.ts'
import { submitAnswer } from './submit.ts'
import { together } from './together.ts'
import { type Withdrawn, withdrawAnswer } from './withdraw.ts'
import { findWorkerProject, workerProjectsPage } from './worker-projects.ts'

export function assignmentRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, listWorkerProjects, async ({ caller, query }) => workerProjectsPage(sql, caller, query))

  route(router, readWorkerProject, async ({ caller, params, query }) => {
    const project = await findWorkerProject(sql, caller.personId, params.project_id, query.version ?? null)
    if (!project) throw unknownProject()
    return project
  })

  route(router, takeAssignments, async ({ caller, body: { project_id: projectId, count }, request }) => {
    const given = await giveTasks(server, { projectId, workerId: caller.personId, count }, request)
    if (!given) throw unknownProject()
    return given
  })

  route(router, listAssignments, async ({ caller, query }) => {
    const held = await heldTasks(sql, query.project_id, caller.personId)
    const practice = await heldPractice(server, query.project_id, caller.personId)
    return { assignments: [...practice, ...(await showAssignments(server, query.project_id, held))] }
  })

  const holdOf = (caller: { personId: string }, assignmentId: string, token: string): Hold => ({
    projectId: projectOf(assignmentId),
    assignmentId,
    workerId: caller.personId,
    token,
  })

  route(router, extendAssignment, async ({ caller, params, body }) => {
    const hold = holdOf(caller, params.assignment_id, body.token)
    const extended = await extendHold(sql, hold)
    if (!extended) throw await endedProblem(sql, hold)
    return extended
  })

  route(router, submitAssignment, async ({ caller, params, body, request }) => {
    const hold = holdOf(caller, params.assignment_id, body.token)
    const { forms, findForm: find } = together(server)
    const form = forms.of(hold) ?? (await find(hold))
    request.isEven = form?.has_gold ?? false
    if (!form) {
      const practised = await answerQuestion(sql, hold, body.answer)
      if (!practised) throw notFound('assignment')
      return { state: 'training' as const, ...practised }
    }
    const pseudonym = workerPseudonym(server.secret, form.workspace_id, hold.workerId)
    const next = body.take ? new NextTasks(server, hold, body.take, request) : null
    const submit = async (form: Form) => {
      const fitted = await fitHold(sql, hold, form, body.answer)
      next?.begin()
      server.answerPace.note()
      return submitAnswer(server, hold, pseudonym, fitted.answer, fitted.form, fitted)
    }
    let submitted = await submit(form)
    // The task has taken a newer form between the check and the statement: edits are seldom, and one look more is enough.
    for (let tries = 0; submitted.state === 'form_changed' && tries < 5; tries++) {
      const now = await find(hold)
      if (!now) throw notFound('assignment')
      request.isEven ||= now.has_gold
      submitted = await submit(now)
    }
    if (submitted.state !== 'counted') await next?.giveBack()
    const counted = receiptOf(submitted)
    server.wake('crowds')
    return { ...counted, next: await next?.given() }
  })

  route(router, withdrawAnswerEndpoint, async ({ caller, params, body, request }) => {
    const hold = holdOf(caller, params.assignment_id, body.token)
    const form = await findForm(sql, hold)
    request.isEven = form?.has_gold ?? false
    if (!form) throw await endedProblem(sql, hold)
    const withdrawn = await withdrawAnswer(sql, hold, workerPseudonym(server.secret, form.workspace_id, hold.workerId))
    if (withdrawn.state === 'unknown') throw notFound('assignment')
    if (withdrawn.state === 'kept') throw new ApiProblem('too_late', whyKept[withdrawn.why])
    const [assignment] = await showAssignments(server, hold.projectId, [withdrawn.task])
    if (!assignment) throw new ApiProblem('gone', 'This task is no longer needed. Thank you; go on with the next one.')
    return assignment
  })

  route(router, skipAssignment, async ({ caller, params, body: { token, reason, comment }, request }) => {
    server.shares.countSkip(caller.personId)
    const hold = holdOf(caller, params.assignment_id, token)
    const { forms, findForm: find } = together(server)
    const workspaceId = forms.workspaceOf(hold.projectId) ?? (await find(hold))?.workspace_id
    if (workspaceId === undefined) throw await endedProblem(sql, hold)
    const pseudonym = workerPseudonym(server.secret, workspaceId, hold.workerId)
    const ended = await giveUp(server, { hold, how: 'skipped', pseudonym, reason, comment })
    request.isEven = (ended ?? (await find(hold)))?.has_gold ?? false
    if (!ended) throw await endedProblem(sql, hold)
    return undefined
  })

  route(router, releaseAssignment, async ({ caller, params, body }) => {
    const hold = holdOf(caller, params.assignment_id, body.token)
    if (!(await giveUp(server, { hold, how: 'released' }))) throw await endedProblem(sql, hold)
    return undefined
  })

  route(router, readAssignmentImage, async ({ caller, params, reply }) => {
    const { type, bytes } = await readHeldPicture(server, caller.personId, params)
    return sendPicture(reply, type, bytes)
  })
}

const whyKept = {
  too_late: 'An answer can be taken back within ten seconds; this one stands.',
  not_counted: 'This answer came too late to count, so there is nothing to take back.',
  closed: 'This task takes no more answers; yours stands.',
  ended: 'There is no answer of yours here to take back.',
} satisfies Record<Extract<Withdrawn, { state: 'kept' }>['why'], string>

function unknownProject(): ApiProblem {
  return new ApiProblem('not_found', 'There is no such project for you. Open the link that you were sent again.')
}
