import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sql } from '../database/connect.ts'
import { formEffect } from '../forms/form-effect.ts'
import { moveAnswered } from '../forms/move-answered.ts'
import { rescoreGold } from '../gold/rescore.ts'
import { readFormVersions } from '../projects/form-versions.ts'
import { untilPast } from '../testing/past.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { revertAnswers } from '../workers/reversal-round.ts'
import { makeAnswers, refitNow } from './crowd.fixture.ts'
import { Crowds } from './crowds.ts'
import { followCrowds } from './follow.ts'
import { type Column, readAnswers, readHead } from './read-answers.ts'
import { publishRefit } from './refit-publish.ts'
import { loadCrowd } from './stored.ts'

let server: TestServer
let projectId: number
const shape = { tasks: 20, workers: 6, overlap: 3 }
const all = shape.tasks * shape.overlap

/** 31 MB of answers that are packed into 0.4 MB: the later tasks have 0.7 MB an answer, in a field that is no more. */
beforeAll(async () => {
  server = await startTestServer()
  const output_spec = [{ type: 'radio' as const, name: 'animal', options: [{ value: 'cat' }, { value: 'dog' }] }]
  projectId = (await textProject(server.client, { output_spec: output_spec as never, min_answers: 3 })).id
  await makeAnswers(server.sql, projectId, shape, (task) => ({ animal: task % 2 ? 'cat' : 'dog' }))
  await server.sql`
    update answers n set "values" = jsonb_build_array((n."values" -> 0) || jsonb_build_object('note', repeat('x', 700000)))
    from tasks t where n.project_id = ${projectId} and t.project_id = n.project_id and t.id = n.task_id and t.name::int >= 5`
  // No refit before it is asked for: it would leave the follower nothing to read.
  await server.sql`insert into crowds (project_id, locked_until) values (${projectId}, now() + interval '1 hour')`
  await untilPast(server.sql)
})
afterAll(() => server.close())

/** The same pool or transaction, and the weight of each result that it gave. */
function watched<S extends object>(sql: S, bytes: number[] = []): { sql: S; bytes: number[] } {
  const watch = (query: unknown) => {
    const asked = query as Promise<unknown>
    const { then } = asked
    if (typeof then !== 'function') return query
    const weigh = (given?: (rows: unknown) => unknown, failed?: (error: unknown) => unknown) =>
      then.call(
        asked,
        (rows: unknown) => {
          bytes.push(JSON.stringify(rows).length)
          return given ? given(rows) : rows
        },
        failed,
      )
    Object.defineProperty(asked, 'then', { value: weigh })
    return query
  }
  const spy = new Proxy(sql, {
    apply: (target, self, args) => watch(Reflect.apply(target as never, self, args)),
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (name === 'unsafe') return (...args: unknown[]) => watch((value as (...args: unknown[]) => unknown)(...args))
      if (name !== 'begin') return value
      return (work: (tx: object) => unknown) =>
        (target as Sql).begin((tx) => work(watched(tx, bytes).sql) as Promise<unknown>)
    },
  })
  return { sql: spy, bytes }
}

const maxBytes = 8_100_000

test('F12 who follows the answers reads few heavy ones at once, and every one', async () => {
  const { sql, bytes } = watched(server.sql)
  const crowds = new Crowds()
  const follow = followCrowds({ ...server.running.server, sql, crowds })
  crowds.touch(projectId)
  for (let n = 0; n < 50 && (await follow(AbortSignal.timeout(20_000))) === 'again'; n++);
  expect(crowds.followed(projectId)?.since).toBe(all)
  expect(Math.max(...bytes)).toBeLessThan(maxBytes)
  expect(bytes.filter((size) => size > 1_000_000).length).toBeGreaterThan(3)
})

test('F12 what reads all answers of a project has few heavy ones at once, in their order', async () => {
  const expected = await server.sql<{ task: number; animal: string }[]>`
    select dense_rank() over (order by task_id)::int - 1 as task, "values" -> 0 ->> 'animal' as animal from answers
    where project_id = ${projectId} order by task_id, worker_id`
  const seen: { task: number; animal: unknown }[] = []
  const column: Column = { add: (task, _, animal) => void seen.push({ task, animal }) }
  await server.sql.begin(async (transaction) => {
    const { sql, bytes } = watched(transaction)
    const head = await readHead(sql, projectId)
    const columns = new Map([...head!.fields.keys()].map((key) => [key, column]))
    const read = await readAnswers(sql, projectId, head!, columns, { order: 'by worker' })
    expect([read.answers, read.items, read.workers.length]).toEqual([all, shape.tasks, shape.workers])
    expect(Math.max(...bytes)).toBeLessThan(maxBytes)
    expect(bytes.filter((size) => size > 1_000_000).length).toBeGreaterThan(3)
  })
  expect(seen).toEqual([...expected])
})

test('F12 a refit writes its results anew with few heavy answers at once', async () => {
  await server.sql`update crowds set locked_until = null where project_id = ${projectId}`
  await refitNow(server.running.server, projectId)
  await server.sql`
    update results set confidence = 0.5, fields = '[{"animal": {"value": null, "confidence": 0.5, "votes": []}}]'
    where project_id = ${projectId}`
  const crowd = await loadCrowd(server.sql, projectId)
  const { sql, bytes } = watched(server.sql)
  await publishRefit(sql, projectId, crowd!)
  expect(Math.max(...bytes)).toBeLessThan(maxBytes)
  const [left] = await server.sql<{ count: number }[]>`
    select count(*)::int as count from results where project_id = ${projectId} and confidence = 0.5`
  expect(left?.count).toBe(0)
})

const withoutDogs = [
  {
    type: 'radio' as const,
    name: 'animal',
    label: '',
    help: '',
    required: true,
    options: [{ value: 'cat', label: '' }],
  },
]

test('F12 the preview of a change looks at as many tasks as are light enough, and says that it is an estimate', async () => {
  const { sql, bytes } = watched(server.sql)
  const project = await server.client.readProject({ params: { project_id: projectId } })
  const effect = await formEffect(sql, project, { output_spec: withoutDogs as never })
  expect(Math.max(...bytes)).toBeLessThan(maxBytes)
  expect(effect).toMatchObject({ complete: false, completed: { fitting: expect.any(Number) } })
  expect(effect.completed.fitting + effect.completed.misfits).toBe(shape.tasks)
})

test('F12 a change of the form, scores made anew and a reversal read few heavy answers at once', async () => {
  const bytes: number[] = []
  const { sql } = watched(server.sql, bytes)
  const params = { project_id: projectId }
  await server.client.editProject({ params, body: { output_spec: withoutDogs as never } })
  const tasks = await server.sql<{ id: string }[]>`select id from tasks where project_id = ${projectId} order by id`
  await sql.begin(async (tx) => {
    const due = { id: projectId, version: 2, following: { apply_to: 'misfits' as const } }
    const forms = await readFormVersions(tx, projectId, 2)
    await moveAnswered(
      tx,
      due,
      'completed',
      tasks.map(({ id }) => id),
      forms,
    )
  })
  expect(Math.max(...bytes)).toBeLessThan(maxBytes)
  const [dogs] = await server.sql<{ count: number }[]>`
    select count(*)::int as count from outdated_answers where project_id = ${projectId}`
  expect(dogs?.count).toBe(all / 2)

  await server.sql`
    insert into gold (project_id, task_id, answer, source)
    select project_id, id, '[{"animal": "cat"}]', 'api' from tasks where project_id = ${projectId}`
  await server.sql`
    insert into gold_scores (project_id, task_id, worker_id, fields, share)
    select project_id, task_id, worker_id, '{}', 0 from answers where project_id = ${projectId}`
  await server.sql`
    update projects set rescore_from = '00000000-0000-0000-0000-000000000000', updated_at = now() - interval '1 hour'
    where id = ${projectId}`
  bytes.length = 0
  const rescore = rescoreGold(sql)
  for (let n = 0; n < 10 && (await rescore(AbortSignal.timeout(20_000))) === 'again'; n++);
  expect(Math.max(...bytes)).toBeLessThan(maxBytes)
  // The server's own loop may have taken a part of it.
  await expect
    .poll(() => countOf(sql`select from gold_scores where project_id = ${projectId} and fields = '{}'`))
    .toBe(0)

  await server.sql`delete from gold where project_id = ${projectId}`
  await server.sql`
    insert into reversals (project_id, person_id, reason)
    select distinct on (worker_id) project_id, worker_id, '' from answers where project_id = ${projectId}`
  bytes.length = 0
  const revert = revertAnswers({ sql, crowds: new Crowds() })
  for (let n = 0; n < 50 && (await revert(AbortSignal.timeout(20_000))) === 'again'; n++);
  expect(Math.max(...bytes)).toBeLessThan(maxBytes)
  await expect
    .poll(() => countOf(sql`select from answers where project_id = ${projectId} and state = 'counted'`))
    .toBe(0)
})

const countOf = async (rows: PromiseLike<readonly unknown[]>) => (await rows).length
