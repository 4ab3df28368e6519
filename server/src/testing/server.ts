import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@whisker/api/client.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import postgres from 'postgres'
import { inject } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { readConfig } from '../config.ts'
import type { Sql } from '../database/connect.ts'
import { createLog } from '../log.ts'
import { type Running, start } from '../start.ts'
import { template } from './template.ts'

export type TestServer = {
  url: string
  /** The first workspace, by an API key. */
  client: Client
  key: string
  sql: Sql
  running: Running
  /** What went to the operator's console. */
  console: string[]
  /** What went to the log, one JSON object a line; nothing unless LOG_LEVEL or TEST_LOG is set. */
  logLines: string[]
  /** Another server on the same database and the same pictures. */
  startAnother: (env?: Record<string, string>) => Promise<Running>
  /** A workspace of its own with a key. */
  makeWorkspace: (title?: string) => Promise<{ id: number; key: string; client: Client }>
  /** A person with a session, by bearer token; a member if a role is given. */
  makePerson: (member?: { workspaceId: number; role: 'viewer' | 'editor' | 'owner' }) => Promise<TestPerson>
  /** A worker who came by the project's link. */
  makeWorker: (projectId: number) => Promise<TestPerson>
  close: () => Promise<void>
}

export type TestPerson = { id: string; token: string; client: Client }

/**
 * A whole server on a database of its own and a folder of its own. The database is cloned from the migrated template; with
 * `fill` it is empty, and filled before the server starts, as by an older version.
 */
export async function startTestServer(
  env: Record<string, string> = {},
  fill?: (sql: postgres.Sql, dataDir: string) => Promise<void>,
): Promise<TestServer> {
  const cluster = inject('postgres') as postgres.Options<Record<string, never>>
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = postgres({ ...cluster, max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${fill ? 'template0' : template}`)
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-data-'))
  const database = { options: { ...cluster, database: name } }
  if (fill) {
    const empty = postgres({ ...cluster, database: name, max: 1, onnotice: () => {} })
    await fill(empty, dataDir)
    await empty.end()
  }
  const logLines: string[] = []
  const log = createLog(env.LOG_LEVEL ?? process.env.TEST_LOG ?? 'silent', {
    write: (line) => {
      logLines.push(line)
      if (process.env.TEST_LOG) process.stderr.write(line)
    },
  })
  const lines: string[] = []
  const servers: Running[] = []

  const startOne = async (more: Record<string, string> = {}) => {
    const config = readConfig({ PORT: '0', DATA_DIR: dataDir, ...env, ...more })
    const running = await start({ config, database, log, print: (text) => lines.push(text) })
    servers.push(running)
    return running
  }
  const running = await startOne()
  const { address: url, workspaceId, server } = running
  const { sql } = server
  const { key } = await makeApiKey(sql, workspaceId, { name: 'test', scopes: ['read', 'write'] })
  const client = createClient({ url, key })

  const signUp = async (invitationToken: string, account: Record<string, string> = {}): Promise<TestPerson> => {
    const anonymous = createClient({ url })
    const session = await anonymous.acceptInvitation({ body: { token: invitationToken, cookie: false, ...account } })
    const token = session.token as string
    return { id: session.person.id, token, client: createClient({ url, key: token }) }
  }
  const { makeInvitation } = await import('../accounts/invitations.ts')

  return {
    url,
    client,
    key,
    sql,
    running,
    console: lines,
    logLines,
    startAnother: startOne,
    makeWorkspace: async (title = 'Another workspace') => {
      const [row] = await sql<{ id: number }[]>`insert into workspaces (title) values (${title}) returning id`
      const id = (row as { id: number }).id
      const made = await makeApiKey(sql, id, { name: 'test', scopes: ['read', 'write'] })
      return { id, key: made.key, client: createClient({ url, key: made.key }) }
    },
    makePerson: async (member) => {
      const { workspaceId: into, role } = member ?? { workspaceId, role: 'viewer' as const }
      const invitation = await makeInvitation(sql, into, { role })
      const email = `${randomBytes(6).toString('hex')}@example.org`
      const person = await signUp(invitation?.token as string, {
        name: 'Test Person',
        email,
        password: randomBytes(12).toString('hex'),
      })
      if (!member) await sql`delete from members where person_id = ${person.id}`
      return person
    },
    makeWorker: async (projectId) => {
      const link = await client.readLabelLink({ params: { project_id: projectId } }).catch(async () => {
        const [project] = await sql<
          { workspace_id: number }[]
        >`select workspace_id from projects where id = ${projectId}`
        const made = await makeInvitation(sql, project?.workspace_id as number, {
          role: 'worker',
          project_id: projectId,
        })
        return { url: `#${made?.token}` }
      })
      return signUp(new URL(link.url, url).hash.slice(1))
    },
    close: async () => {
      for (const one of servers) await one.close()
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export const animalField = {
  type: 'input',
  name: 'animal',
  label: 'Animal',
  help: '',
  required: true,
} satisfies OutputField

/** The article's project, or one like it. */
export function animalProject(client: Client, draft: Partial<ProjectDraft> = {}): Promise<Project> {
  return client.createProject({
    body: {
      title: 'What animal is this?',
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [animalField],
      ...draft,
    },
  })
}

/** A project whose items are texts: no picture has to be made or decoded. */
export function textProject(client: Client, draft: Partial<ProjectDraft> = {}): Promise<Project> {
  return animalProject(client, { input_spec: [{ name: 'sentence', type: 'text' }], ...draft })
}
