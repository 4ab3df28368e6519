import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAnswers } from '../crowd/crowd.fixture.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject } from './gold.fixture.ts'
import { keepGoldWanted } from './keep-wanted.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Completed tasks on which all of five workers agree; of one in three they do not. */
async function agreedProject(draft: Parameters<typeof goldProject>[1]) {
  const project = await goldProject(server, { min_answers: 5, ...draft })
  await makeAnswers(server.sql, project.id, { tasks: 60, workers: 5, overlap: 5 }, () => ({ animal: 'cat' }))
  await server.sql`
    update results r set fields = jsonb_build_array(jsonb_build_object('animal', jsonb_build_object('value', 'cat', 'confidence', 0.97,
      'votes', jsonb_build_array(jsonb_build_object('value', 'cat', 'count', case when t.name::int % 3 = 0 then 4 else 5 end)))))
    from tasks t where t.project_id = ${project.id} and r.project_id = t.project_id and r.task_id = t.id`
  return project
}

async function liveGold(projectId: number): Promise<number> {
  const rows = await server.sql`
    select from tasks where project_id = ${projectId} and gold and lane = 2 and answered + active < wanted`
  return rows.length
}

/** A round of a server, to its end. */
async function round(times = 10) {
  const once = keepGoldWanted(server.sql)
  for (let n = 0; n < times; n++) if ((await once(new AbortController().signal)) === 'done') return
}

test('a project has as much gold as it wants, of agreed tasks only, and gets more as gold is used up', async () => {
  const project = await agreedProject({ gold_wanted: 25 })
  await round()
  expect(await liveGold(project.id)).toBe(25)
  const gold = await server.sql<{ source: string; name: string }[]>`
    select g.source, t.name from gold g join tasks t on t.project_id = g.project_id and t.id = g.task_id
    where g.project_id = ${project.id}`
  for (const { source, name } of gold) expect([source, Number(name) % 3 > 0]).toEqual(['promoted', true])
  await round()
  expect(await liveGold(project.id)).toBe(25)
  await server.sql`
    update tasks set answered = wanted where id in (
      select id from tasks where project_id = ${project.id} and lane = 2 limit 3) and project_id = ${project.id}`
  await round()
  expect(await liveGold(project.id)).toBe(25)
  const [told] = await server.sql`
    select count(*)::int as count from events
    where project_id = ${project.id} and type = 'result.updated' and data ->> 'reason' = 'gold'`
  expect(told).toEqual({ count: 28 })
})

test('never unasked, while paused, archived or without injection; at once when the number is set', async () => {
  const unasked = await agreedProject({})
  const off = await agreedProject({ gold_wanted: 5, inject_gold: false })
  const paused = await agreedProject({})
  await server.client.pauseProject({ params: { project_id: paused.id } })
  await server.client.editProject({ params: { project_id: paused.id }, body: { gold_wanted: 5 } })
  await round()
  for (const { id } of [unasked, off, paused]) expect(await liveGold(id)).toBe(0)
  await server.client.editProject({ params: { project_id: unasked.id }, body: { gold_wanted: 5 } })
  await expect.poll(() => liveGold(unasked.id), { timeout: 10_000 }).toBe(5)
})

test('several servers at once reach the number and do not pass it; a project in hand is left to who has it', async () => {
  const project = await agreedProject({ gold_wanted: 30 })
  await Promise.all([round(), round(), round(), round()])
  await round()
  expect(await liveGold(project.id)).toBe(30)

  await server.sql`update projects set gold_wanted = 35 where id = ${project.id}`
  await server.sql.begin(async (tx) => {
    await tx`select from projects where id = ${project.id} for update`
    await round()
    expect(await liveGold(project.id)).toBe(30)
  })
  await round()
  expect(await liveGold(project.id)).toBe(35)
})

test.each([-1, 1001, 2.5])('a number of gold tasks that cannot be is refused: %d', async (gold_wanted) => {
  const project = await goldProject(server)
  await expect(
    server.client.editProject({ params: { project_id: project.id }, body: { gold_wanted } }),
  ).rejects.toMatchObject({ problem: { code: 'invalid', errors: [{ pointer: '/gold_wanted' }] } })
})
