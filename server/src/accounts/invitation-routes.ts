import type { Role } from '@whisker/api/endpoint.ts'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  readInvitation,
  revokeInvitation,
} from '@whisker/api/invitations.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, invalid, notFound } from '../problem.ts'
import { countAttempt } from '../shares/attempts.ts'
import { networkOf } from '../shares/network.ts'
import type { WithMail } from './has.ts'
import { type InvitationRow, makeInvitation, showInvitation } from './invitations.ts'
import { hashPassword, refuseFrequentPassword } from './passwords.ts'
import { joinProject } from './project-workers.ts'
import { hashSecret } from './secrets.ts'
import { beginSession, describeSession, handOver } from './sessions.ts'

/** Invitations: made by owners, opened by whoever has the link. */
export function invitationRoutes(router: Router<WithMail>): void {
  const { server } = router
  const { sql } = server

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
    const rows = await sql<InvitationRow[]>`
      select id, role, project_id, email, uses, max_uses, expires_at, created_at, token from invitations
      where workspace_id = ${caller.workspaceId} and revoked_at is null
        and (expires_at is null or expires_at > now()) and (max_uses is null or uses < max_uses)
      order by created_at desc limit 500`
    return { data: rows.map((row) => showInvitation(server, row, row.token)) }
  })

  route(router, revokeInvitation, async ({ caller, params }) => {
    const [revoked] = await sql`
      update invitations set revoked_at = now()
      where id = ${params.invitation_id} and workspace_id = ${caller.workspaceId} and revoked_at is null returning 1`
    if (!revoked) throw notFound('invitation')
    return undefined
  })

  route(router, readInvitation, async ({ caller, body, request }) => {
    await countAttempt(sql, `invitation:ip:${networkOf(request.ip)}`, 600, 15 * 60)
    const [row] = await sql<
      { role: Role | 'worker'; title: string; project_id: number | null; email: string | null }[]
    >`
      select i.role, w.title, i.project_id, i.email from invitations i join workspaces w on w.id = i.workspace_id
      where i.token_hash = ${hashSecret(body.token)} and i.revoked_at is null
        and (i.expires_at is null or i.expires_at > now())
        and (i.max_uses is null or i.uses < i.max_uses or ${joined(sql, caller?.personId ?? null)})`
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
      if (invitation.role !== 'worker') await checkMember(tx, body, invitation.email, caller?.personId ?? null)
      const personId = caller?.personId ?? (await makePerson(tx, body, passwordHash))
      await join(tx, invitation, personId)
      if (!caller) return beginSession(tx, request, personId, null)
      if (invitation.role !== 'worker')
        await tx`update sessions set workspace_id = ${invitation.workspace_id} where id = ${caller.sessionId}`
      return null
    })
    if (accepted === null) return describeSession(sql, (caller as { sessionId: string }).sessionId)
    const token = handOver(server, reply, accepted.token, body.cookie)
    return { ...(await describeSession(sql, accepted.id)), ...token }
  })
}

type Accept = { name?: string | undefined; email?: string | undefined; password?: string | undefined }
type Used = { workspace_id: number; project_id: number | null; role: Role | 'worker'; email: string | null }

/**
 * Counts one use; of two people at the last place, one gets it (the condition and the count are one statement). Who is
 * in the project already uses nothing up: a link may be opened again and again, also when it is used up.
 */
async function useInvitation(tx: Transaction, token: string, personId: string | null): Promise<Used> {
  const [used] = await tx<Used[]>`
    update invitations i set uses = uses + case when ${joined(tx, personId)} then 0 else 1 end
    where token_hash = ${hashSecret(token)} and revoked_at is null and (expires_at is null or expires_at > now())
      and (max_uses is null or uses < max_uses or ${joined(tx, personId)})
    returning workspace_id, project_id, role, email`
  if (!used) throw expired()
  return used
}

/** Condition: the person works in the project of invitation `i`. */
const joined = (sql: Queryable, personId: string | null) => sql`exists (
  select from project_workers w where w.project_id = i.project_id and w.person_id = ${personId} and w.removed_at is null)`

async function makePerson(
  tx: Transaction,
  { name, email, password }: Accept,
  passwordHash: string | null,
): Promise<string> {
  if ((email === undefined) !== (password === undefined))
    throw invalid([
      { pointer: email ? '/password' : '/email', code: 'required', detail: 'E-mail and password go together.' },
    ])
  const [person] = await tx<{ id: string }[]>`
    insert into people (name, email, password_hash) values (${name ?? ''}, ${email ?? null}, ${passwordHash})
    on conflict do nothing returning id`
  if (!person)
    throw new ApiProblem(
      'conflict',
      'There is an account with this e-mail already. Sign in first, then open the link again.',
    )
  return person.id
}

async function join(tx: Transaction, invitation: Used, personId: string): Promise<void> {
  if (invitation.role === 'worker') {
    const [joined] = await joinProject(tx, invitation.project_id, personId)
    if (!joined) throw new ApiProblem('forbidden', 'You were removed from this project. Ask who sent you the link.')
    return
  }
  // Whoever is a member already keeps a role that is not lower than the invitation's.
  await tx`
    insert into members (workspace_id, person_id, role) values (${invitation.workspace_id}, ${personId}, ${invitation.role})
    on conflict (workspace_id, person_id) do update set role = excluded.role
    where array_position(array['viewer', 'editor', 'owner'], excluded.role)
        > array_position(array['viewer', 'editor', 'owner'], members.role)`
}

/**
 * A member needs an account of their own, and an invitation that names an address is for nobody else. Who came by a
 * worker's link has none: as a member they would be locked out with their cookie.
 */
async function checkMember(
  tx: Transaction,
  body: Accept,
  invited: string | null,
  personId: string | null,
): Promise<void> {
  const [person] = await tx<{ email: string | null }[]>`select email from people where id = ${personId}`
  if (person && person.email === null)
    throw new ApiProblem(
      'conflict',
      'You are here as a worker without an account. Sign out, then open the link again to join with e-mail and password.',
    )
  if (person && invited !== null && person.email !== invited)
    throw new ApiProblem(
      'forbidden',
      'This invitation is for another e-mail address than the one you are signed in with. Sign out first if it is yours too.',
    )
  if (person) return
  const missing = (['name', 'email', 'password'] as const).filter((field) => body[field] === undefined)
  if (missing.length > 0)
    throw invalid(
      missing.map((field) => ({ pointer: `/${field}`, code: 'required', detail: 'is required to join a workspace.' })),
    )
  if (invited !== null && body.email !== invited)
    throw invalid([
      { pointer: '/email', code: 'other_email', detail: 'This invitation is for another e-mail address.' },
    ])
}

function expired(): ApiProblem {
  return new ApiProblem(
    'link_expired',
    'This link has been used up, has expired, or was revoked. Ask who sent it to you for a new one.',
  )
}
