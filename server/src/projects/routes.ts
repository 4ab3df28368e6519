import {
  archiveProject,
  createProject,
  editProject,
  listProjectVersions,
  pauseProject,
  previewConfidence,
  readLabelLink,
  readProject,
  resumeProject,
  unarchiveProject,
} from '@whisker/api/projects.ts'
import { labelLink } from '../accounts/invitations.ts'
import { reachOf } from '../consolidation/reach.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'
import { checkDraft } from './check-draft.ts'
import { editProjectRow, setProjectStatus } from './edit.ts'
import type { Followers } from './followers.ts'
import { insertProject } from './insert.ts'
import { findProject, requireProject } from './queries.ts'
import { versionsPage } from './versions.ts'

export function projectRoutes(router: Router, followers: Followers): void {
  const { server } = router
  const { sql } = server

  route(router, createProject, async ({ caller, body, commit }) => {
    checkDraft(server, body, body.language)
    return commit.transaction((tx) => insertProject(tx, caller.workspaceId, body, followers))
  })

  route(router, readProject, async ({ caller, params }) => findProject(sql, caller.workspaceId, params.project_id))

  route(router, editProject, async ({ caller, params, body }) => {
    const { language } = await findProject(sql, caller.workspaceId, params.project_id)
    checkDraft(server, body, body.language ?? language)
    const project = await editProjectRow(sql, caller, params.project_id, body, followers)
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
    return versionsPage(sql, params.project_id, query)
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
