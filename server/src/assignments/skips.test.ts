import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { untilPast } from '../testing/past.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function makeProject(draft: Partial<ProjectDraft>): Promise<Project> {
  const project = await textProject(server.client, draft)
  await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'what?' }] } })
  return project
}
const crew = ({ id }: Project, count: number) => Promise.all(Array.from({ length: count }, () => server.makeWorker(id)))

async function skip(worker: TestPerson, { id }: Project, comment = ''): Promise<void> {
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: id } })
  const [hold] = assignments
  await worker.client.skipAssignment({
    params: { assignment_id: hold!.id },
    body: { token: hold!.token, reason: 'not_sure', comment },
  })
}
const progress = ({ id }: Project) => server.client.readProgress({ params: { project_id: id } })
const skippedOf = async ({ id }: Project) => (await server.client.listSkippedTasks({ params: { project_id: id } })).data
const listed = async ({ id }: Project, skipped: 'true' | 'false') =>
  (await server.client.listTasks({ query: { project_id: id, skipped } })).data
const taskOf = async ({ id }: Project) => (await server.client.listTasks({ query: { project_id: id } })).data[0]!

test('C3 a task that all workers skip is counted, listed with what they said, and found by a filter', async () => {
  const project = await makeProject({})
  const [ada, bo] = await crew(project, 2)
  await skip(ada!, project, 'neither')
  await skip(bo!, project, 'too dark')
  expect((await progress(project)).skipped).toBe(1)
  const [task] = await skippedOf(project)
  expect(task).toMatchObject({ text: 'what?', status: 'open', answers: 0 })
  expect(task?.skips.map(({ reason, comment }) => [reason, comment])).toEqual([
    ['not_sure', 'too dark'],
    ['not_sure', 'neither'],
  ])
  expect(new Set(task?.skips.map(({ worker_id }) => worker_id)).size).toBe(2)
  const metric = async () => {
    server.running.server.wake('waiting_tasks')
    const text = await (await fetch(`${server.url}/metrics`)).text()
    return text.match(/^whisker_tasks_skipped (\d+)$/m)?.[1]
  }
  await expect.poll(metric).toBe('1')
  expect(await listed(project, 'true')).toHaveLength(1)
  expect(await listed(project, 'false')).toHaveLength(0)
  const cleo = await server.makeWorker(project.id)
  await answerNext(cleo, project.id, { animal: 'cat' })
  expect(await skippedOf(project)).toEqual([])
})

test('C3 after so many skips with no answer in between it waits for a reviewer, who decides or asks again', async () => {
  const project = await makeProject({ skips_for_review: 2, min_answers: 2 })
  const [a, b, c, d] = await crew(project, 4)
  await skip(a!, project)
  await answerNext(b!, project.id, { animal: 'cat' })
  await skip(c!, project)
  expect((await taskOf(project)).status).toBe('open')
  await skip(d!, project)
  const task = await taskOf(project)
  expect(task).toMatchObject({ status: 'needs_review', answers: 1, result: null })
  await untilPast(server.sql)
  const events = (await server.client.listEvents({ query: { project_id: project.id, limit: 100 } })).data
  expect(events.filter(({ type }) => type === 'task.needs_review')).toHaveLength(1)
  await server.client.askAgain({ params: { task_id: task.id }, body: { count: 1 } })
  await answerNext(await server.makeWorker(project.id), project.id, { animal: 'cat' })
  expect(await taskOf(project)).toMatchObject({ status: 'completed', answers: 2 })
})

test('C3 it waits for who has it before them, and null never sends it', async () => {
  const project = await makeProject({ skips_for_review: 1, min_answers: 2 })
  const [a, b] = await crew(project, 2)
  const { assignments } = await a!.client.takeAssignments({ body: { project_id: project.id } })
  await skip(b!, project)
  expect((await taskOf(project)).status).toBe('open')
  const [hold] = assignments
  await a!.client.submitAssignment({
    params: { assignment_id: hold!.id },
    body: { token: hold!.token, answer: [{ animal: 'cat' }] },
  })
  const never = await makeProject({ skips_for_review: null })
  for (const worker of await crew(never, 6)) await skip(worker, never)
  expect((await taskOf(never)).status).toBe('open')
})

test('C4 three are wanted and two are there: so many are missing, and no time is promised', async () => {
  const project = await makeProject({ min_answers: 3 })
  const [ada, bo] = await crew(project, 2)
  for (const worker of [ada!, bo!]) await answerNext(worker, project.id, { animal: 'cat' })
  expect(await progress(project)).toMatchObject({ people: 2, people_missing: 1 })
  const params = { project_id: project.id }
  expect(await server.client.readSummary({ params })).toMatchObject({ answers_last_hour: 2, seconds_left: null })

  const enough = await makeProject({ min_answers: 3 })
  const [cleo] = await crew(enough, 3)
  await answerNext(cleo!, enough.id, { animal: 'cat' })
  expect(await progress(enough)).toMatchObject({ people: 3, people_missing: 0 })
  const summary = await server.client.readSummary({ params: { project_id: enough.id } })
  expect(summary.seconds_left).toBeGreaterThan(0)
})

test('C3 a task that one after the other lets run out is counted and listed, until somebody answers it', async () => {
  const project = await makeProject({})
  const workers = await crew(project, 3)
  const lapsed = async (which: 'true' | 'false') =>
    (await server.client.listTasks({ query: { project_id: project.id, lapsed: which } })).data.length
  for (const [n, worker] of workers.entries()) {
    expect([(await progress(project)).lapsed, await lapsed('true'), await lapsed('false')], `${n} times`).toEqual([
      0, 0, 1,
    ])
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id } })
    expect(assignments).toHaveLength(1)
    await server.sql`update assignments set deadline = now() where project_id = ${project.id} and state = 'active'`
    await expect
      .poll(() => server.sql`select from assignments where project_id = ${project.id} and state = 'active'`)
      .toEqual([])
  }
  await expect.poll(async () => (await progress(project)).lapsed).toBe(1)
  expect([await lapsed('true'), await lapsed('false')]).toEqual([1, 0])
  expect((await progress(project)).skipped).toBe(0)
  const another = await server.makeWorker(project.id)
  await answerNext(another, project.id, { animal: 'cat' })
  expect(await lapsed('true')).toBe(0)
  expect(await server.sql`select lapses from tasks where project_id = ${project.id}`).toEqual([{ lapses: 0 }])
})
