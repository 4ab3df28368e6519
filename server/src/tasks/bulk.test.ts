import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BulkReceipt } from '@whisker/api/intake.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draw } from '../assets/picture.fixture.ts'
import { assetKey } from '../assets/store.ts'
import { ask, dial } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ MAX_BODY_MB: '4' })
})
afterAll(() => server.close())

const line = (sentence: string, more: object = {}) => JSON.stringify({ task_spec: [{ sentence }], ...more })
const newProject = async () => (await textProject(server.client)).id

async function bulk(projectId: number, body: NonNullable<RequestInit['body']>, url = server.url) {
  const reply = await ask(`${url}/tasks/bulk?project_id=${projectId}`, {
    method: 'POST',
    key: server.key,
    body,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  const receipts =
    reply.status === 200
      ? reply.text
          .split('\n')
          .slice(0, -1)
          .map((one) => JSON.parse(one) as BulkReceipt)
      : []
  return { ...reply, receipts }
}

const tasksOf = async (projectId: number) =>
  (
    await server.sql<{ text: string }[]>`
      select i."values" ->> 'sentence' as text from tasks t join items i on i.project_id = t.project_id and i.task_id = t.id
      where t.project_id = ${projectId} order by t.id`
  ).map(({ text }) => text)

describe('U-40 many lines', () => {
  test('each content is asked for by itself, also while the database knows only small tables', async () => {
    const projectId = await newProject()
    const read = async () => {
      const [row] = await server.sql<{ read: number; asked: number }[]>`
        select idx_tup_read::int as read, idx_scan::int as asked from pg_stat_user_indexes where indexrelname = 'tasks_content'`
      return row as { read: number; asked: number }
    }
    const before = await read()
    const lines = Array.from({ length: 4000 }, (_, n) => line(`apart ${n}`, { external_id: `apart ${n}` }))
    expect((await bulk(projectId, lines.join('\n'))).receipts).toHaveLength(4000)
    // Sessions tell what they have read about once a second.
    await expect.poll(async () => (await read()).asked - before.asked).toBeGreaterThanOrEqual(4000)
    expect((await read()).read - before.read).toBeLessThan(8000)
  })

  test('bad ones in the middle are told by number and pointer; the good ones land, in order', async () => {
    const projectId = await newProject()
    const lines = Array.from({ length: 100 }, (_, n) => line(`text ${n}`, { external_id: `id ${n}` }))
    lines[9] = '{"task_spec":[{"sentence":"x"}'
    lines[39] = JSON.stringify({ task_spec: [{ sentense: 'x' }], external_id: 'id 39' })
    lines[79] = JSON.stringify({ task_spec: [{ sentence: 'x' }], redundnacy: 3 })
    const { receipts } = await bulk(projectId, `${lines.join('\n')}\n`)
    expect(receipts.map((receipt) => receipt.line)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
    const errors = receipts.filter((receipt) => receipt.status === 'error')
    expect(errors).toMatchObject([
      { line: 10, code: 'bad_request' },
      { line: 40, code: 'invalid', external_id: 'id 39', errors: [{ pointer: '/task_spec/0/sentense' }, {}] },
      { line: 80, code: 'invalid', errors: [{ pointer: '/redundnacy', code: 'unknown_field' }] },
    ])
    const good = Array.from({ length: 100 }, (_, n) => n).filter((n) => ![9, 39, 79].includes(n))
    expect(await tasksOf(projectId)).toEqual(good.map((n) => `text ${n}`))
    // The whole stream again: nothing twice, and the same ids.
    const again = await bulk(projectId, lines.join('\n'))
    const idsOf = (all: BulkReceipt[]) => all.map((receipt) => ('task_id' in receipt ? receipt.task_id : null))
    expect(idsOf(again.receipts)).toEqual(idsOf(receipts))
    expect(new Set(again.receipts.map(({ status }) => status))).toEqual(new Set(['duplicate', 'error']))
    expect(await tasksOf(projectId)).toHaveLength(97)
  })

  test('CRLF, blank lines, a mark at the beginning, no line end at the end', async () => {
    const projectId = await newProject()
    const { receipts } = await bulk(projectId, `\r\n${line('one')}\r\n\r\n   \n${line('two')}\n\n${line('three')}`)
    expect(receipts.map((receipt) => [receipt.line, receipt.status])).toEqual([
      [2, 'created'],
      [5, 'created'],
      [7, 'created'],
    ])
    const marked = await bulk(projectId, `\ufeff${line('four')}\n`)
    expect(marked.receipts).toMatchObject([{ line: 1, status: 'created' }])
    expect((await bulk(projectId, '')).receipts).toEqual([])
    expect((await bulk(projectId, '\n')).receipts).toEqual([])
  })

  test('lines that are not UTF-8, not objects, or hold what cannot be stored', async () => {
    const projectId = await newProject()
    const bad = ['[]', '7', 'null', '"text"', '{}', '\\', line('a\0b'), '{"task_spec":[{"sentence":"\\ud800"}]}']
    const bytes = Buffer.concat([
      Buffer.from(`${bad.join('\n')}\n`),
      Buffer.from('{"task_spec":[{"sentence":"\xff\xfe"}]}\n', 'latin1'),
      Buffer.from(`${line('�, sent as it is')}\n`),
    ])
    const { receipts } = await bulk(projectId, bytes)
    expect(receipts.map(({ status }) => status)).toEqual([...Array(9).fill('error'), 'created'])
    expect(await tasksOf(projectId)).toEqual(['�, sent as it is'])
  })

  test.each([
    ['a list in one line', '[{"task_spec":[{"sentence":"a"}]},{"task_spec":[{"sentence":"b"}]}]', /list of objects/],
    ['pretty-printed objects', '{\n  "task_spec": [{"sentence": "a"}]\n}\n', /spread over several lines/],
    ['a pretty-printed list', '[\n  {"task_spec": [{"sentence": "a"}]}\n]\n', /list/],
    ['a CSV', 'name,sentence\na.jpg,Hello there\nb.jpg,Good bye\n', /table \(CSV\)/],
    ['a CSV with semicolons', 'sentence;name\nHello;a\n', /table \(CSV\)/],
  ])('B14 %s is refused as a whole, with the cause by name', async (_what, body, cause) => {
    const projectId = await newProject()
    const { status, problem } = await ask(`${server.url}/tasks/bulk?project_id=${projectId}`, {
      key: server.key,
      body,
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect([status, problem.detail]).toEqual([400, expect.stringMatching(cause)])
    expect(problem.detail).toContain('one object a line')
    expect(await tasksOf(projectId)).toEqual([])
  })

  test('B14 NaN, a key that stands twice and a byte order mark in the middle are named', async () => {
    const projectId = await newProject()
    const lines = [
      line('a'),
      '{"task_spec":[{"sentence":NaN}]}',
      '{"task_spec":[],"task_spec":[]}',
      `\ufeff${line('b')}`,
    ]
    const { receipts } = await bulk(projectId, lines.join('\n'))
    expect(receipts).toMatchObject([
      { status: 'created' },
      { status: 'error', detail: expect.stringContaining('NaN') },
      { status: 'error', detail: expect.stringContaining('twice') },
      { status: 'error', detail: expect.stringContaining('byte order mark') },
    ])
  })

  test('a line of a million little lists is refused before it is parsed', async () => {
    const projectId = await newProject()
    const bomb = `{"task_spec":[${'[],'.repeat(1_000_000)}[]]}`
    const { receipts } = await bulk(projectId, `${bomb}\n${line('behind')}\n`)
    expect(receipts).toMatchObject([{ code: 'too_large' }, { status: 'created' }])
  })

  test('receipts come while lines are still being sent: what has one is stored', async () => {
    const projectId = await newProject()
    let next = () => {}
    const first = new Promise<void>((resolve) => {
      next = resolve
    })
    async function* body() {
      yield Buffer.from(Array.from({ length: 200 }, (_, n) => `${line(`text ${n}`)}\n`).join(''))
      await first
      yield Buffer.from(`${line('last')}\n`)
    }
    const response = await fetch(`${server.url}/tasks/bulk?project_id=${projectId}`, {
      method: 'POST',
      headers: { authorization: server.key, 'content-type': 'application/x-ndjson' },
      body: ReadableStream.from(body()) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    const { value } = await reader.read()
    expect(Buffer.from(value as Uint8Array).toString()).toContain('"line":1,')
    expect((await tasksOf(projectId)).length).toBe(200)
    next()
    while (!(await reader.read()).done);
    expect((await tasksOf(projectId)).length).toBe(201)
  })

  test('a stream that is cut in the middle of a line: the whole lines before it are tasks, the half one is none, the server lives, no connection is kept', async () => {
    const projectId = await newProject()
    const socket = await dial(server.url)
    const head = ['POST /tasks/bulk?project_id=%s HTTP/1.1', 'host: x', `authorization: ${server.key}`]
    socket.write(
      `${[...head, 'content-type: application/x-ndjson', 'content-length: 1000000'].join('\r\n').replace('%s', String(projectId))}\r\n\r\n`,
    )
    socket.write(`${line('one')}\n${line('two').slice(0, -3)}`)
    await expect.poll(() => tasksOf(projectId)).toEqual(['one'])
    socket.destroy()
    await sleep(300)
    expect(await tasksOf(projectId)).toEqual(['one'])
    expect((await bulk(projectId, line('after'))).receipts).toMatchObject([{ status: 'created' }])
    const open = () =>
      server.sql`select from pg_stat_activity where datname = current_database() and state like 'idle in%'`
    // What works in the background has transactions of its own, for a moment each.
    await expect.poll(open).toEqual([])
  })

  test('two senders of the same ids in opposite order: who has to give way tries again, every line gets its receipt', async () => {
    const projectId = await newProject()
    const other = await server.sql.reserve()
    const insert = (external_id: string) => other`
      insert into tasks (project_id, id, version, wanted, item_count, external_id, content_hash)
      values (${projectId}, gen_random_uuid(), 1, 1, 1, ${external_id}, 'other')`
    // The other one waits patiently, so that the deadlock is found in the bulk request.
    await other`begin`
    await other`set local deadlock_timeout = '20s'`
    await insert('b')
    const lines = ['a', 'b', 'c'].map((external_id) => line(external_id, { external_id }))
    const sent = bulk(projectId, lines.join('\n'))
    const waiting = () =>
      server.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(waiting).toHaveLength(1)
    await insert('a')
    await other`commit`
    other.release()
    expect((await sent).receipts).toMatchObject([
      { status: 'error', code: 'duplicate_external_id' },
      { status: 'error', code: 'duplicate_external_id' },
      { status: 'created' },
    ])
  })

  test('pictures: damaged ones and unknown ones in the middle, the same one twice, one called by another type', async () => {
    const project = await animalProject(server.client)
    const png = (await draw().png().toBuffer()).toString('base64')
    const values = [
      `data:image/png;base64,${png}`,
      'data:image/png;base64,!!!!',
      `asset:${'0'.repeat(64)}`,
      `data:image/jpeg;base64,${png}`,
      'http://127.0.0.1:5432/',
    ]
    const lines = values.map((image_with_animal) => JSON.stringify({ task_spec: [{ image_with_animal }] }))
    const { receipts } = await bulk(project.id, lines.join('\n'))
    expect(receipts).toMatchObject([
      { status: 'created', warnings: [] },
      { status: 'error', errors: [{ pointer: '/task_spec/0/image_with_animal', code: 'invalid_base64' }] },
      { status: 'error', errors: [{ code: 'unknown_asset' }] },
      { status: 'duplicate', warnings: [{ code: 'declared_type_mismatch' }] },
      { status: 'error', errors: [{ code: 'blocked_address' }] },
    ])
    expect(await server.sql`select count(*)::int from assets`).toEqual([{ count: 1 }])
  })

  test('while one batch is written the next is read, and its pictures are stored', async () => {
    const project = await animalProject(server.client)
    const jpeg = await draw().jpeg().toBuffer()
    const first = (await draw().png().toBuffer()).toString('base64')
    const pictures = [
      ...Array(200).fill(`data:image/png;base64,${first}`),
      `data:image/jpeg;base64,${jpeg.toString('base64')}`,
    ]
    const lines = pictures.map((value, n) =>
      JSON.stringify({ task_spec: [{ image_with_animal: value }], external_id: `${n}` }),
    )
    const other = await server.sql.reserve()
    await other`begin`
    await other`lock table tasks in share mode`
    const sent = bulk(project.id, lines.join('\n'))
    const { store } = server.running.server
    const sha256 = createHash('sha256').update(jpeg).digest('hex')
    const [mine] = await server.sql<
      { workspace_id: number }[]
    >`select workspace_id from projects where id = ${project.id}`
    await expect.poll(() => store.exists(assetKey(mine!.workspace_id, sha256))).toBe(true)
    expect(await tasksOf(project.id)).toEqual([])
    await other`commit`
    other.release()
    expect((await sent).receipts.filter(({ status }) => status === 'created')).toHaveLength(201)
  })

  test('while people answer, batches are small', async () => {
    const { answerPace } = server.running.server
    const largest = async () => {
      const projectId = await newProject()
      const { receipts } = await bulk(projectId, Array.from({ length: 2000 }, (_, n) => line(`${n}`)).join('\n'))
      expect(receipts.every(({ status }) => status === 'created')).toBe(true)
      const [row] = await server.sql<{ most: number }[]>`
        select max(count)::int as most from (select count(*) from tasks where project_id = ${projectId} group by xmin::text) batches`
      return row?.most
    }
    expect(await largest()).toBeGreaterThan(250)
    const answering = setInterval(() => answerPace.note(), 20)
    try {
      for (let n = 0; n < 2; n++) answerPace.note()
      expect(await largest()).toBe(250)
    } finally {
      clearInterval(answering)
    }
  })

  test('a sender who does not read the receipts does not fill the memory', async () => {
    const projectId = await newProject()
    const socket = await dial(server.url)
    const many = `${Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ task_spec: [{ sentense: `${n}` }] })).join('\n')}\n`
    const head = [
      `POST /tasks/bulk?project_id=${projectId} HTTP/1.1`,
      'host: x',
      `authorization: ${server.key}`,
      'content-type: application/x-ndjson',
      `content-length: ${many.length * 10}`,
    ]
    socket.pause()
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    for (let n = 0; n < 10; n++) socket.write(many)
    await sleep(1500)
    // The server stopped reading: most of it still waits on this side.
    expect(socket.writableLength + socket.bytesWritten).toBeGreaterThan(0)
    expect(socket.writableLength).toBeGreaterThan(many.length)
    socket.destroy()
  })
})
