import { createApiKey, listApiKeys, revokeApiKey } from '@whisker/api/keys.ts'
import { editMember, editWorkspace, listMembers, readWorkspace, removeMember } from '@whisker/api/workspaces.ts'
import { type Router, route } from '../http/route.ts'
import { notFound } from '../problem.ts'
import type { WithMail } from './has.ts'
import { keysOf, makeApiKey, revokeKey } from './keys.ts'
import { changeRole, endMembership, membersOf } from './members.ts'
import { rulerOf } from './oidc/ruler.ts'
import { findWorkspace, renameWorkspace } from './workspace.ts'

/** The workspace, its members and its API keys. */
export function memberRoutes(router: Router<WithMail>): void {
  const { sql, config } = router.server
  const members = async (workspaceId: number, personId?: string) =>
    membersOf(sql, workspaceId, await rulerOf(sql, config.oidc, workspaceId), personId)

  route(router, readWorkspace, async ({ caller }) => findWorkspace(sql, caller.workspaceId))

  route(router, editWorkspace, async ({ caller, body }) => renameWorkspace(sql, caller, body.title, body.based_on))

  route(router, listMembers, async ({ caller }) => ({ data: await members(caller.workspaceId) }))

  route(router, editMember, async ({ caller, params, body }) => {
    await changeRole(sql, caller, params.person_id, body.role, body.based_on)
    const [member] = await members(caller.workspaceId, params.person_id)
    if (!member) throw notFound('member')
    return member
  })

  route(router, removeMember, async ({ caller, params }) => {
    await endMembership(sql, caller.workspaceId, params.person_id)
    return undefined
  })

  route(router, createApiKey, async ({ caller, body }) => makeApiKey(sql, caller.workspaceId, body))

  route(router, listApiKeys, async ({ caller }) => ({ data: await keysOf(sql, caller.workspaceId) }))

  route(router, revokeApiKey, async ({ caller, params }) => {
    if (!(await revokeKey(sql, caller.workspaceId, params.key_id))) throw notFound('API key')
    return undefined
  })
}
