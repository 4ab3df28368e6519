import type { Queryable, Sql, Transaction } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { ApiProblem } from '../problem.ts'
import { takeLink } from './links.ts'
import { addPerson } from './people.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** The service waits for its owner until there is a member with that role. */
export async function needsSetup(sql: Queryable): Promise<boolean> {
  const [row] = await sql<{ needed: boolean }[]>`
    select not exists (select from members where role = 'owner') as needed`
  return row?.needed ?? true
}

/**
 * Makes the first workspace (once) and, while there is no owner, a fresh setup link. Those of other servers go on working: who
 * reads any of their consoles may be the owner. The first use ends them all, and each ends by itself after seven days.
 * There is no default account and no default password: who can read the console is the operator.
 */
export async function prepareSetup(server: Ground): Promise<{ workspaceId: number; setupUrl: string | null }> {
  return server.sql.begin(async (tx) => {
    // Two servers that start at once on an empty database make one workspace.
    await tx`lock table workspaces in share row exclusive mode`
    const [first] = await tx<{ id: number }[]>`
      select min(id) as id from workspaces where id > 0 having min(id) is not null`
    const [workspace] = first
      ? [first]
      : await tx<{ id: number }[]>`insert into workspaces (title) values ('My workspace') returning id`
    const workspaceId = (workspace as { id: number }).id
    const [owner] = await tx`select from members where role = 'owner' limit 1`
    if (owner) return { workspaceId, setupUrl: null }
    const token = newSecret('whl')
    await tx`
      insert into one_time_links (token_hash, purpose, expires_at)
      values (${hashSecret(token)}, 'setup', now() + interval '7 days')`
    return { workspaceId, setupUrl: `${server.url()}/app/setup#${token}` }
  })
}

/**
 * Makes the first owner, of the first workspace. Whoever has another server's link waits at the workspace, and finds an owner.
 *
 * @returns the owner's id @throws `setup_done`, `link_expired`; `conflict` for an e-mail that has an account
 */
export async function makeOwner(
  tx: Transaction,
  token: string,
  account: { name: string; email: string; passwordHash: string },
): Promise<string> {
  const [workspace] = await tx<{ id: number }[]>`
    select id from workspaces where id > 0 order by id limit 1 for update`
  await takeLink(tx, 'setup', token)
  if (!workspace || !(await needsSetup(tx))) throw setupDone()
  const personId = await addPerson(tx, account)
  if (!personId) throw new ApiProblem('conflict', 'There is an account with this e-mail already. Use another address.')
  await tx`insert into members (workspace_id, person_id, role) values (${workspace.id}, ${personId}, 'owner')`
  return personId
}

export function setupDone(): ApiProblem {
  return new ApiProblem('setup_done', 'The service has an owner already. Sign in, or ask the owner for an invitation.')
}

/** Random per installation, made by the first server that starts. */
export async function installationSecret(sql: Sql): Promise<string> {
  await sql`insert into settings (key, value) values ('secret', ${newSecret('whl')}) on conflict do nothing`
  const [row] = await sql<{ value: string }[]>`select value from settings where key = 'secret'`
  return (row as { value: string }).value
}
