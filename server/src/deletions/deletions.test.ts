import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawFrames } from '../assets/picture.fixture.ts'
import { pauseSweeps } from '../assets/sweep-pause.ts'
import { answerNext } from '../testing/answer-task.ts'
import { untilPast } from '../testing/past.ts'
import { animalProject, startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { beginProjectDeletion } from './delete-project.ts'
import { keepHouse } from './housekeeping.ts'
import { removeDeleted } from './removal-round.ts'

let server: TestServer
let worker: TestPerson
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

let pictures = 0
const makePicture = () =>
  drawFrames(1, 16 + ++pictures)
    .jpeg()
    .toBuffer()

const gone = (deletionId: string) =>
  expect
    .poll(async () => (await server.client.listDeletions()).data.find(({ id }) => id === deletionId)?.finished_at, {
      timeout: 15_000,
    })
    .toBeTruthy()

type PersonData = Record<'person' | 'sessions' | 'projects' | 'skips' | 'reports', unknown> & {
  answers: { answer: unknown }[]
  answers_to_older_forms: unknown
  practice: unknown
}

/** How many rows of each table speak of a project; a table that a migration adds is counted too. */
/** Without the audit log, which keeps that somebody made and deleted it. */
async function rowsOf(projectId: number): Promise<Record<string, number>> {
  const tables = await server.sql<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name = 'project_id' and c.table_name <> 'audit_log'
    order by 1`
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await server.sql<{ count: number }[]>`
      select count(*)::int as count from ${server.sql(name)} where project_id = ${projectId}`
    if (row?.count) counts[name] = row.count
  }
  return counts
}

async function storedFiles(): Promise<string[]> {
  const folder = join(server.running.server.config.dataDir, 'assets')
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all.filter((entry) => entry.isFile() && /[0-9a-f]{60}/.test(entry.name)).map((entry) => entry.name)
}

/** A project with all that can hang on one: answers, a skip, a report, a result, gold, a correction, events, a hold. */
async function fullProject(name = 'Olga'): Promise<{ id: number; taskIds: string[] }> {
  const project = await textProject(server.client, { min_answers: 1, callback_url: null })
  const taskIds: string[] = []
  for (const sentence of ['a cat', 'a dog', 'an owl', 'a fox', 'an elk']) {
    const task = await server.client.createTask({
      body: { project_id: project.id, external_id: sentence, task_spec: [{ sentence }] },
    })
    taskIds.push(task.id)
  }
  worker = await server.makeWorker(project.id)
  await answerNext(worker, project.id, { animal: 'cat' })
  await answerNext(worker, project.id, { animal: 'dog' })
  const [third] = (await worker.client.takeAssignments({ body: { project_id: project.id } })).assignments
  await worker.client.skipAssignment({
    params: { assignment_id: third!.id },
    body: { token: third!.token, reason: 'not_sure', comment: `I am ${name} and I do not know owls` },
  })
  const [fourth] = (await worker.client.takeAssignments({ body: { project_id: project.id } })).assignments
  await worker.client.reportTask({
    params: { assignment_id: fourth!.id },
    body: { token: fourth!.token, reason: 'unclear', comment: `${name} cannot read this` },
  })
  await worker.client.takeAssignments({ body: { project_id: project.id } })
  await server.client.markGold({ params: { task_id: taskIds[1]! }, body: { answer: [{ animal: 'dog' }] } })
  await server.client.correctTask({ params: { task_id: taskIds[0]! }, body: { result: [{ animal: 'lynx' }] } })
  return { id: project.id, taskIds }
}

describe('F26 a project is deleted', () => {
  test('nobody finds it from then on, and nothing of it is left', { timeout: 60_000 }, async () => {
    const { id, taskIds } = await fullProject()
    const other = await textProject(server.client)
    await server.client.createTask({ body: { project_id: other.id, task_spec: [{ sentence: 'stays' }] } })
    const before = await rowsOf(other.id)
    const owner = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'owner' })
    const editor = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'editor' })
    await expect(editor.client.deleteProject({ params: { project_id: id } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const link = await server.client.readLabelLink({ params: { project_id: id } })
    const deletion = await owner.client.deleteProject({ params: { project_id: id } })
    // At once, and not when its rows have gone: whoever came by it would be a worker of nothing.
    const came = await server.sql`select from invitations where project_id = ${id}`
    expect(came).toHaveLength(0)
    await expect(
      createClient({ url: server.url }).acceptInvitation({
        body: { token: new URL(link.url).hash.slice(1), cookie: false },
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('This link') })
    expect(deletion).toMatchObject({ kind: 'project', subject: String(id), person_id: owner.id })
    await expect(server.client.readProject({ params: { project_id: id } })).rejects.toMatchObject({ code: 'not_found' })
    await expect(server.client.readTask({ params: { task_id: taskIds[0]! } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(worker.client.takeAssignments({ body: { project_id: id } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(server.client.deleteProject({ params: { project_id: id } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await gone(deletion.id)
    expect(await rowsOf(id)).toEqual({})
    expect(await rowsOf(other.id)).toEqual(before)
    const listed = (await server.client.listDeletions()).data.find((one) => one.id === deletion.id)
    expect(listed).toMatchObject({ tasks: 5 })
    await untilPast(server.sql)
    const { data } = await server.client.listEvents({ query: { type: 'project.deleted' } })
    expect(data.map((event) => event.data)).toContainEqual({ project_id: id })
  })

  test('notes of its withdrawn results go with each batch, not all at the end', async () => {
    const { id } = await fullProject()
    const asker = { workspaceId: server.running.workspaceId, personId: null }
    const deletion = await beginProjectDeletion(server.sql, asker, id)
    // The loop of the server may take the first round: whoever does, no note is left once the tasks are gone.
    await expect
      .poll(async () => {
        await removeDeleted(server.running.server)(new AbortController().signal)
        return (await server.sql`select from tasks where project_id = ${id}`).length
      })
      .toBe(0)
    expect(await server.sql`select from withdrawn_results where project_id = ${id}`).toHaveLength(0)
    await gone(deletion.id)
  })

  test('a replied request that is kept for retries goes as well', async () => {
    const project = await textProject(server.client)
    await server.client.createTask({
      body: { project_id: project.id, task_spec: [{ sentence: 'a secret' }] },
      idempotencyKey: 'kept-for-retries',
    })
    const deletion = await server.client.deleteProject({ params: { project_id: project.id } })
    await gone(deletion.id)
    expect(await server.sql`select from receipts where body::text like '%a secret%'`).toHaveLength(0)
  })

  test('its pictures go too, but for those that another project shows', { timeout: 60_000 }, async () => {
    const [own, shared] = await Promise.all([makePicture(), makePicture()])
    const first = await animalProject(server.client)
    const second = await animalProject(server.client)
    const send = (projectId: number, bytes: Buffer) =>
      server.client.createTask({
        body: {
          project_id: projectId,
          task_spec: [{ image_with_animal: `data:image/jpeg;base64,${bytes.toString('base64')}` }],
        },
      })
    await send(first.id, own)
    await send(first.id, shared)
    const kept = await send(second.id, shared)
    const before = await storedFiles()
    const deletion = await server.client.deleteProject({ params: { project_id: first.id } })
    await gone(deletion.id)
    await expect
      .poll(
        async () => {
          await keepHouse(server.running.server)(new AbortController().signal)
          return (await server.sql`select from assets`).length
        },
        { timeout: 15_000 },
      )
      .toBe(1)
    // The loop of the server sweeps too: its files may go a moment after its row.
    await expect.poll(async () => (await storedFiles()).length, { timeout: 15_000 }).toBeLessThan(before.length)
    expect(await server.client.readTask({ params: { task_id: kept.id } })).toMatchObject({ status: 'open' })
  })

  test('killed between two batches, it goes on where it was; two servers share the work', {
    timeout: 60_000,
  }, async () => {
    const project = await textProject(server.client)
    const lines = Array.from({ length: 700 }, (_, n) => JSON.stringify({ task_spec: [{ sentence: `text ${n}` }] }))
    await server.client
      .createTasks({
        query: { project_id: project.id },
        body: `${lines.join('\n')}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      })
      .then((reply) => reply.text())
    const asker = { workspaceId: server.running.workspaceId, personId: null }
    const { id } = await beginProjectDeletion(server.sql, asker, project.id)
    // The loops of two servers at once; one of them stops in the middle of a batch.
    const round = removeDeleted(server.running.server)
    await server.sql
      .begin(async (tx) => {
        await removeDeleted({
          ...server.running.server,
          sql: { begin: (run: never) => (run as never as (t: typeof tx) => unknown)(tx) } as never,
        })(new AbortController().signal)
        throw new Error('killed')
      })
      .catch(() => {})
    await Promise.all([round(new AbortController().signal), round(new AbortController().signal)])
    await gone(id)
    expect(await rowsOf(project.id)).toEqual({})
    expect((await server.client.listDeletions()).data[0]).toMatchObject({ tasks: 700 })
  })
})

describe('F26 a task is deleted', () => {
  test('with its answers and what was told of it; the others of its project stay', async () => {
    const { id, taskIds } = await fullProject()
    await server.sql`
      insert into crowds (project_id) values (${id}) on conflict (project_id) do update set due_since = null`
    // Held for itself, so that no refit takes the mark away before it is seen.
    await server.sql`update crowds set locked_until = now() + interval '1 hour' where project_id = ${id}`
    const deletion = await server.client.deleteTask({ params: { task_id: taskIds[0]! } })
    const [crowd] = await server.sql`select due_since from crowds where project_id = ${id}`
    expect(crowd?.due_since).toBeTruthy()
    expect(deletion).toMatchObject({ kind: 'task', subject: taskIds[0], person_id: null })
    expect(deletion.finished_at).toBeTruthy()
    await expect(server.client.readTask({ params: { task_id: taskIds[0]! } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await untilPast(server.sql)
    const { data } = await server.client.listEvents({ query: { project_id: id } })
    const told = data.filter((event) => event.data.task_id === taskIds[0])
    expect(told.map((event) => [event.type, event.data])).toEqual([
      ['task.deleted', { project_id: id, task_id: taskIds[0], external_id: 'a cat' }],
    ])
    const left = await server.client.listTasks({ query: { project_id: id } })
    expect(left.data.map((task) => task.id).sort()).toEqual(taskIds.slice(1).sort())
    // The name is free again.
    const again = await server.client.createTask({
      body: { project_id: id, external_id: 'a cat', task_spec: [{ sentence: 'another' }] },
    })
    expect(again.id).not.toBe(taskIds[0])
    await expect(server.client.deleteTask({ params: { task_id: taskIds[0]! } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('who holds it is told that it is gone, and what they typed is not counted anywhere', async () => {
    const project = await textProject(server.client)
    const task = await server.client.createTask({
      body: { project_id: project.id, task_spec: [{ sentence: 'held' }] },
    })
    const holder = await server.makeWorker(project.id)
    const [held] = (await holder.client.takeAssignments({ body: { project_id: project.id } })).assignments
    await server.client.deleteTask({ params: { task_id: task.id } })
    await expect(
      holder.client.submitAssignment({
        params: { assignment_id: held!.id },
        body: { token: held!.token, answer: [{ animal: 'cat' }] },
      }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(await server.sql`select from answers where project_id = ${project.id}`).toHaveLength(0)
  })
})

test('F26 a picture is deleted when no task shows it, and refused with the reason when one does', async () => {
  const bytes = await makePicture()
  const project = await animalProject(server.client)
  const { sha256 } = await server.client.createAsset({ body: bytes, headers: { 'content-type': 'image/jpeg' } })
  const task = await server.client.createTask({
    body: { project_id: project.id, task_spec: [{ image_with_animal: `asset:${sha256}` }] },
  })
  await expect(server.client.deleteAsset({ params: { sha256 } })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('A task shows this picture'),
  })
  await server.client.deleteTask({ params: { task_id: task.id } })
  const resume = await pauseSweeps(server.sql)
  await expect(server.client.deleteAsset({ params: { sha256 } })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('A backup is copying'),
  })
  await resume()
  expect(await server.client.deleteAsset({ params: { sha256 } })).toMatchObject({ kind: 'picture', subject: sha256 })
  await expect(server.client.readAsset({ params: { sha256 } })).rejects.toMatchObject({ code: 'not_found' })
  expect((await storedFiles()).filter((name) => sha256.includes(name) || name.includes(sha256))).toEqual([])
})

describe('F26 a person', () => {
  test('gets everything that is kept about them, and nothing that tells which tasks are gold', async () => {
    const { id, taskIds } = await fullProject()
    await server.sql`
      insert into outdated_answers (project_id, assignment_id, task_id, worker_id, version, "values", seconds, submitted_at)
      values (${id}, gen_random_uuid(), ${taskIds[4]!}, ${worker.id}, 1, '[{"animal": "elk of old"}]', 3, now())`
    await server.sql`
      insert into training_rounds (project_id, worker_id, round, questions, pass) values (${id}, ${worker.id}, 1, 2, 1)`
    await server.sql`
      insert into training_answers (project_id, id, task_id, worker_id, round, token, answer, known, is_right, answered_at)
      values (${id}, gen_random_uuid(), ${taskIds[3]!}, ${worker.id}, 1, 'x', '[{"animal": "wolf"}]', '[{"animal": "fox"}]', false, now()),
             (${id}, gen_random_uuid(), ${taskIds[2]!}, ${worker.id}, 1, 'y', null, null, null, null)`
    const response = await worker.client.exportPerson()
    expect(response.headers.get('content-disposition')).toContain('whisker-my-data.json')
    const data = (await response.json()) as PersonData
    expect(data.person).toMatchObject({ id: worker.id })
    expect(data.sessions).toHaveLength(1)
    expect(data.projects).toMatchObject([{ project_id: id }])
    expect(data.answers.map((one) => one.answer)).toEqual([[{ animal: 'cat' }], [{ animal: 'dog' }]])
    expect(data.answers_to_older_forms).toMatchObject([{ answer: [{ animal: 'elk of old' }] }])
    expect(data.practice).toMatchObject([{ answer: [{ animal: 'wolf' }], right: false }])
    expect(data.skips).toMatchObject([
      { comment: 'I am Olga and I do not know owls', assignment_id: expect.any(String) },
    ])
    expect(data.reports).toMatchObject([{ comment: 'Olga cannot read this' }])
    expect(JSON.stringify(data)).not.toMatch(/gold|share|score|state/)
    // The ids of tasks are in the order of time, and gold is out of step with what is shown beside it.
    for (const taskId of taskIds) expect(JSON.stringify(data)).not.toContain(taskId)
  })

  test('goes: name, sessions and words; the answers stay and lead nowhere', { timeout: 30_000 }, async () => {
    const { id, taskIds } = await fullProject('Wanda')
    await worker.client.editPerson({ body: { name: 'Wanda Whiskers' } })
    const email = 'wanda@example.org'
    await worker.client.addCredentials({ body: { email, password: 'seven small whiskers' } })
    await expect(worker.client.deletePerson({ body: { password: 'wrong' } })).rejects.toMatchObject({
      code: 'wrong_credentials',
    })
    await expect(worker.client.deletePerson({ body: {} })).rejects.toMatchObject({ code: 'wrong_credentials' })
    const result = await server.client.readTask({ params: { task_id: taskIds[1]! } })
    await worker.client.deletePerson({ body: { password: 'seven small whiskers' } })
    await expect(worker.client.readSession()).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect
      .poll(
        () => server.sql`select from deletions where kind = 'person' and finished_at is null`.then((r) => r.length),
        {
          timeout: 15_000,
        },
      )
      .toBe(0)
    // Every text of every table: nothing of hers is anywhere.
    const columns = await server.sql<{ table_name: string; column_name: string }[]>`
      select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'jsonb')`
    for (const { table_name, column_name } of columns) {
      const found = await server.sql`
        select from ${server.sql(table_name)} where ${server.sql(column_name)}::text ilike '%wanda%'`
      expect(found, `${table_name}.${column_name}`).toHaveLength(0)
    }
    expect(await server.sql`select from answers where project_id = ${id} and state = 'counted'`).toHaveLength(2)
    expect(await server.client.readTask({ params: { task_id: taskIds[1]! } })).toEqual(result)
    // What she held is free, and somebody else gets it.
    const next = await server.makeWorker(id)
    const { assignments } = await next.client.takeAssignments({ body: { project_id: id, count: 5 } })
    expect(assignments.length).toBeGreaterThanOrEqual(3)
  })

  test('tries of the password are counted', async () => {
    const person = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'viewer' })
    await server.sql`
      insert into attempts (key, count, expires_at) values (${`password:${person.id}`}, 10, now() + interval '1 minute')`
    await expect(person.client.deletePerson({ body: { password: 'a guess' } })).rejects.toMatchObject({
      code: 'rate_limited',
    })
  })

  test('who is the only owner of a workspace makes somebody else an owner first', async () => {
    const workspace = await server.makeWorkspace('Lonely')
    const owner = await server.makePerson({ workspaceId: workspace.id, role: 'owner' })
    await server.sql`update people set password_hash = null where id = ${owner.id}`
    await expect(owner.client.deletePerson({ body: {} })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"Lonely"'),
    })
    await server.makePerson({ workspaceId: workspace.id, role: 'owner' })
    await owner.client.deletePerson({ body: {} })
    expect(await server.sql`select from members where person_id = ${owner.id}`).toHaveLength(0)
  })
})

test('nobody can become a member of the workspace of projects that are being deleted', async () => {
  const person = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'viewer' })
  await expect(
    server.sql`insert into members (workspace_id, person_id, role) values (0, ${person.id}, 'owner')`,
  ).rejects.toThrow('nobody_is_in_workspace_0')
})

test('the list of deletions goes on page by page', async () => {
  const first = await server.client.listDeletions({ query: { limit: 2 } })
  const second = await server.client.listDeletions({ query: { limit: 2, after: first.next! } })
  const all = await server.client.listDeletions()
  expect([...first.data, ...second.data]).toEqual(all.data.slice(0, 4))
})
