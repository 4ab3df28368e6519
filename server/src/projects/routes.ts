import {
  archiveProject,
  createProject,
  editProject,
  listProjectVersions,
  type Project,
  type ProjectDraft,
  pauseProject,
  previewConfidence,
  readLabelLink,
  readProject,
  resumeProject,
  unarchiveProject,
} from '@whisker/api/projects.ts'
import type { z } from 'zod'
import { labelLink, makeInvitation } from '../accounts/invitations.ts'
import { reachOf } from '../consolidation/reach.ts'
import type { Transaction } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { recordEvent } from '../events/tell.ts'
import { decodeCursor, digits, fittedPage } from '../http/cursor.ts'
import { once } from '../http/receipts.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'
import { checkDraft } from './check-draft.ts'
import { editProjectRow, followCallback, setProjectStatus } from './edit.ts'
import { splitSpec } from './naming.ts'
import { findProject, requireProject } from './queries.ts'

export function projectRoutes(router: Router): void {
  const { server } = router
  const { sql } = server

  route(router, createProject, async ({ caller, body, request, reply }) => {
    checkDraft(server, body, body.language)
    const outcome = await once(sql, request, caller.workspaceId, async (tx) => ({
      status: 201,
      body: await insertProject(tx, caller.workspaceId, body),
    }))
    if (outcome.replayed) reply.header('Idempotent-Replayed', 'true')
    return outcome.body as Project
  })

  route(router, readProject, async ({ caller, params }) => findProject(sql, caller.workspaceId, params.project_id))

  route(router, editProject, async ({ caller, params, body }) => {
    const { language } = await findProject(sql, caller.workspaceId, params.project_id)
    checkDraft(server, body, body.language ?? language)
    const project = await editProjectRow(sql, caller, params.project_id, body)
    server.wake('forms')
    server.wake('overlap')
    server.wake('refit')
    server.wake('gold')
    return project
  })

  route(router, previewConfidence, async ({ body: { output_spec, answers } }) => ({
    data: output_spec.map((field) => ({ field: field.name, ...reachOf(field, answers) })),
  }))

  route(router, listProjectVersions, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const limit = query.limit ?? 1000
    const [before = '2147483648'] = query.after ? decodeCursor(query.after, [digits]) : []
    const rows = await sql<(VersionRow & { of_rows: string })[]>`
      select * from ${fitting(
        sql,
        sql`
          select row_number() over (order by version desc) as pos, version, input_spec, output_spec, created_at
          from project_versions where project_id = ${params.project_id} and version < ${before}::bigint
          order by version desc limit ${limit + 1}`,
        (size) => sql`${size(sql`x.input_spec`)} + ${size(sql`x.output_spec`)}`,
      )} page order by pos`
    return fittedPage(rows, limit, (last) => [last.version])
  })

  route(router, pauseProject, async ({ caller, params }) =>
    setProjectStatus(sql, caller.workspaceId, params.project_id, ['active'], 'paused'),
  )
  route(router, resumeProject, async ({ caller, params }) =>
    setProjectStatus(sql, caller.workspaceId, params.project_id, ['paused'], 'active'),
  )
  route(router, archiveProject, async ({ caller, params }) =>
    setProjectStatus(sql, caller.workspaceId, params.project_id, ['active', 'paused'], 'archived'),
  )
  route(router, unarchiveProject, async ({ caller, params }) =>
    setProjectStatus(sql, caller.workspaceId, params.project_id, ['archived'], 'active'),
  )

  route(router, readLabelLink, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const url = await labelLink(server, caller.workspaceId, params.project_id)
    if (!url)
      throw new ApiProblem('link_expired', 'The link of this project was revoked. An owner can make another one.')
    return { url }
  })
}

type VersionRow = Pick<Project, 'version' | 'input_spec' | 'output_spec' | 'created_at'>
type Draft = z.output<typeof ProjectDraft>

async function insertProject(tx: Transaction, workspaceId: number, draft: Draft): Promise<Project> {
  const { input_spec, output_spec, max_answers = draft.min_answers, synonyms, apart, training, ...settings } = draft
  const { form, joining } = splitSpec(output_spec)
  const json = {
    ...{ synonyms: tx.json(synonyms) as never, apart: tx.json(apart) as never, joining: tx.json(joining) as never },
    training: training && (tx.json(training) as never),
  }
  const [row] = await tx<{ id: number }[]>`
    insert into projects ${tx({ ...settings, ...json, max_answers, workspace_id: workspaceId })} returning id`
  const id = (row as { id: number }).id
  await tx`
    insert into project_versions (project_id, version, input_spec, output_spec)
    values (${id}, 1, ${tx.json(input_spec)}, ${tx.json(form)})`
  await followCallback(tx, workspaceId, { id, callback_url: draft.callback_url })
  await makeInvitation(tx, workspaceId, { role: 'worker', project_id: id })
  await recordEvent(tx, { workspaceId, projectId: id }, 'project.created', { project_id: id })
  return findProject(tx, workspaceId, id)
}
