import type { ExportedAnswer } from '@whisker/api/exports.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const get = async (projectId: number, query = '') => {
  const reply = await ask(`${server.url}/projects/${projectId}/answers/export${query}`, { key: server.key })
  expect(reply.status, reply.text).toBe(200)
  return reply
}
const lines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ExportedAnswer)

test('each answer has its line, by a worker without a name; what was taken back is not there', async () => {
  const project = await textProject(server.client, { min_answers: 2, max_answers: 2 })
  const [ada, bo] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
  const ids: string[] = []
  for (const sentence of ['one', 'two']) {
    const body = { project_id: project.id, name: sentence, external_id: `x-${sentence}`, task_spec: [{ sentence }] }
    ids.push((await server.client.createTask({ body })).id)
  }
  for (const worker of [ada, bo])
    for (const animal of ['cat', worker === ada ? '=1+1' : 'dog']) await answerNext(worker, project.id, { animal })

  const rows = lines((await get(project.id)).text)
  expect(rows.map(({ task_id, values }) => [task_id, values[0]?.animal])).toEqual(
    expect.arrayContaining([
      [ids[0], 'cat'],
      [ids[1], '=1+1'],
      [ids[1], 'dog'],
    ]),
  )
  expect(rows).toHaveLength(4)
  expect(rows.map(({ task_id }) => task_id)).toEqual([...rows.map(({ task_id }) => task_id)].sort())
  expect(new Set(rows.map(({ worker_id }) => worker_id)).size).toBe(2)
  for (const row of rows) {
    expect(Object.keys(row).sort()).toEqual(
      [
        'task_id',
        'external_id',
        'name',
        'worker_id',
        'state',
        'version',
        'values',
        'seconds',
        'submitted_at',
        'gold',
      ].sort(),
    )
    expect(row).toMatchObject({
      worker_id: expect.stringMatching(/^w_[0-9a-f]{16}$/),
      state: 'counted',
      version: 1,
      gold: false,
    })
  }
  const { data } = await server.client.listAnswers({ params: { task_id: ids[1]! } })
  const ofTwo = rows.filter(({ task_id }) => task_id === ids[1])
  expect(ofTwo.map((row) => [row.worker_id, row.values, row.submitted_at])).toEqual(
    data.map((row) => [row.worker_id, row.values, row.submitted_at]),
  )

  const csv = await get(project.id, '?format=csv')
  expect(csv.headers.get('content-type')).toContain('text/csv')
  const table = csv.text.trimEnd().split('\r\n')
  expect(table[0]).toBe('name,external_id,task_id,item,worker_id,state,version,seconds,submitted_at,gold,animal')
  expect(table.slice(1).map((line) => line.split(',').at(-1))).toEqual(expect.arrayContaining(['cat', "'=1+1", 'dog']))
  expect((await get(project.id, '?format=csv&safe_csv=false')).text).toContain(',=1+1\r\n')

  await server.sql`update answers set state = 'withdrawn' where project_id = ${project.id} and task_id = ${ids[0]!}`
  expect(lines((await get(project.id)).text).map(({ task_id }) => task_id)).toEqual([ids[1], ids[1]])
})

test('a field with the name of a column, and items of their own', async () => {
  const project = await textProject(server.client, {
    min_answers: 1,
    max_answers: 1,
    output_spec: [{ name: 'state', type: 'input' }] as never,
  })
  const worker = await server.makeWorker(project.id)
  const task_spec = [{ sentence: 'a' }, { sentence: 'b' }]
  await server.client.createTask({ body: { project_id: project.id, task_spec } })
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id } })
  const { id, token } = assignments[0]!
  const body = { token, answer: [{ state: 'wet' }, { state: 'dry' }] }
  await worker.client.submitAssignment({ params: { assignment_id: id }, body })
  const table = (await get(project.id, '?format=csv')).text.trimEnd().split('\r\n')
  expect(table.map((line) => [line.split(',')[3], line.split(',').at(-1)])).toEqual([
    ['item', '_state'],
    ['0', 'wet'],
    ['1', 'dry'],
  ])
})

test('nobody has answered', async () => {
  const project = await textProject(server.client)
  expect((await get(project.id)).text).toBe('')
  expect((await get(project.id, '?format=csv')).text.split('\r\n')).toHaveLength(2)
})
