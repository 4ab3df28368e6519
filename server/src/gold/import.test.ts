import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject, makeTask, sentenceOf, submit, take } from './gold.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function send(projectId: number, csv: string | Buffer, type = 'text/csv', query = '') {
  const response = await fetch(`${server.url}/projects/${projectId}/gold-imports${query}`, {
    method: 'POST',
    headers: { authorization: server.key, 'content-type': type },
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

describe('an export that is sent back', () => {
  const types = [
    { type: 'input', name: 'phone' },
    {
      type: 'checkbox',
      name: 'colours',
      required: false,
      options: ['red|green', 'red', 'green', '-x'].map((value) => ({ value })),
    },
    { type: 'number', name: 'legs', required: false },
    { type: 'input', name: 'name', required: false },
    { type: 'input', name: 'external_id', required: false },
  ] as const
  const told = [
    { phone: '+49 30', colours: ['red|green'], legs: -1.5, name: 'not a file' },
    { phone: "'=1", colours: ['red', 'green'], external_id: 'id-b' },
    { phone: '1;=2', colours: ['-x'], legs: 1234, name: '-001.jpg' },
    { phone: 'a "quoted", one\nin two lines' },
  ]
  const names = ['-001.jpg', '=1+1', "'=1", 'b\n"c"']

  async function answered() {
    const project = await goldProject(server, { min_answers: 1, output_spec: types as never })
    for (const [n, name] of names.entries())
      await server.client.createTask({
        body: { project_id: project.id, name, external_id: `-id-${n}`, task_spec: [{ sentence: `+${name}` }] },
      })
    const worker = await server.makeWorker(project.id)
    for (const one of await take(worker, project.id, 4))
      await worker.client.submitAssignment({
        params: { assignment_id: one.id },
        body: {
          token: one.token,
          answer: [told[names.indexOf(sentenceOf(one).slice(1))] as never],
        },
      })
    return project.id
  }
  const exported = async (projectId: number, query: string) => {
    const response = await fetch(`${server.url}/projects/${projectId}/results?format=csv${query}`, {
      headers: { authorization: server.key },
    })
    return Buffer.from(await response.arrayBuffer()).toString()
  }
  const goldAnswers = async (projectId: number) =>
    Object.fromEntries(
      (await server.client.listGold({ params: { project_id: projectId } })).data.map((one) => [one.name, one.answer]),
    )

  test.each([
    ['', ''],
    ['&dialect=excel', ''],
    ['&safe_csv=false', '?safe_csv=false'],
  ])('D1 D2 D3 every row marks, and the answers are equal: export%s', async (query, back) => {
    const projectId = await answered()
    const receipts = await send(projectId, await exported(projectId, query), 'text/csv', back)
    expect(receipts).toMatchObject(names.map(() => ({ status: 'marked' })))
    expect(await goldAnswers(projectId)).toEqual(Object.fromEntries(names.map((name, n) => [name, [told[n]]])))
  })

  test('D2 without its column task_id, the names and ids of the tasks are found', async () => {
    const projectId = await answered()
    const text = await exported(projectId, '')
    const rows = text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
    expect((await send(projectId, rows)).map(({ status }) => status)).toEqual(names.map(() => 'marked'))
    const byName = rows.replaceAll(/'-id-\d/g, '')
    expect((await send(projectId, byName)).map(({ status }) => status)).toEqual(names.map(() => 'marked'))
    expect(await goldAnswers(projectId)).toEqual(Object.fromEntries(names.map((name, n) => [name, [told[n]]])))
  })

  test('D2 a task of two items: its rows are one answer', async () => {
    const project = await goldProject(server)
    const { id } = await server.client.createTask({
      body: { project_id: project.id, name: 'pair', task_spec: [{ sentence: 'a' }, { sentence: 'b' }] },
    })
    const receipts = await send(project.id, `task_id,item,animal\n${id},1,dog\n${id},0,cat\n${id},0,cow\n`)
    expect(receipts).toMatchObject([
      { row: 2, status: 'marked' },
      { row: 3, status: 'marked' },
      { row: 4, status: 'error', errors: [{ code: 'wrong_length' }] },
    ])
    expect(await goldAnswers(project.id)).toEqual({ pair: [{ animal: 'cat' }, { animal: 'dog' }] })
  })

  test('D3 a field called name is never the name of the file, and the other way round', async () => {
    const projectId = await answered()
    expect(await send(projectId, 'name,phone\n-001.jpg,1\n')).toMatchObject([
      { row: 1, status: 'error', detail: expect.stringContaining('_name') },
    ])
    expect(await send(projectId, '_name,name,phone\n-001.jpg,Tom,1\n')).toMatchObject([{ row: 2, status: 'marked' }])
    expect((await goldAnswers(projectId))['-001.jpg']).toEqual([{ name: 'Tom', phone: '1' }])
  })
})

describe('D4 files as programs write them', () => {
  const utf16 = (text: string, bigEndian = false) => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }
  test.each([
    ['semicolons, as Excel writes where numbers have a comma', 'name;animal;legs\r\na;Käse;2,5\r\n', 'text/csv'],
    ['tabs', 'name\tanimal\tlegs\na\tKäse\t2.5\n', 'text/csv'],
    ['a line that says what stands between', 'sep=;\r\nname;animal;legs\r\na;Käse;2,5\r\n', 'text/csv'],
    ['line ends of old Macs', 'name,animal,legs\ra,Käse,2.5\r', 'text/csv'],
    ['other spellings of the titles, and columns that are empty', 'Name, Animal,LEGS,\na,Käse,2.5,\n', 'text/csv'],
    ['UTF-16', utf16('name\tanimal\tlegs\na\tKäse\t2,5\n'), 'text/csv'],
    ['UTF-16, the other way round', utf16('name,animal,legs\na,Käse,2.5\n', true), 'text/csv'],
    ['UTF-16 without a mark', utf16('name,animal,legs\na,Käse,2.5\n').subarray(2), 'text/csv'],
    [
      'Windows-1252 that is named',
      Buffer.from('name;animal;legs\na;Käse;2,5\n', 'latin1'),
      'text/csv; charset=windows-1252',
    ],
  ])('%s', async (_, file, type) => {
    const project = await projectWithTasks(['a'])
    expect(await send(project.id, file, type)).toMatchObject([{ row: 2, status: 'marked' }])
    expect(await answers(project.id)).toEqual({ a: { animal: 'Käse', legs: 2.5 } })
  })

  test.each([
    ['a workbook', Buffer.from('PK\x03\x04 and so on', 'latin1'), 1, /workbook.*CSV UTF-8/],
    ['an old workbook', Buffer.from('D0CF11E0A1B11AE1', 'hex'), 1, /workbook/],
    ['Windows-1252 that is not named', Buffer.from('name,animal\na,K\xE4se\n', 'latin1'), 2, /not UTF-8.*Windows-1252/],
    ['a charset that nobody knows', Buffer.from('name,animal\na,cat\n'), 1, /charset "x-none"/],
    ['two kinds of separators', Buffer.from('name,animal;legs\n'), 1, /"," and ";"/],
    ['a number that may be two', Buffer.from('name;animal;legs\na;cat;1.234\n'), 2, /1234 or 1,234/],
    ['a cell too many', Buffer.from('name,animal\na,cat, black\n'), 2, /Cell 3/],
    ['one column twice', Buffer.from('name,Name,animal\na,a,cat\n'), 1, /are the same/],
    ['no key', Buffer.from('animal\ncat\n'), 1, /task_id, external_id, name/],
  ])('the cause by name: %s', async (what, file, row, detail) => {
    const project = await projectWithTasks(['a'])
    const type = what.startsWith('a charset') ? 'text/csv; charset=x-none' : 'text/csv'
    expect(await send(project.id, file, type)).toMatchObject([
      { row, status: 'error', detail: expect.stringMatching(detail) },
    ])
    expect(await answers(project.id)).toEqual({})
  })

  test('rows before a byte that cannot be are done, and the row that has it is told', async () => {
    const project = await projectWithTasks(['a', 'b', 'c'])
    const file = Buffer.concat([Buffer.from('name,animal\na,Käse\n'), Buffer.from('b,K\xE4se\nc,cat\n', 'latin1')])
    expect(await send(project.id, file)).toMatchObject([
      { row: 2, status: 'marked' },
      { row: 3, status: 'error', errors: [{ code: 'encoding' }] },
    ])
    expect(await answers(project.id)).toEqual({ a: { animal: 'Käse' } })
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

test('what a reviewer has said while tasks were chosen stands', async () => {
  const project = await goldProject(server, { min_answers: 5 })
  const { id } = await makeTask(server, project.id, 'which?')
  for (let w = 0; w < 5; w++) {
    const worker = await server.makeWorker(project.id)
    for (const one of await take(worker, project.id)) await submit(worker, one, 'cat')
  }
  const waiting = (count: number) =>
    expect
      .poll(
        () => server.sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'tasks'`,
      )
      .toHaveLength(count)
  const under: Promise<unknown>[] = []
  await server.sql.begin(async (tx) => {
    await tx`select from tasks where id = ${id} for update`
    under.push(server.client.correctTask({ params: { task_id: id }, body: { result: [{ animal: 'dog' }] } }))
    await waiting(1)
    under.push(server.client.promoteGold({ params: { project_id: project.id }, body: { wanted: 1 } }))
    await waiting(2)
  })
  expect((await Promise.all(under))[1]).toEqual({ promoted: 0, live: 0 })
  expect(await server.client.readTask({ params: { task_id: id } })).toMatchObject({
    gold: false,
    result: [{ animal: { value: 'dog' } }],
  })
})
