import type { Queryable, Sql } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
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

/** Random per installation, made by the first server that starts. */
export async function installationSecret(sql: Sql): Promise<string> {
  await sql`insert into settings (key, value) values ('secret', ${newSecret('whl')}) on conflict do nothing`
  const [row] = await sql<{ value: string }[]>`select value from settings where key = 'secret'`
  return (row as { value: string }).value
}
