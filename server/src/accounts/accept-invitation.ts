import type { Role } from '@whisker/api/endpoint.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { ApiProblem, invalid } from '../problem.ts'
import { addMember } from './members.ts'
import { beganAtProvider } from './oidc/identities.ts'
import { addPerson, emailOf } from './people.ts'
import { joinProject } from './project-workers.ts'
import { hashSecret } from './secrets.ts'

type Accept = { name?: string | undefined; email?: string | undefined; password?: string | undefined }
type Shown = { role: Role | 'worker'; title: string; project_id: number | null; email: string | null }
type Used = { workspace_id: number; project_id: number | null; role: Role | 'worker'; email: string | null }

/**
 * Counts one use; of two people at the last place, one gets it (the condition and the count are one statement). Who is
 * in the project already uses nothing up: a link may be opened again and again, also when it is used up.
 */
export async function useInvitation(tx: Transaction, token: string, personId: string | null): Promise<Used> {
  const [used] = await tx<Used[]>`
    update invitations i set uses = uses + case when ${joined(tx, personId)} then 0 else 1 end
    where token_hash = ${hashSecret(token)} and revoked_at is null and (expires_at is null or expires_at > now())
      and (max_uses is null or uses < max_uses or ${joined(tx, personId)})
    returning workspace_id, project_id, role, email`
  if (!used) throw expired()
  return used
}

/** What an invitation that can be used says of itself; null when there is none. */
export async function findInvitation(sql: Queryable, token: string, personId: string | null): Promise<Shown | null> {
  const [row] = await sql<Shown[]>`
    select i.role, w.title, i.project_id, i.email from invitations i join workspaces w on w.id = i.workspace_id
    where i.token_hash = ${hashSecret(token)} and i.revoked_at is null
      and (i.expires_at is null or i.expires_at > now())
      and (i.max_uses is null or i.uses < i.max_uses or ${joined(sql, personId)})`
  return row ?? null
}

/** Condition: the person works in the project of invitation `i`. */
const joined = (sql: Queryable, personId: string | null) => sql`exists (
  select from project_workers w where w.project_id = i.project_id and w.person_id = ${personId} and w.removed_at is null)`

export async function makePerson(
  tx: Transaction,
  { name, email, password }: Accept,
  passwordHash: string | null,
): Promise<string> {
  if ((email === undefined) !== (password === undefined))
    throw invalid([
      {
        pointer: email ? '/password' : '/email',
        code: 'required',
        detail: 'Send e-mail and password together, or neither of them.',
      },
    ])
  const personId = await addPerson(tx, { name: name ?? '', email: email ?? null, passwordHash })
  if (!personId)
    throw new ApiProblem(
      'conflict',
      'There is an account with this e-mail already. Sign in first, then open the link again.',
    )
  return personId
}

export async function joinBy(tx: Transaction, invitation: Used, personId: string): Promise<void> {
  if (invitation.role === 'worker') {
    const [joined] = await joinProject(tx, invitation.project_id, personId)
    if (!joined) throw new ApiProblem('forbidden', 'You were removed from this project. Ask who sent you the link.')
    return
  }
  await addMember(tx, invitation.workspace_id, personId, invitation.role)
}

/**
 * A member needs an account of their own, and an invitation that names an address is for nobody else. Who came by a
 * worker's link has none: as a member they would be locked out with their cookie.
 */
export async function checkMember(
  tx: Transaction,
  body: Accept,
  invited: string | null,
  caller: { personId: string; sessionId: string } | null,
  /** Where members sign in, if they do so nowhere else */
  provider: string | null,
): Promise<void> {
  const person = await emailOf(tx, caller?.personId ?? null)
  const comesFromProvider = await beganAtProvider(tx, caller?.sessionId ?? null)
  if (provider !== null && !comesFromProvider)
    throw new ApiProblem('forbidden', `Members sign in with ${provider} here. Do so, then open the link again.`)
  if (person && person.email === null && !comesFromProvider)
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

export function expired(): ApiProblem {
  return new ApiProblem(
    'link_expired',
    'This link has been used up, has expired, or was revoked. Ask who sent it to you for a new one.',
  )
}
