import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject, submit, take } from './gold.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function send(projectId: number, csv: string | Buffer) {
  const response = await fetch(`${server.url}/projects/${projectId}/gold-imports`, {
    method: 'POST',
    headers: { authorization: server.key, 'content-type': 'text/csv' },
    body: csv,
  })
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

async function projectWithTasks(names: string[]) {
  const project = await goldProject(server, {
    output_spec: [
      { type: 'input', name: 'animal' },
      { type: 'number', name: 'legs', required: false },
      { type: 'checkbox', name: 'colours', required: false, options: [{ value: 'black' }, { value: 'white' }] },
    ],
  })
  for (const name of names)
    await server.client.createTask({
      body: { project_id: project.id, name, external_id: `id-${name}`, task_spec: [{ sentence: name }] },
    })
  return project
}
const answers = async (projectId: number) =>
  Object.fromEntries(
    (await server.client.listGold({ params: { project_id: projectId } })).data.map((one) => [one.name, one.answer[0]]),
  )

describe('known answers from a CSV file', () => {
  test('good rows count, others are told with their row and column', async () => {
    const project = await projectWithTasks(['a', 'b,"c"', 'd', 'd', 'e'].map((name, n) => (n === 3 ? 'd2' : name)))
    const file = [
      '\uFEFFname,animal,legs,colours',
      'a,Cat,4,black | white',
      '"b,""c""","dog\r\nor wolf",,',
      'd,,4,',
      'e,cow,four,',
      'nobody,cat,,',
      '',
    ].join('\r\n')
    const receipts = await send(project.id, file)
    expect(receipts).toMatchObject([
      { row: 2, status: 'marked' },
      { row: 3, status: 'marked' },
      { row: 4, status: 'error', code: 'invalid', errors: [{ pointer: '/animal', code: 'required' }] },
      { row: 5, status: 'error', errors: [{ pointer: '/legs', code: 'wrong_type' }] },
      { row: 6, status: 'error', code: 'not_found' },
    ])
    expect(await answers(project.id)).toEqual({
      a: { animal: 'Cat', legs: 4, colours: ['black', 'white'] },
      'b,"c"': { animal: 'dog\r\nor wolf' },
    })
    expect((await send(project.id, 'external_id,animal\nid-e,cow')).map((one) => one.status)).toEqual(['marked'])
  })

  test('a header that cannot be understood ends it; two tasks of one name are not guessed', async () => {
    const project = await projectWithTasks(['a'])
    expect(await send(project.id, 'animal\ncat\n')).toMatchObject([{ row: 1, code: 'invalid' }])
    expect(await send(project.id, 'name,plant\na,x\n')).toMatchObject([
      { row: 1, detail: expect.stringContaining('plant') },
    ])
    expect(await send(project.id, '')).toEqual([])
    await server.client.createTask({ body: { project_id: project.id, name: 'a', task_spec: [{ sentence: 'x' }] } })
    expect(await send(project.id, 'name,animal\na,cat\n')).toMatchObject([{ row: 2, code: 'conflict' }])
  })

  test('a row without an end is passed over in bounded memory', async () => {
    const project = await projectWithTasks(['a'])
    const receipts = await send(project.id, `name,animal\na,${'x'.repeat(3_000_000)}\na,cat\n`)
    expect(receipts).toMatchObject([
      { row: 2, code: 'too_large' },
      { row: 3, status: 'marked' },
    ])
  })
})

test('agreed tasks become gold, up to the wanted number; doubtful ones do not', async () => {
  const project = await goldProject(server, { min_answers: 5 })
  const ids: string[] = []
  for (let n = 0; n < 4; n++)
    ids.push(
      (await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })).id,
    )
  for (let w = 0; w < 5; w++) {
    const worker = await server.makeWorker(project.id)
    for (const [n, one] of (await take(worker, project.id, 4)).entries())
      await submit(worker, one, n === 0 && w === 0 ? 'dog' : 'cat')
  }
  const promote = (wanted: number) =>
    server.client.promoteGold({ params: { project_id: project.id }, body: { wanted } })
  expect(await promote(2)).toEqual({ promoted: 2, live: 2 })
  expect(await promote(2)).toEqual({ promoted: 0, live: 2 })
  expect(await promote(100)).toEqual({ promoted: 1, live: 3 })
  const { data } = await server.client.listGold({ params: { project_id: project.id } })
  expect(data.map((one) => one.task_id)).not.toContain(ids[0])
  expect(data[0]).toMatchObject({ source: 'promoted', answer: [{ animal: 'cat' }], exposures: 5, max_exposures: 6 })
})

test('F11 a row of twenty million commas takes no memory, is told, and the rows behind it are read', async () => {
  const project = await projectWithTasks(['a'])
  const before = process.memoryUsage().rss
  let most = 0
  let left = 20
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(Buffer.from('name,animal\n')),
    pull: (out) => {
      most = Math.max(most, process.memoryUsage().rss - before)
      if (left-- > 0) return out.enqueue(Buffer.alloc(1_000_000, ','))
      out.enqueue(Buffer.from('\na,cat\n'))
      out.close()
    },
  })
  const init = {
    method: 'POST',
    headers: { authorization: server.key, 'content-type': 'text/csv' },
    body,
    duplex: 'half',
  }
  const response = await fetch(`${server.url}/projects/${project.id}/gold-imports`, init as RequestInit)
  const receipts = (await response.text()).trim().split('\n')
  expect(receipts.map((line) => JSON.parse(line))).toMatchObject([
    { row: 2, status: 'error', code: 'too_large' },
    { row: 3, status: 'marked' },
  ])
  // Kept, the cells were more than 160 MB.
  expect(most).toBeLessThan(100_000_000)
})
