import type { Role } from '@whisker/api/endpoint.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '@whisker/api/keys.ts'
import { editMember, editWorkspace, listMembers, readWorkspace, removeMember } from '@whisker/api/workspaces.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, notFound } from '../problem.ts'
import type { WithMail } from './has.ts'
import { changeIn, type Locked, newStamp } from './overwrite.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** The workspace, its members and its API keys. */
export function memberRoutes(router: Router<WithMail>): void {
  const { sql } = router.server

  route(router, readWorkspace, async ({ caller }) => {
    const [workspace] = await sql<WorkspaceRow[]>`
      select id, title, created_at, updated_at from workspaces where id = ${caller.workspaceId}`
    if (!workspace) throw notFound('workspace')
    return workspace
  })

  route(router, editWorkspace, async ({ caller, body }) => {
    const { based_on, ...edit } = body
    return sql.begin(async (tx) => {
      const [before] = await tx<(WorkspaceRow & Locked)[]>`
        select id, title, created_at, updated_at, changed, ${newStamp(tx)} as now
        from workspaces where id = ${caller.workspaceId} for update`
      if (!before) throw notFound('workspace')
      const changed = await changeIn(tx, 'workspace', before, edit, { based_on, by: caller.personId })
      if (!changed) return before
      const [workspace] = await tx<WorkspaceRow[]>`
        update workspaces set title = ${edit.title}, updated_at = ${before.now}, changed = changed || ${tx.json(changed)}
        where id = ${caller.workspaceId} returning id, title, created_at, updated_at`
      return workspace as WorkspaceRow
    })
  })

  route(router, listMembers, async ({ caller }) => ({ data: await members(caller.workspaceId) }))

  route(router, editMember, async ({ caller, params, body }) => {
    const { based_on, ...edit } = body
    await sql.begin(async (tx) => {
      // The owners before the one who is meant: two who change each other must not wait for each other.
      await keepAnOwner(tx, caller.workspaceId, params.person_id, body.role)
      const [before] = await tx<({ role: Role } & Locked)[]>`
        select role, changed, ${newStamp(tx)} as now from members
        where workspace_id = ${caller.workspaceId} and person_id = ${params.person_id} for update`
      if (!before) throw notFound('member')
      const changed = await changeIn(tx, 'member', before, edit, { based_on, by: caller.personId })
      if (!changed) return
      await tx`
        update members set role = ${edit.role}, updated_at = ${before.now}, changed = changed || ${tx.json(changed)}
        where workspace_id = ${caller.workspaceId} and person_id = ${params.person_id}`
    })
    return (await members(caller.workspaceId, params.person_id))[0] as MemberRow
  })

  route(router, removeMember, async ({ caller, params }) => {
    await sql.begin(async (tx) => {
      await keepAnOwner(tx, caller.workspaceId, params.person_id, null)
      const [removed] = await tx`
        delete from members where workspace_id = ${caller.workspaceId} and person_id = ${params.person_id} returning 1`
      if (!removed) throw notFound('member')
    })
    return undefined
  })

  async function members(workspaceId: number, personId: string | null = null): Promise<MemberRow[]> {
    return sql<MemberRow[]>`
      select p.id as person_id, p.name, p.email, m.role, m.joined_at, m.updated_at
      from members m join people p on p.id = m.person_id
      where m.workspace_id = ${workspaceId} and (${personId}::uuid is null or p.id = ${personId}) order by m.joined_at`
  }

  route(router, createApiKey, async ({ caller, body }) => makeApiKey(sql, caller.workspaceId, body.name, body.scopes))

  route(router, listApiKeys, async ({ caller }) => ({
    data: await sql<KeyRow[]>`
      select id, name, prefix, scopes, created_at, last_used_at from api_keys
      where workspace_id = ${caller.workspaceId} and revoked_at is null order by created_at`,
  }))

  route(router, revokeApiKey, async ({ caller, params }) => {
    const [revoked] = await sql`
      update api_keys set revoked_at = now()
      where id = ${params.key_id} and workspace_id = ${caller.workspaceId} and revoked_at is null returning 1`
    if (!revoked) throw notFound('API key')
    return undefined
  })
}

type WorkspaceRow = { id: number; title: string; created_at: string; updated_at: string }
type MemberRow = {
  person_id: string
  name: string
  email: string | null
  role: Role
  joined_at: string
  updated_at: string
}
type KeyRow = {
  id: string
  name: string
  prefix: string
  scopes: ('read' | 'write')[]
  created_at: string
  last_used_at: string | null
}

/** Makes a key. Its text leaves the server this once; only its hash stays. */
export async function makeApiKey(
  sql: Sql,
  workspaceId: number,
  name: string,
  scopes: string[],
): Promise<KeyRow & { key: string }> {
  const key = newSecret('whk')
  const [row] = await sql<KeyRow[]>`
    insert into api_keys (workspace_id, name, prefix, key_hash, scopes)
    values (${workspaceId}, ${name}, ${key.slice(0, 10)}, ${hashSecret(key)}, ${scopes})
    returning id, name, prefix, scopes, created_at, last_used_at`
  return { ...(row as KeyRow), key }
}

/** A workspace without an owner could never be administered again. The lock makes two departures at once take turns. */
async function keepAnOwner(
  tx: Transaction,
  workspaceId: number,
  personId: string,
  newRole: Role | null,
): Promise<void> {
  if (newRole === 'owner') return
  const owners = await tx<{ person_id: string }[]>`
    select person_id from members where workspace_id = ${workspaceId} and role = 'owner' for update`
  if (owners.length === 1 && owners[0]?.person_id === personId)
    throw new ApiProblem('conflict', 'This is the only owner of the workspace. Make somebody else an owner first.')
}
