import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  readInvitation,
  revokeInvitation,
} from '@whisker/api/invitations.ts'
import { type Router, route } from '../http/route.ts'
import { notFound } from '../problem.ts'
import { countAttempt } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import { checkMember, expired, findInvitation, joinBy, makePerson, useInvitation } from './accept-invitation.ts'
import { noteDone } from './audit/record.ts'
import type { WithMail } from './has.ts'
import { makeInvitation, openInvitations, revoke, showInvitation } from './invitations.ts'
import { switchTo } from './own-sessions.ts'
import { hashPassword, refuseFrequentPassword } from './passwords.ts'
import { beginSession, describeSession, handOver } from './sessions.ts'

/** Invitations: made by owners, opened by whoever has the link. */
export function invitationRoutes(router: Router<WithMail>): void {
  const { server } = router
  const { sql } = server
  const { oidc } = server.config

  route(router, createInvitation, async ({ caller, body }) => {
    const made = await makeInvitation(sql, caller.workspaceId, body)
    if (!made) throw notFound('project')
    const shown = showInvitation(server, made.row, made.token)
    if (made.row.email) {
      const text = `You have been invited to a workspace on Whisker. Open this link within seven days:\n\n${shown.url}`
      await server.mail.send({ to: made.row.email, subject: 'An invitation to Whisker', text })
    }
    return shown
  })

  route(router, listInvitations, async ({ caller }) => {
    const rows = await openInvitations(sql, caller.workspaceId)
    return { data: rows.map((row) => showInvitation(server, row, row.token)) }
  })

  route(router, revokeInvitation, async ({ caller, params }) => {
    if (!(await revoke(sql, caller.workspaceId, params.invitation_id))) throw notFound('invitation')
    return undefined
  })

  route(router, readInvitation, async ({ caller, body, request }) => {
    await countAttempt(sql, `invitation:ip:${networkOf(request.ip)}`, 600, 15 * 60)
    const row = await findInvitation(sql, body.token, caller?.personId ?? null)
    if (!row) throw expired()
    return {
      role: row.role,
      workspace_title: row.role === 'worker' ? null : row.title,
      project_id: row.project_id,
      email: row.email,
    }
  })

  route(router, acceptInvitation, async ({ caller, body, request, reply }) => {
    await countAttempt(sql, `invitation:ip:${networkOf(request.ip)}`, 600, 15 * 60)
    if (body.password) refuseFrequentPassword(body.password, '/password')
    const passwordHash = body.password ? await hashPassword(body.password) : null
    const accepted = await sql.begin(async (tx) => {
      const invitation = await useInvitation(tx, body.token, caller?.personId ?? null)
      if (invitation.role !== 'worker')
        await checkMember(tx, body, invitation.email, caller, oidc?.only ? oidc.name : null)
      const personId = caller?.personId ?? (await makePerson(tx, body, passwordHash))
      await joinBy(tx, invitation, personId)
      const { workspace_id: workspaceId, role } = invitation
      if (role !== 'worker')
        await noteDone(tx, { action: 'member.joined', personId, workspaceId, detail: { role }, address: request.ip })
      if (!caller) return beginSession(tx, request, personId, null)
      if (invitation.role !== 'worker') await switchTo(tx, caller, invitation.workspace_id)
      return null
    })
    if (accepted === null) return describeSession(sql, (caller as { sessionId: string }).sessionId)
    const token = handOver(server, reply, accepted.token, body.cookie)
    return { ...(await describeSession(sql, accepted.id)), ...token }
  })
}
