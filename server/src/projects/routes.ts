import type { OutputField } from '@whisker/api/fields.ts'
import {
  archiveProject,
  createProject,
  editProject,
  listProjects,
  listProjectVersions,
  type Project,
  type ProjectDraft,
  type ProjectEdit,
  pauseProject,
  previewConfidence,
  previewEdit,
  readLabelLink,
  readProgress,
  readProject,
  resumeProject,
  unarchiveProject,
} from '@whisker/api/projects.ts'
import { listProjectWorkers } from '@whisker/api/workers.ts'
import { readUsage } from '@whisker/api/workspaces.ts'
import type { z } from 'zod'
import { labelLink, makeInvitation } from '../accounts/invitations.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import { reachOf } from '../consolidation/reach.ts'
import type { Transaction } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { recordEvent } from '../events/tell.ts'
import { decodeCursor, digits, fittedPage } from '../http/cursor.ts'
import { once } from '../http/receipts.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, invalid, invalidField } from '../problem.ts'
import { editProjectRow, followCallback, setProjectStatus } from './edit.ts'
import { formEffect } from './form-effect.ts'
import { checkNaming, splitSpec } from './naming.ts'
import { checkPatterns } from './pattern.ts'
import { projectProgress, projectsProgress } from './progress.ts'
import { findProject, type ProjectRow, projectColumns, requireProject, shownProject } from './queries.ts'
import { workspaceUsage } from './usage.ts'
import { projectWorkers } from './workers.ts'

export function projectRoutes(router: Router): void {
  const { server } = router
  const { sql } = server

  /** What the schema cannot know: patterns that compile, addresses that may be called. */
  function check(draft: Partial<z.output<typeof ProjectEdit>>, language: string): void {
    const { output_spec = [], synonyms = [], apart = [] } = draft
    const faults = [...checkPatterns(output_spec), ...checkNaming(language, synonyms, apart)]
    if (faults.length > 0) throw invalid(faults)
    if (typeof draft.callback_url !== 'string') return
    const url = server.egress.checkUrl(draft.callback_url)
    if (!url.ok) throw invalidField('/callback_url', url.code, url.detail)
  }

  route(router, createProject, async ({ caller, body, request, reply }) => {
    check(body, body.language)
    const outcome = await once(sql, request, caller.workspaceId, async (tx) => ({
      status: 201,
      body: await insertProject(tx, caller.workspaceId, body),
    }))
    if (outcome.replayed) reply.header('Idempotent-Replayed', 'true')
    return outcome.body as Project
  })

  route(router, listProjects, async ({ caller, query }) => {
    const limit = query.limit ?? 100
    const [before = '2147483648'] = query.after ? decodeCursor(query.after, [digits]) : []
    const rows = await sql<(ProjectRow & { of_rows: string })[]>`
      select * from ${fitting(
        sql,
        sql`
          select row_number() over (order by p.id desc) as pos, ${projectColumns(sql)}
          from projects p join project_versions v on v.project_id = p.id and v.version = p.version
          where p.workspace_id = ${caller.workspaceId} and p.id < ${before}::bigint
            and (${query.status ?? null}::text is null or p.status = ${query.status ?? null})
          order by p.id desc limit ${limit + 1}`,
        (size) =>
          sql`${size(sql`x.input_spec`)} + ${size(sql`x.output_spec`)} + ${size(sql`x.synonyms`)} + ${size(sql`x.apart`)} + ${size(sql`x.public_description`)}`,
      )} page order by pos`
    const { data: shown, ...more } = fittedPage(rows, limit, (last) => [last.id])
    const progress = await projectsProgress(
      sql,
      shown.map(({ id }) => id),
    )
    return {
      data: shown.map((project) => ({ ...shownProject(project), progress: progress.get(project.id)! })),
      ...more,
    }
  })

  route(router, readProject, async ({ caller, params }) => findProject(sql, caller.workspaceId, params.project_id))

  route(router, editProject, async ({ caller, params, body }) => {
    const { language } = await findProject(sql, caller.workspaceId, params.project_id)
    check(body, body.language ?? language)
    const project = await editProjectRow(sql, caller, params.project_id, body)
    server.wake('forms')
    server.wake('overlap')
    server.wake('refit')
    server.wake('gold')
    return project
  })

  route(router, previewEdit, async ({ caller, params, body }) => {
    const project = await findProject(sql, caller.workspaceId, params.project_id)
    check(body, project.language)
    const form = (spec: readonly OutputField[]) => splitSpec(spec).form
    const asked = body.output_spec ? { ...body, output_spec: form(body.output_spec) } : body
    return formEffect(server.figures, { ...project, output_spec: form(project.output_spec) }, asked)
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

  route(router, readProgress, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return projectProgress(sql, params.project_id)
  })

  route(router, readUsage, async ({ caller }) => workspaceUsage(server.patient, caller.workspaceId))

  route(router, readLabelLink, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const url = await labelLink(server, caller.workspaceId, params.project_id)
    if (!url)
      throw new ApiProblem('link_expired', 'The link of this project was revoked. An owner can make another one.')
    return { url }
  })

  route(router, listProjectWorkers, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const rows = await projectWorkers(server.patient, params.project_id)
    const data = rows.map(({ person_id, ...row }) => ({
      ...row,
      worker_id: workerPseudonym(server.secret, caller.workspaceId, person_id),
    }))
    return { data }
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
