import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workerPseudonym } from '../accounts/secrets.ts'
import { goldProject, makeTask, submit, take } from '../gold/gold.fixture.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const of = (projectId: number, person: TestPerson) => ({
  project_id: projectId,
  worker_id: workerPseudonym(server.running.server.secret, server.running.workspaceId, person.id),
})
const task = (id: string) => server.client.readTask({ params: { task_id: id } })

async function revert(projectId: number, person: TestPerson) {
  const params = of(projectId, person)
  await server.client.revertWorker({ params, body: { reason: 'Two accounts.' } })
  await expect
    .poll(async () => (await server.client.readWorker({ params })).reversal?.finished_at, { timeout: 10_000 })
    .toEqual(expect.any(String))
  return (await server.client.readWorker({ params })).reversal
}

async function answerAll(person: TestPerson, projectId: number, animal: string) {
  for (let taken = await take(person, projectId, 10); taken.length > 0; taken = await take(person, projectId, 10))
    for (const one of taken) await submit(person, one, animal)
}

/** Counters agree with the rows behind them. */
async function checkCounters(projectId: number) {
  const wrong = await server.sql`
    select t.id from tasks t where t.project_id = ${projectId} and (
      t.answered <> (select count(*) from answers a where a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted')
      or t.active <> (select count(*) from assignments a where a.project_id = t.project_id and a.task_id = t.id and a.state = 'active')
      or (t.status = 'completed') <> exists (select from results r where r.project_id = t.project_id and r.task_id = t.id))`
  expect(wrong).toEqual([])
}

describe('taking back the answers of a worker', () => {
  test('asks again only where too few answers are left or where they leave doubt; others get the result of the rest', async () => {
    const project = await goldProject(server, { min_answers: 4, max_answers: 4 })
    const [sure, doubtful, few, open] = [
      await makeTask(server, project.id, 'sure'),
      await makeTask(server, project.id, 'doubtful'),
      await makeTask(server, project.id, 'few'),
      await makeTask(server, project.id, 'open'),
    ]
    const [bad, b, c, d, e] = await Promise.all([1, 2, 3, 4, 5].map(() => server.makeWorker(project.id)))
    const say = async (person: TestPerson, animals: string[]) => {
      for (const animal of animals) await submit(person, (await take(person, project.id))[0]!, animal)
    }
    await say(bad!, ['dog', 'cat', 'cat', 'cat'])
    await say(b!, ['cat', 'cat', 'cat'])
    await say(c!, ['cat', 'dog', 'cat'])
    await say(d!, ['cat', 'cat', 'cat'])
    expect(await Promise.all([sure, doubtful, few].map(async ({ id }) => (await task(id)).status))).toEqual(
      Array(3).fill('completed'),
    )
    // From now on two answers may be enough; `few` lost two in another way.
    await server.sql`update projects set min_answers = 2, max_answers = 6 where id = ${project.id}`
    await server.sql`
      update answers set state = 'reverted'
      where project_id = ${project.id} and task_id = ${few!.id} and worker_id in (${c!.id}, ${d!.id})`
    await server.sql`update tasks set answered = 2, wanted = 2 where project_id = ${project.id} and id = ${few!.id}`
    expect(await revert(project.id, bad!)).toMatchObject({ reverted: 4, asked_again: 2 })
    // Three who agree are enough also without a name; two against one are not.
    expect(await task(sure!.id)).toMatchObject({ status: 'completed', answers: 3 })
    const { animal } = (await task(sure!.id)).result?.[0] ?? {}
    expect(animal).toMatchObject({ value: 'cat', votes: [{ value: 'cat', count: 3 }] })
    expect(await task(doubtful!.id)).toMatchObject({ status: 'open', answers: 3, answers_wanted: 4, result: null })
    expect(await task(few!.id)).toMatchObject({ status: 'open', answers: 1, answers_wanted: 2, result: null })
    expect(await task(open!.id)).toMatchObject({ status: 'open', answers: 0, answers_wanted: 4 })
    await checkCounters(project.id)
    // The worker is told, and is not asked again; others are, at once.
    const told = await bad!.client.takeAssignments({ body: { project_id: project.id } })
    expect(told).toMatchObject({ reason: 'worker_paused', detail: expect.stringContaining('Two accounts.') })
    await answerAll(e!, project.id, 'cat')
    expect((await task(doubtful!.id)).answers).toBe(4)
    await checkCounters(project.id)
  })

  test('tells in an event where a value is another one now, and gives it again to exports with a cursor', async () => {
    const project = await goldProject(server, { min_answers: 3, max_answers: 3 })
    const { id } = await makeTask(server, project.id, 'x')
    const [bad, b, c] = await Promise.all([1, 2, 3].map(() => server.makeWorker(project.id)))
    await submit(bad!, (await take(bad!, project.id))[0]!, 'cow')
    await submit(b!, (await take(b!, project.id))[0]!, 'cat')
    await submit(c!, (await take(c!, project.id))[0]!, 'cow')
    expect((await task(id)).result?.[0]?.animal?.value).toBe('cow')
    const [before] = await server.sql`select xid from results where project_id = ${project.id}`
    await server.sql`update projects set min_answers = 2, max_answers = 2 where id = ${project.id}`
    expect(await revert(project.id, bad!)).toMatchObject({ reverted: 1, asked_again: 0 })
    // One cat and one cow are left: a tie is for a person.
    expect(await task(id)).toMatchObject({ status: 'needs_review', answers: 2, result: [{ animal: { value: 'cat' } }] })
    const [after] = await server.sql`select xid from results where project_id = ${project.id}`
    expect(BigInt(after?.xid)).toBeGreaterThan(BigInt(before?.xid))
    const events = async () => (await server.client.listEvents({ query: { project_id: project.id } })).data
    await expect
      .poll(events)
      .toContainEqual(
        expect.objectContaining({ type: 'result.updated', data: expect.objectContaining({ reason: 'reversal' }) }),
      )
  })

  test('what is held ends, and a late answer through that hold does not count', async () => {
    const project = await goldProject(server, { min_answers: 1 })
    await makeTask(server, project.id, 'x')
    const [bad, other] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const [held] = await take(bad, project.id)
    await revert(project.id, bad)
    await expect(submit(bad, held!, 'cow')).rejects.toMatchObject({ code: 'assignment_expired' })
    await checkCounters(project.id)
    expect(await take(other, project.id)).toHaveLength(1)
  })

  test('many answers in batches, while another server works on them too', async () => {
    const project = await goldProject(server, { min_answers: 1 })
    const lines = Array.from({ length: 130 }, (_, n) => `${JSON.stringify({ task_spec: [{ sentence: `${n}` }] })}\n`)
    const sent = await fetch(`${server.url}/tasks/bulk?project_id=${project.id}`, {
      method: 'POST',
      headers: { authorization: server.key, 'content-type': 'application/x-ndjson' },
      body: lines.join(''),
    })
    await sent.text()
    const bad = await server.makeWorker(project.id)
    await answerAll(bad, project.id, 'cow')
    await server.startAnother()
    expect(await revert(project.id, bad)).toMatchObject({ reverted: 130, asked_again: 130 })
    await checkCounters(project.id)
    const good = await server.makeWorker(project.id)
    await answerAll(good, project.id, 'cat')
    const { tasks } = await server.client.readProgress({ params: { project_id: project.id } })
    expect(tasks).toMatchObject({ open: 0, completed: 130 })
  })
})
