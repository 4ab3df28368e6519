import type { Role } from '@whisker/api/endpoint.ts'
import type { Queryable, Sql, Transaction } from '../database/connect.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { changeIn, changeOf, type Locked, newStamp } from './overwrite.ts'

type MemberRow = {
  person_id: string
  name: string
  email: string | null
  role: Role
  joined_at: string
  updated_at: string
  role_by: string | null
}

/** @param ruler the provider whose groups say the roles of this workspace */
export const membersOf = (
  sql: Sql,
  workspaceId: number,
  ruler: { issuer: string; name: string } | null,
  personId: string | null = null,
) => sql<MemberRow[]>`
  select p.id as person_id, p.name, p.email, m.role, m.joined_at, m.updated_at,
         (select ${ruler?.name ?? null}::text from identities i
          where i.person_id = p.id and i.issuer = ${ruler?.issuer ?? null} limit 1) as role_by
  from members m join people p on p.id = m.person_id
  where m.workspace_id = ${workspaceId} and (${personId}::uuid is null or p.id = ${personId}) order by m.joined_at`

/** @param basedOn what whoever asks has read (overwrite.ts) @throws 404, 409 for the only owner, `changed_meanwhile` */
export async function changeRole(
  sql: Sql,
  caller: { workspaceId: number; personId: string | null },
  personId: string,
  role: Role,
  basedOn: string | undefined,
): Promise<void> {
  const { workspaceId } = caller
  await sql.begin(async (tx) => {
    // The owners before the one who is meant: two who change each other must not wait for each other.
    await keepAnOwner(tx, workspaceId, personId, role)
    const [before] = await tx<({ role: Role } & Locked)[]>`
      select role, changed, ${newStamp(tx)} as now from members
      where workspace_id = ${workspaceId} and person_id = ${personId} for update`
    if (!before) throw notFound('member')
    const changed = await changeIn(tx, 'member', before, { role }, { based_on: basedOn, by: caller.personId })
    if (!changed) return
    await tx`
      update members set role = ${role}, updated_at = ${before.now}, changed = changed || ${tx.json(changed)}
      where workspace_id = ${workspaceId} and person_id = ${personId}`
  })
}

/** @throws 404, 409 for the only owner */
export async function endMembership(sql: Sql, workspaceId: number, personId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await keepAnOwner(tx, workspaceId, personId, null)
    const [removed] = await tx`
      delete from members where workspace_id = ${workspaceId} and person_id = ${personId} returning 1`
    if (!removed) throw notFound('member')
  })
}

/** Whoever is a member already keeps a role that is not lower. */
export async function addMember(tx: Transaction, workspaceId: number, personId: string, role: Role): Promise<void> {
  await tx`
    insert into members (workspace_id, person_id, role) values (${workspaceId}, ${personId}, ${role})
    on conflict (workspace_id, person_id) do update set role = excluded.role
    where array_position(array['viewer', 'editor', 'owner'], excluded.role)
        > array_position(array['viewer', 'editor', 'owner'], members.role)`
}

/** What a rule has made of a membership; `only_owner`: it stays, because a workspace must keep its only owner. */
export type Ruled = 'member.joined' | 'member.edited' | 'member.removed' | 'unchanged' | 'only_owner'

/** The role of a person as it is ruled elsewhere: this one, or none. */
export async function ruleMembership(
  tx: Transaction,
  workspaceId: number,
  personId: string,
  role: Role | null,
): Promise<Ruled> {
  if (role !== 'owner' && (await isOnlyOwner(tx, workspaceId, personId))) return 'only_owner'
  if (role === null) {
    const gone = await tx`delete from members where workspace_id = ${workspaceId} and person_id = ${personId}`
    return gone.count > 0 ? 'member.removed' : 'unchanged'
  }
  const [before] = await tx<({ role: Role } & Locked)[]>`
    select role, changed, ${newStamp(tx)} as now from members
    where workspace_id = ${workspaceId} and person_id = ${personId} for update`
  if (!before) {
    const made = await tx`
      insert into members (workspace_id, person_id, role) select id, ${personId}, ${role} from workspaces where id = ${workspaceId}
      on conflict do nothing`
    return made.count > 0 ? 'member.joined' : 'unchanged'
  }
  if (before.role === role) return 'unchanged'
  await tx`
    update members set role = ${role}, updated_at = ${before.now},
           changed = changed || ${tx.json(changeOf(['role'], before.now, 'unknown'))}
    where workspace_id = ${workspaceId} and person_id = ${personId}`
  return 'member.edited'
}

/** Of any workspace. */
export async function isMember(sql: Queryable, personId: string): Promise<boolean> {
  const [member] = await sql`select from members where person_id = ${personId} limit 1`
  return member !== undefined
}

/** A workspace without an owner could never be administered again. The lock makes two departures at once take turns. */
async function keepAnOwner(
  tx: Transaction,
  workspaceId: number,
  personId: string,
  newRole: Role | null,
): Promise<void> {
  if (newRole !== 'owner' && (await isOnlyOwner(tx, workspaceId, personId)))
    throw new ApiProblem('conflict', 'This is the only owner of the workspace. Make somebody else an owner first.')
}

async function isOnlyOwner(tx: Transaction, workspaceId: number, personId: string): Promise<boolean> {
  const owners = await tx<{ person_id: string }[]>`
    select person_id from members where workspace_id = ${workspaceId} and role = 'owner' for update`
  return owners.length === 1 && owners[0]?.person_id === personId
}
