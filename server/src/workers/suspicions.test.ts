import { setTimeout as sleep } from 'node:timers/promises'
import type { Suspicion } from '@whisker/api/suspicions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workerPseudonym } from '../accounts/secrets.ts'
import { seededRandom } from '../consolidation/simulate-crowd.ts'
import { makeAnswers } from '../crowd/crowd.fixture.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const options = ['cat', 'dog', 'fox', 'owl'].map((value) => ({ value }))
const kinds = options.map(({ value }) => value)
const shape = { tasks: 1000, workers: 20, overlap: 5 }

/** Worker 0 guesses, 1 says "dog", 2 and 3 are one person, the others are right four times of five. */
function answers(seed: number) {
  const random = seededRandom(seed)
  const first = new Map<number, string>()
  return (task: number, worker: number) => {
    const any = kinds[Math.floor(random() * 4)]!
    if (worker === 0) return { kind: any }
    if (worker === 1) return { kind: 'dog' }
    const given = random() < 0.75 ? kinds[task % 4]! : any
    if (worker > 3) return { kind: given }
    const copied = first.get(task) ?? given
    first.set(task, copied)
    return { kind: copied }
  }
}

const newProject = (type: 'radio' | 'input' = 'radio') => {
  const field = type === 'radio' ? { type, name: 'kind', options } : { type, name: 'kind' }
  return textProject(server.client, { min_answers: 5, output_spec: [field] })
}
const brief = ({ kind, workers }: Suspicion) => `${kind} ${workers.map(({ name }) => name).sort()}`

test.each(['radio', 'input'] as const)(
  'the evidence names workers by pseudonym, with figures and a sentence: %s',
  async (type) => {
    const project = await newProject(type)
    const { workers } = await makeAnswers(server.sql, project.id, shape, answers(1))
    await server.sql`
    update answers set seconds = case when worker_id = ${workers[5]!} then 0.5 else 4 end where project_id = ${project.id}`
    const listed = await server.client.listSuspicions({ params: { project_id: project.id } })
    expect(listed).toMatchObject({ answers: 5000, of: 5000 })
    expect(listed.data.map(brief).sort()).toEqual([
      'constant worker 2',
      'random worker 1',
      'same_errors worker 3,worker 4',
      'too_fast worker 6',
    ])
    const constant = listed.data.find(({ kind }) => kind === 'constant')!
    expect(constant).toMatchObject({
      field: 'kind',
      evidence: { answers: 253, favourite: 'dog', favourite_share: 1 },
      text: expect.stringContaining('253 of 253 answers are “dog”'),
    })
    const { secret } = server.running.server
    expect(constant.workers).toEqual([
      { worker_id: workerPseudonym(secret, server.running.workspaceId, workers[1]!), name: 'worker 2' },
    ])
    expect(JSON.stringify(listed)).not.toContain(workers[1])
    // Within the minute it is the same list.
    expect(await server.client.listSuspicions({ params: { project_id: project.id } })).toEqual(listed)
  },
)

test('gold that is known is suspected; who was taken back is suspected no longer', async () => {
  const project = await newProject()
  const random = seededRandom(2)
  const { workers } = await makeAnswers(server.sql, project.id, shape, (task, worker) => {
    const right = worker === 0 ? task % 10 === 0 : random() < 0.7
    return { kind: right ? kinds[task % 4]! : kinds[Math.floor(random() * 4)]! }
  })
  await server.sql`
    insert into gold (project_id, task_id, answer, source)
    select project_id, id, jsonb_build_array(jsonb_build_object('kind', (${kinds}::text[])[name::int % 4 + 1])), 'csv'
    from tasks where project_id = ${project.id} and name::int % 10 = 0`
  const { data } = await server.client.listSuspicions({ params: { project_id: project.id } })
  const known = data.find(({ kind }) => kind === 'known_gold')
  expect(known).toMatchObject({ workers: [{ name: 'worker 1' }], evidence: { gold_right: 27, gold_answers: 27 } })
  expect(data.filter(({ workers: [who] }) => who!.name !== 'worker 1')).toEqual([])

  const another = await server.startAnother()
  await server.sql`update answers set state = 'reverted' where project_id = ${project.id} and worker_id = ${workers[0]!}`
  const response = await fetch(`${another.url}/projects/${project.id}/suspicions`, {
    headers: { authorization: server.key },
  })
  expect(await response.json()).toMatchObject({ data: [] })
  await another.close()
})

test('a project without answers has nothing to suspect', async () => {
  const project = await newProject()
  const listed = await server.client.listSuspicions({ params: { project_id: project.id } })
  expect(listed).toMatchObject({ answers: 0, of: 0, data: [] })
})

test('a server that stops while a list is worked out ends its thread, and the process lives', async () => {
  const project = await newProject()
  await makeAnswers(server.sql, project.id, { ...shape, tasks: 2000 }, answers(3))
  for (const waitMs of [0, 100, 200]) {
    const another = await server.startAnother()
    const abort = new AbortController()
    const asked = fetch(`${another.url}/projects/${project.id}/suspicions`, {
      headers: { authorization: server.key },
      signal: abort.signal,
    }).catch(() => null)
    await sleep(waitMs)
    abort.abort()
    await Promise.all([asked, another.close()])
  }
  const [open] = await server.sql`
    select count(*)::int as count from pg_stat_activity
    where application_name = 'whisker suspicions' and datname = current_database()`
  expect(open).toEqual({ count: 0 })
})
