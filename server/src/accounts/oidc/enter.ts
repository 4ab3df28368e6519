import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Sql } from '../../database/connect.ts'
import { rolesGranted } from '../../grants.ts'
import { ApiProblem } from '../../problem.ts'
import { noteDone } from '../audit/record.ts'
import { ruleMembership } from '../members.ts'
import { beginSession, type NewSession } from '../sessions.ts'
import { firstWorkspace } from '../workspace.ts'
import type { Identity } from './claims.ts'
import { findPerson, makeIdentity, noteSession } from './identities.ts'
import type { ProviderSettings } from './provider.ts'

type Entry = {
  who: Identity
  idToken: string
  request: FastifyRequest
  /** Who is signed in in this browser already */
  signedIn: string | null
  replaced: string | null
}

/**
 * Lets in whom the provider has signed in: in the workspaces that OIDC_ROLES names their role is what their groups say, now and each time.
 * Who has no group there leaves those workspaces and does not get in.
 *
 * @throws `sign_in_refused`
 */
export async function enter(
  sql: Sql,
  log: FastifyBaseLogger,
  settings: ProviderSettings,
  { who, idToken, request, signedIn, replaced }: Entry,
): Promise<NewSession> {
  const granted = rolesGranted(settings.grants, who.groups, await firstWorkspace(sql))
  const mayEnter = [...granted.values()].some((role) => role !== null)
  const session = await sql.begin(async (tx) => {
    const personId = mayEnter ? await makeIdentity(tx, who, settings.only ? null : signedIn) : await findPerson(tx, who)
    if (personId === null) return null
    // In one order, because each waits for the owners of its workspace.
    for (const [workspaceId, role] of [...granted].sort(([a], [b]) => a - b)) {
      const ruled = await ruleMembership(tx, workspaceId, personId, role)
      if (ruled === 'only_owner')
        log.warn(
          { workspaceId, personId, groups: role ?? 'none' },
          'the groups of the only owner of a workspace make them none; they stay its owner, since nobody else could administer it',
        )
      else if (ruled !== 'unchanged') {
        const detail = { ...(role && { role }), by: settings.name }
        await noteDone(tx, { action: ruled, personId, workspaceId, subject: personId, detail, address: request.ip })
      }
    }
    if (!mayEnter) return null
    const begun = await beginSession(tx, request, personId, replaced)
    await noteSession(tx, begun.id, { issuer: who.issuer, idToken, hours: settings.sessionHours })
    return begun
  })
  if (session) return session
  log.info(
    { subject: who.subject, groups: who.groups.length },
    'somebody signed in at the provider and has no group that OIDC_ROLES names',
  )
  throw new ApiProblem(
    'sign_in_refused',
    `${settings.name} knows you, but you are in no group that may enter here. Ask who runs this service which group you need.`,
  )
}
