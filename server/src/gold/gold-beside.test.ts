import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject, makeTask, submit, take } from './gold.fixture.ts'

// Gold beside what else can be done with a task: a worker must not notice a difference, nor a request be a fault of ours.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A gold task in lane 1, where it is given like any other, and a worker who holds it. */
async function heldGold() {
  const project = await goldProject(server)
  const { id } = await makeTask(server, project.id, 'a cat', 'cat')
  await server.sql`update tasks set lane = 1 where project_id = ${project.id}`
  const worker = await server.makeWorker(project.id)
  const [hold] = await take(worker, project.id)
  const row = async () => {
    const [task] = await server.sql`
      select status, answered, active, exists (select from results r where r.task_id = t.id) as result
      from tasks t where t.id = ${id}`
    return task
  }
  const scores = () => server.sql`
    select share from gold_scores s where s.task_id = ${id}
      and exists (select from answers n where n.task_id = s.task_id and n.worker_id = s.worker_id)`
  return { id, worker, hold: hold!, row, scores }
}

test('an answer to gold is taken back like any other; gold stays gold, and the score goes with it', async () => {
  const { worker, hold, row, scores } = await heldGold()
  await submit(worker, hold, 'dog')
  expect(await scores()).toMatchObject([{ share: 0 }])
  const back = { params: { assignment_id: hold.id }, body: { token: hold.token } }
  expect(await worker.client.withdrawAnswer(back)).toMatchObject({ id: hold.id })
  expect(await row()).toMatchObject({ status: 'completed', answered: 0, active: 1, result: true })
  expect(await scores()).toEqual([])
  await submit(worker, hold, 'cat')
  expect(await row()).toMatchObject({ status: 'completed', answered: 1, active: 0, result: true })
  expect(await scores()).toMatchObject([{ share: 1 }])
})

test('an answer to gold may be changed for as long as one to an ordinary task, and is scored anew', async () => {
  const { id, worker, hold, row, scores } = await heldGold()
  await submit(worker, hold, 'dog')
  const change = { params: { assignment_id: hold.id }, body: { answer: [{ animal: 'cat' }] } }
  await worker.client.changeAnswer(change)
  expect(await scores()).toMatchObject([{ share: 1 }])
  expect(await row()).toMatchObject({ status: 'completed', answered: 1 })
  await server.sql`update tasks set wanted = answered where id = ${id}`
  await worker.client.changeAnswer(change)
  await server.sql`update answers set submitted_at = submitted_at - interval '10 minutes' where task_id = ${id}`
  await expect(worker.client.changeAnswer(change)).rejects.toMatchObject({ code: 'too_late' })
})

test('a synonym of the known answer is right', async () => {
  const { id, worker, hold, scores } = await heldGold()
  await server.sql`
    update projects set synonyms = '[{"from": "kitty", "to": "cat"}]'
    where id = (select project_id from tasks where id = ${id})`
  await submit(worker, hold, 'Kitty!')
  expect(await scores()).toMatchObject([{ share: 1 }])
})

test('gold is neither asked about again nor corrected; marking a corrected task ends its correction', async () => {
  const { id } = await heldGold()
  const params = { task_id: id }
  await expect(server.client.askAgain({ params, body: { count: 1 } })).rejects.toMatchObject({ code: 'conflict' })
  const body = { result: [{ animal: 'dog' }], comment: '' }
  await expect(server.client.correctTask({ params, body })).rejects.toMatchObject({ code: 'conflict' })

  const project = await goldProject(server, { min_answers: 1 })
  const other = await makeTask(server, project.id, 'a dog')
  const worker = await server.makeWorker(project.id)
  await submit(worker, (await take(worker, project.id))[0]!, 'cat')
  const corrected = { params: { task_id: other.id } }
  await server.client.correctTask({ ...corrected, body })
  await server.client.markGold({ ...corrected, body: { answer: [{ animal: 'fox' }] } })
  await server.client.undoCorrection(corrected).catch(() => {})
  const { status, result, method } = await server.client.readTask(corrected)
  expect([status, result?.[0]?.animal?.value, method]).toEqual(['completed', 'fox', 'gold'])
})
