import { Email } from '@whisker/api/people.ts'
import { makeInvitation } from './accounts/invitations.ts'
import { besideService, CannotRun, endWith, expectSchema } from './beside.ts'
import { readConfig } from './config.ts'
import type { Sql } from './database/connect.ts'

/**
 * `whisker workspaces create <title> [e-mail]`, `whisker workspaces list`: for the operator, who is trusted because they
 * can read the data directory or the settings.
 */
async function main([act, title = '', owner]: string[]): Promise<void> {
  const config = readConfig(process.env)
  const print = (text: string) => process.stdout.write(`${text}\n`)
  await besideService(config, 'whisker workspaces', async ({ sql, url: running }) => {
    await expectSchema(sql)
    if (act === 'list') {
      for (const { id, title, owners } of await workspaces(sql))
        print(`${String(id).padStart(6)}  ${title}${owners === 0 ? '  (no owner yet)' : ''}`)
      return
    }
    const { id, token } = await createWorkspace(sql, title, owner)
    const url = config.publicUrl || running || `http://${config.host}:${config.port}`
    print(`Workspace ${id} is made. This link makes its owner, once, within seven days:\n  ${url}/app/join#${token}`)
  })
}

function workspaces(sql: Sql): Promise<{ id: number; title: string; owners: number }[]> {
  return sql`
    select id, title, (select count(*)::int from members m where m.workspace_id = w.id and m.role = 'owner') as owners
    from workspaces w where id > 0 order by id`
}

async function createWorkspace(sql: Sql, title: string, owner: string | undefined) {
  const named = title.trim()
  if (named === '' || named.length > 100) throw new CannotRun('The title of a workspace has 1 to 100 characters.')
  const email = owner === undefined ? undefined : Email.safeParse(owner).data
  if (owner !== undefined && !email) throw new CannotRun(`"${owner}" is not an e-mail address such as ada@example.org.`)
  return sql.begin(async (tx) => {
    const [row] = await tx<{ id: number }[]>`insert into workspaces (title) values (${named}) returning id`
    const id = (row as { id: number }).id
    const made = await makeInvitation(tx, id, { role: 'owner', email })
    return { id, token: made?.token as string }
  })
}

main(process.argv.slice(2)).catch(endWith)
