import type { Project } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { newId, projectOf } from './ids.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1' })
})
afterAll(() => server.close())

const paramsOf = (project: Project) => ({ params: { project_id: project.id } })
const edit = (project: Project, json: object) =>
  ask(`${server.url}/projects/${project.id}`, { method: 'PATCH', key: server.key, json })
const eventsOf = async (project: Project) =>
  (await server.sql<{ type: string }[]>`select type from events where project_id = ${project.id} order by id`).map(
    ({ type }) => type,
  )

describe('changing a project', () => {
  test('only what is sent changes; null takes the callback away', async () => {
    const before = await textProject(server.client, { description: 'old', callback_url: 'http://127.0.0.1:1/' })
    const { json: after } = await edit(before, { title: 'New' })
    expect(after).toEqual({ ...before, title: 'New', updated_at: after.updated_at })
    expect((await edit(before, { callback_url: null })).json).toMatchObject({
      title: 'New',
      description: 'old',
      callback_url: null,
    })
    expect(await server.sql`select from webhooks where project_id = ${before.id}`).toEqual([])
  })

  test('a fixed overlap stays one; the most may not fall below the least, whichever of them changes', async () => {
    const fixed = await textProject(server.client, { min_answers: 3 })
    expect(fixed).toMatchObject({ min_answers: 3, max_answers: 3, confidence: 0.95 })
    expect((await edit(fixed, { min_answers: 2 })).json).toMatchObject({ min_answers: 2, max_answers: 2 })
    expect((await edit(fixed, { max_answers: 7 })).json).toMatchObject({ min_answers: 2, max_answers: 7 })
    expect((await edit(fixed, { min_answers: 4 })).json).toMatchObject({ min_answers: 4, max_answers: 7 })
    for (const json of [{ min_answers: 8 }, { max_answers: 3 }]) {
      const errors = [{ pointer: '/max_answers', code: 'invalid' }]
      expect((await edit(fixed, json)).problem).toMatchObject({ status: 422, errors })
    }
    expect((await edit(fixed, {})).json).toMatchObject({ min_answers: 4, max_answers: 7 })
  })

  test('nothing, or the same again, changes nothing and tells nobody', async () => {
    const project = await textProject(server.client)
    const { id, version, status, training_tasks, created_at, updated_at, ...settings } = project
    for (const json of [{}, { title: project.title }, settings])
      expect((await edit(project, json)).json).toEqual(project)
    expect(await eventsOf(project)).toEqual(['project.created'])
  })

  test('other specs are a new version; a task that has answers keeps its own', async () => {
    const project = await textProject(server.client, { min_answers: 2 })
    const task = { project_id: project.id, task_spec: [{ sentence: 'x' }] }
    const old = await server.client.createTask({ body: task })
    await answerNext(await server.makeWorker(project.id), project.id, { animal: 'cat' })
    const output_spec = [{ name: 'plant', type: 'input' }]
    expect((await edit(project, { output_spec })).json).toMatchObject({ version: 2 })
    expect((await edit(project, { title: 'Only the title' })).json).toMatchObject({ version: 2 })
    expect((await server.client.createTask({ body: task })).version).toBe(2)
    const worker = await server.makeWorker(project.id)
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id, count: 2 } })
    expect(assignments.map(({ version }) => version)).toEqual([1, 2])
    expect((await server.client.readTask({ params: { task_id: old.id } })).version).toBe(1)
    const { data } = await server.client.listProjectVersions(paramsOf(project))
    expect(data.map(({ version, output_spec: [field] }) => [version, field?.name])).toEqual([
      [2, 'plant'],
      [1, 'animal'],
    ])
  })

  test('at once by many: every change is there, and the versions have no gap', async () => {
    const project = await textProject(server.client)
    const edits = Array.from({ length: 8 }, (_, n) =>
      edit(project, { output_spec: [{ name: `field_${n}`, type: 'input' }] }),
    )
    expect((await Promise.all(edits)).map(({ status }) => status)).toEqual(Array(8).fill(200))
    const { data } = await server.client.listProjectVersions(paramsOf(project))
    expect(data.map(({ version }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('the callback_url is one webhook, which follows it', async () => {
    const project = await textProject(server.client, { callback_url: 'http://127.0.0.1:1/a' })
    const rows = () => server.sql`select id, url, is_callback from webhooks where project_id = ${project.id}`
    const [first] = await rows()
    expect(first).toMatchObject({ url: 'http://127.0.0.1:1/a', is_callback: true })
    await edit(project, { callback_url: 'http://127.0.0.1:1/b' })
    expect(await rows()).toEqual([{ ...first, url: 'http://127.0.0.1:1/b' }])
  })
})

describe('pausing and archiving', () => {
  test('are things to put and to take away, as often as one likes', async () => {
    const project = await textProject(server.client)
    const status = async (verb: 'pauseProject' | 'resumeProject' | 'archiveProject' | 'unarchiveProject') =>
      (await server.client[verb](paramsOf(project))).status
    expect(await status('resumeProject')).toBe('active')
    expect(await status('pauseProject')).toBe('paused')
    expect(await status('pauseProject')).toBe('paused')
    expect(await status('archiveProject')).toBe('archived')
    expect(await status('pauseProject')).toBe('archived')
    expect(await status('resumeProject')).toBe('archived')
    expect(await status('unarchiveProject')).toBe('active')
    expect(await eventsOf(project)).toEqual(['project.created', ...Array(3).fill('project.updated')])
  })

  test('an archived project takes no tasks and hands none out; everything stays readable', async () => {
    const project = await textProject(server.client)
    const worker = await server.makeWorker(project.id)
    const task = { project_id: project.id, task_spec: [{ sentence: 'x' }] }
    const { id } = await server.client.createTask({ body: task })
    await server.client.archiveProject(paramsOf(project))
    await expect(server.client.createTask({ body: task })).rejects.toMatchObject({ code: 'project_closed' })
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id } })
    expect(assignments).toEqual([])
    expect((await server.client.readTask({ params: { task_id: id } })).status).toBe('open')
    expect(await (await server.client.exportResults(paramsOf(project))).text()).toBe('')
  })
})

describe('lists', () => {
  test('R-19 pages neither skip nor repeat, also while projects are made; a filter; no other cursor', async () => {
    const workspace = await server.makeWorkspace()
    const made: number[] = []
    for (let n = 0; n < 7; n++) made.push((await textProject(workspace.client)).id)
    await workspace.client.pauseProject({ params: { project_id: made[3] as number } })
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await workspace.client.listProjects({ query: { limit: 3, ...(after && { after }) } })
      seen.push(...page.data.map(({ id }) => id))
      after = page.next
      await textProject(workspace.client)
    } while (after)
    expect(seen).toEqual(made.toReversed())
    const paused = await workspace.client.listProjects({ query: { status: 'paused' } })
    expect(paused.data.map(({ id }) => id)).toEqual([made[3]])
    const cursors = [
      'x',
      'W10',
      Buffer.from('["a"]').toString('base64url'),
      Buffer.from(`[${'9'.repeat(19)}]`).toString('base64url'),
    ]
    for (const cursor of [...cursors, Buffer.from('["1","2"]').toString('base64url'), 'bnVsbA'])
      await expect(workspace.client.listProjects({ query: { after: cursor } })).rejects.toMatchObject({
        code: 'invalid_cursor',
      })
  })

  test('each says how far it is, however many there are', async () => {
    const workspace = await server.makeWorkspace()
    const [none, some] = [await textProject(workspace.client), await textProject(workspace.client)]
    for (const sentence of ['a', 'b', 'c'])
      await workspace.client.createTask({ body: { project_id: some.id, task_spec: [{ sentence }] } })
    const worker = await server.makeWorker(some.id)
    await answerNext(worker, some.id, { animal: 'cat' })
    await worker.client.takeAssignments({ body: { project_id: some.id } })
    const { data } = await workspace.client.listProjects()
    const tasks = { open: 2, completed: 1, needs_review: 0, cancelled: 0, unreadable: 0 }
    const nothing = { open: 0, completed: 0, needs_review: 0, cancelled: 0, unreadable: 0 }
    const quiet = {
      following: false,
      skipped: 0,
      lapsed: 0,
      passed_over: { missing: 0, corrupt: 0, decoder: 0 },
      people_missing: 0,
    }
    expect(data.map((project) => [project.id, project.progress])).toEqual([
      [some.id, { tasks, held: 1, answers: 1, answers_last_hour: 1, reports: 0, ...quiet, people: 1 }],
      [none.id, { tasks: nothing, held: 0, answers: 0, answers_last_hour: 0, reports: 0, ...quiet, people: 0 }],
    ])
    expect(await workspace.client.readProgress(paramsOf(some))).toEqual(data[0]?.progress)
  })

  test('who works on it: names and counts, but neither e-mail nor an id that another workspace knows', async () => {
    const other = await server.makeWorkspace()
    const [mine, theirs] = [await textProject(server.client), await textProject(other.client)]
    const worker = await server.makeWorker(mine.id)
    await server.sql`update people set name = 'Wilma', email = 'wilma@example.org' where id = ${worker.id}`
    await server.sql`insert into project_workers (project_id, person_id) values (${theirs.id}, ${worker.id})`
    const lists = [
      await server.client.listProjectWorkers(paramsOf(mine)),
      await other.client.listProjectWorkers(paramsOf(theirs)),
    ]
    expect(lists.map(({ data }) => data[0]?.name)).toEqual(['Wilma', 'Wilma'])
    expect(lists[0]?.data[0]?.worker_id).not.toBe(lists[1]?.data[0]?.worker_id)
    expect(JSON.stringify(lists)).not.toMatch(new RegExp(`${worker.id}|wilma@`))
  })
})

describe('ids', () => {
  test('know their project, and always grow, also faster than the clock', () => {
    const ids = Array.from({ length: 10_000 }, () => newId(2_147_483_647))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
    for (const project of [1, 64, 2_147_483_647]) expect(projectOf(newId(project))).toBe(project)
    expect(projectOf('00000000-0000-4000-8000-000000000000')).toBe(0)
    expect(projectOf('ffffffff-ffff-8fff-bfff-ffffffffffff')).toBe(0)
  })

  test('tasks of one bulk request are listed in the order of its lines', async () => {
    const project = await textProject(server.client)
    const lines = Array.from({ length: 300 }, (_, n) => JSON.stringify({ task_spec: [{ sentence: `${n}` }] }))
    const headers = { 'content-type': 'application/x-ndjson' }
    await ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
      method: 'POST',
      key: server.key,
      body: lines.join('\n'),
      headers,
    })
    const { data } = await server.client.listTasks({ query: { project_id: project.id, limit: 1000 } })
    expect(data.map(({ task_spec }) => Number(task_spec[0]?.sentence))).toEqual(
      Array.from({ length: 300 }, (_, n) => n),
    )
  })
})
