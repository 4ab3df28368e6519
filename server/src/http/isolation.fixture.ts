import { randomBytes, randomUUID } from 'node:crypto'
import { createClient } from '@whisker/api/client.ts'
import sharp from 'sharp'
import { makeInvitation } from '../accounts/invitations.ts'
import { makeApiKey } from '../accounts/keys.ts'
import { hashSecret, newSecret, workerPseudonym } from '../accounts/secrets.ts'
import { newId } from '../projects/ids.ts'
import { ask } from '../testing/ask.ts'
import type { TestServer } from '../testing/server.ts'
import type { Ids, Kind } from './samples.fixture.ts'

/** A workspace with one thing of every kind, each of which carries its `mark`. */
export type World = {
  workspaceId: number
  mark: string
  /** The project that tasks, workers and the like are of. */
  shared: number
  /** Makes fresh things; sessions and assignments are those of `personId`. */
  make: (names: readonly Kind[], personId: string | null) => Promise<Ids>
}

export async function makeWorld(server: TestServer, workspaceId: number, mark: string): Promise<World> {
  const { sql } = server
  const { key } = await makeApiKey(sql, workspaceId, { name: mark, scopes: ['read', 'write'] })
  const client = createClient({ url: server.url, key })
  const makeProject = async () => {
    const { id } = await client.createProject({
      body: {
        title: mark,
        min_answers: 100,
        input_spec: [
          { name: 'sentence', type: 'text' },
          { name: 'picture', type: 'image', required: false },
        ],
        output_spec: [{ type: 'input', name: 'animal' }],
      },
    })
    return id
  }
  let pictures = 0
  let sentences = 0
  const makePicture = async () => {
    const background = { r: mark.length, g: ++pictures >> 8, b: pictures & 255 }
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background } })
      .png()
      .toBuffer()
    const stored = await ask(`${server.url}/assets`, { key, headers: { 'content-type': 'image/png' }, body: bytes })
    return stored.json.sha256 as string
  }
  const picture = await makePicture()
  const one = async (rows: PromiseLike<{ id: string }[]>) => (await rows)[0]?.id as string
  const makePerson = () =>
    one(
      sql`insert into people (name, email) values (${mark}, ${`${randomBytes(6).toString('hex')}@${mark}`}) returning id`,
    )
  const makeTask = async (project_id: number) => {
    // Another text each time: the same pictures and texts would be the same task.
    const task_spec = [{ sentence: `${mark} ${++sentences}`, picture: `asset:${picture}` }]
    return (await client.createTask({ body: { project_id, task_spec, name: mark } })).id
  }
  const shared = await makeProject()

  const factories: { [K in Kind]: (ids: Partial<Ids>, personId: string | null) => Promise<string> } = {
    project: async () => {
      const id = await makeProject()
      await client.createRelease({ params: { project_id: id }, body: { name: mark } })
      await sql`
        insert into buckets (project_id, endpoint, region, bucket, prefix, pattern, field, interval_minutes, paused_at)
        values (${id}, 'http://127.0.0.1', 'eu', ${mark}, '', '', 'picture', 60, now())`
      return String(id)
    },
    task: () => makeTask(shared),
    picture: makePicture,
    webhook: () =>
      one(sql`
        insert into webhooks (workspace_id, url, description, event_types, secret)
        values (${workspaceId}, 'http://127.0.0.1:1/', ${mark}, '{webhook.test}', ${`whsec_${mark}`}) returning id`),
    delivery: ({ webhook = '' }) =>
      one(sql`
        with event as (
          insert into events (project_id, workspace_id, type, data)
          values (0, ${workspaceId}, 'webhook.test', ${sql.json({ message: mark })}) returning project_id, id)
        insert into deliveries (webhook_id, id, event_project_id, event_id, state, next_attempt_at)
        select ${webhook}, ${randomUUID()}, project_id, id, 'failed', null from event returning id`),
    key: async () => (await makeApiKey(sql, workspaceId, { name: mark, scopes: ['read'] })).id,
    member: async () => {
      const id = await makePerson()
      await sql`insert into members (workspace_id, person_id, role) values (${workspaceId}, ${id}, 'viewer')`
      return id
    },
    invitation: async () =>
      (await makeInvitation(sql, workspaceId, { role: 'viewer', email: `someone@${mark}` }))?.row.id as string,
    session: async (_, personId) =>
      one(sql`
        insert into sessions (token_hash, person_id, user_agent)
        values (${hashSecret(newSecret('whs'))}, ${personId ?? (await makePerson())}, ${mark}) returning id`),
    assignment: async (_, personId) => {
      const task = await makeTask(shared)
      await sql`update tasks set active = 1 where project_id = ${shared} and id = ${task}`
      return one(sql`
        insert into assignments (project_id, id, task_id, worker_id, token, deadline, max_deadline)
        values (${shared}, ${newId(shared)}, ${task}, ${personId ?? (await makePerson())}, 'token',
                now() + interval '1 hour', now() + interval '1 day') returning id`)
    },
    workspace: async () => String(workspaceId),
    worker: async ({ project = String(shared) }) => {
      const person = await makePerson()
      await sql`insert into project_workers (project_id, person_id) values (${project}, ${person})`
      return workerPseudonym(server.running.server.secret, workspaceId, person)
    },
    appeal: async () => {
      const person = await makePerson()
      await sql`insert into project_workers (project_id, person_id, paused_at) values (${shared}, ${person}, now())`
      return one(sql`
        insert into appeals (project_id, person_id, comment) values (${shared}, ${person}, ${mark}) returning id`)
    },
    report: async () => {
      const assignment = await factories.assignment({}, null)
      return one(sql`
        insert into reports (project_id, assignment_id, task_id, reason, comment)
        select project_id, id, task_id, 'other', ${mark} from assignments
        where project_id = ${shared} and id = ${assignment} returning assignment_id as id`)
    },
  }
  return {
    workspaceId,
    mark,
    shared,
    make: async (names, personId) => {
      const ids: Partial<Ids> = {}
      for (const name of names) ids[name] = await factories[name](ids, personId)
      return ids as Ids
    },
  }
}

/** Ids that nobody has, shaped like those that somebody has. */
export function unknownIds(): Ids {
  const uuid = randomUUID()
  const nobodys = newId(2_000_000_000)
  return {
    project: '2000000000',
    task: nobodys,
    picture: randomBytes(32).toString('hex'),
    webhook: uuid,
    delivery: uuid,
    key: uuid,
    member: uuid,
    invitation: uuid,
    session: uuid,
    assignment: nobodys,
    workspace: '2000000000',
    worker: 'w_0123456789abcdef',
    appeal: uuid,
    report: nobodys,
  }
}
