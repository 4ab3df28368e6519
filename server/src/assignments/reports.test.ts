import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('a report leaves the hold as it is, and the requester reads it with the task and an event', async () => {
  const project = await textProject(server.client, { min_answers: 2 })
  const tasks = []
  for (const sentence of ['a', 'b'])
    tasks.push((await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence }] } })).id)
  const worker = await server.makeWorker(project.id)
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id, count: 2 } })
  for (const { id, token } of assignments) {
    const report = (comment: string) =>
      worker.client.reportTask({ params: { assignment_id: id }, body: { token, reason: 'unclear', comment } })
    await report('Which one?')
    await report('<b>Which</b> animal?')
    await report('<b>Which</b> animal?')
  }
  const params = { project_id: project.id }
  const { data } = await server.client.listReports({ params, query: {} })
  expect(data.map(({ task_id, reason, comment }) => [task_id, reason, comment])).toEqual(
    tasks.toReversed().map((id) => [id, 'unclear', '<b>Which</b> animal?']),
  )
  expect(data[0]?.worker_id).not.toBe(worker.id)
  const first = await server.client.listReports({ params, query: { limit: 1 } })
  const second = await server.client.listReports({ params, query: { limit: 1, after: first.next as string } })
  expect([first.data[0]?.task_id, second.data[0]?.task_id]).toEqual(tasks.toReversed())
  const one = await server.client.listReports({ params, query: { task_id: tasks[0] as string } })
  expect(one.data).toHaveLength(1)
  // One each time that something was new.
  const events = await server.sql`select from events where project_id = ${project.id} and type = 'task.reported'`
  expect(events).toHaveLength(4)
  for (const { id, token } of assignments)
    await worker.client.submitAssignment({
      params: { assignment_id: id },
      body: { token, answer: [{ animal: 'cat' }] },
    })
})

test('only who holds the task reports it', async () => {
  const project = await textProject(server.client, { min_answers: 2 })
  await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'a' }] } })
  const [a, b] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
  const [hold] = (await a.client.takeAssignments({ body: { project_id: project.id } })).assignments
  const { id, token } = hold as { id: string; token: string }
  const params = { assignment_id: id }
  const body = { token, reason: 'other' as const }
  await expect(b.client.reportTask({ params, body })).rejects.toMatchObject({ code: 'not_found' })
  await expect(a.client.reportTask({ params, body: { ...body, token: 'x' } })).rejects.toMatchObject({
    code: 'not_found',
  })
  await a.client.submitAssignment({ params, body: { token, answer: [{ animal: 'cat' }] } })
  await expect(a.client.reportTask({ params, body })).rejects.toMatchObject({ code: 'assignment_expired' })
  expect((await server.client.listReports({ params: { project_id: project.id }, query: {} })).data).toEqual([])
})

test('a report is settled once, and open again when the worker changes it', async () => {
  const project = await textProject(server.client)
  await server.client.createTask({ body: { project_id: project.id, name: 'field 7', task_spec: [{ sentence: 'a' }] } })
  const worker = await server.makeWorker(project.id)
  const [hold] = (await worker.client.takeAssignments({ body: { project_id: project.id } })).assignments
  const { id, token } = hold as { id: string; token: string }
  const report = (comment: string) =>
    worker.client.reportTask({ params: { assignment_id: id }, body: { token, reason: 'unclear', comment } })
  await report('Which one?')
  const params = { project_id: project.id }
  const open = async () => [
    (await server.client.listReports({ params, query: { settled: 'false' } })).data.length,
    (await server.client.listReports({ params, query: { settled: 'true' } })).data.length,
    // The count is shared for a second.
    (await server.sql`select from reports where project_id = ${project.id} and settled_at is null`).count,
  ]
  expect(await open()).toEqual([1, 0, 1])
  expect(await server.client.readProgress({ params })).toMatchObject({ reports: 1 })

  const editor = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'editor' })
  const ofReport = { params: { report_id: id } }
  const settled = await editor.client.settleReport(ofReport)
  const { person } = await editor.client.readSession()
  expect(settled).toMatchObject({ name: 'field 7', picture: null, text: 'a', settled_by: person.name })
  expect(settled.settled_at).not.toBeNull()
  expect(await open()).toEqual([0, 1, 0])
  // Said again, by somebody else: who was first stays.
  expect(await server.client.settleReport(ofReport)).toEqual(settled)

  await report('Which one?')
  expect(await open()).toEqual([0, 1, 0])
  await report('Which of the two?')
  expect(await open()).toEqual([1, 0, 1])
  await server.client.settleReport(ofReport)
  expect(await server.client.unsettleReport(ofReport)).toMatchObject({ settled_at: null, settled_by: null })
  expect(await open()).toEqual([1, 0, 1])
})
