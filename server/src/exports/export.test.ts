import { setTimeout as sleep } from 'node:timers/promises'
import { exportFormats } from '@whisker/api/export-formats.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeResults } from './results.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newProject = async (client = server.client) => (await textProject(client)).id
const address = (projectId: number, query = '') => `${server.url}/projects/${projectId}/results${query}`

async function read(projectId: number, after?: string): Promise<{ rows: ResultRow[]; cursor: string; text: string }> {
  const reply = await ask(address(projectId, after ? `?after=${after}` : ''), { key: server.key })
  expect(reply.status, reply.text).toBe(200)
  const rows = reply.text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ResultRow)
  return { rows, cursor: reply.headers.get('whisker-cursor') as string, text: reply.text }
}

const holding = () =>
  server.sql`select from pg_stat_activity
    where datname = current_database() and application_name = 'whisker exports' and state <> 'idle'`

describe('formats', () => {
  test('the same three ways; answers of the real loop', async () => {
    const projectId = await newProject()
    const worker = await server.makeWorker(projectId)
    for (const [n, animal] of ['cat', '=cmd()', 'a "quoted", one\nin two lines'].entries()) {
      await server.client.createTask({
        body: {
          project_id: projectId,
          task_spec: [{ sentence: `text ${n}` }],
          name: `${n}.txt`,
          metadata: { n: `${n}` },
        },
      })
      const { assignments } = await worker.client.takeAssignments({ body: { project_id: projectId } })
      const { id, token } = assignments[0] as { id: string; token: string }
      await worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })
    }
    const { rows, text } = await read(projectId)
    expect(rows.map(({ name, result, task_spec }) => [name, result?.[0]?.animal?.value, task_spec])).toEqual([
      ['0.txt', 'cat', [{ sentence: 'text 0' }]],
      ['1.txt', '=cmd()', [{ sentence: 'text 1' }]],
      ['2.txt', 'a "quoted", one\nin two lines', [{ sentence: 'text 2' }]],
    ])
    const json = await ask(address(projectId, '?format=json'), { key: server.key })
    expect(JSON.parse(json.text)).toEqual(rows)
    const csv = await ask(address(projectId, '?format=csv'), { key: server.key })
    const task = rows[1] as ResultRow
    expect(csv.text.split('\r\n')[0]).toBe(
      'name,sentence,animal,animal_confidence,answers,item,task_id,external_id,version,completed_at,metadata,gold,status,other_names,method',
    )
    expect(csv.text).toContain(`1.txt,text 1,'=cmd(),0.775,1,0,${task.task_id},,1,`)
    const exact = await ask(address(projectId, '?format=csv&safe_csv=false'), { key: server.key })
    expect(exact.text).toContain('1.txt,text 1,=cmd(),0.775')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="whisker-${projectId}.csv"`)
    // E-07: nothing was written meanwhile, so it is the same to the byte.
    expect((await read(projectId)).text).toBe(text)
  })

  describe.each(Object.entries(exportFormats))('%s', (format, { type, endings: [ending] }) => {
    test('has each task once, in batches, under its type and its ending, and less after its cursor', async () => {
      const projectId = await newProject()
      await makeResults(server.sql, projectId, 1500, 'row-')
      const asked = (query = '') => ask(address(projectId, `?format=${format}${query}`), { key: server.key })
      const whole = await asked()
      expect(whole.headers.get('content-type')).toBe(`${type}; charset=utf-8`)
      expect(whole.headers.get('content-disposition')).toContain(`.${ending}"`)
      const ids = await server.sql<{ id: string }[]>`select id from tasks where project_id = ${projectId}`
      expect(ids).toHaveLength(1500)
      expect(ids.filter(({ id }) => whole.text.split(id).length !== 2)).toEqual([])
      await makeResults(server.sql, projectId, 1, 'later-')
      const more = await asked(`&after=${whole.headers.get('whisker-cursor')}`)
      expect(more.text).toContain('later-1')
      expect(more.text).not.toContain('row-')
    })
  })

  test('nothing yet', async () => {
    const projectId = await newProject()
    const textOf = async (format: string) =>
      (await ask(address(projectId, `?format=${format}`), { key: server.key })).text
    const [jsonl, json, csv] = [await textOf('jsonl'), await textOf('json'), await textOf('csv')]
    expect([jsonl, JSON.parse(json as string), csv?.split('\r\n').length]).toEqual(['', [], 2])
  })

  test('what is asked wrongly', async () => {
    const projectId = await newProject()
    await makeResults(server.sql, projectId, 1)
    const cursor = (await read(projectId)).cursor
    for (const query of ['format=xml', 'safe_csv=1', 'limit=5'])
      expect((await ask(address(projectId, `?${query}`), { key: server.key })).status, query).toBe(422)
    for (const after of ['x', 'MTow', '1.0.0', `9${cursor}`, `${'9'.repeat(18)}.0`, `${cursor}.zzzzzzzzzzz`, '1%00.1'])
      expect((await ask(address(projectId, `?after=${after}`), { key: server.key })).problem.code, after).toBe(
        'invalid_cursor',
      )
    // A refusal holds nothing.
    await expect.poll(holding).toEqual([])
  })
})

describe('one snapshot', () => {
  test('E-07 R-20 an export sees whole transactions only, and nothing that was committed after it began', async () => {
    const projectId = await newProject()
    let writing = true
    const writer = (async () => {
      for (let n = 0; writing; n++)
        await server.sql.begin(async (tx) => {
          await makeResults(tx, projectId, 1, `${n} a `)
          await sleep(2)
          await makeResults(tx, projectId, 1, `${n} b `)
        })
    })()
    const start = performance.now()
    while (performance.now() - start < 400) {
      const { rows } = await read(projectId)
      const names = new Set(rows.map(({ name }) => name))
      expect(rows).toHaveLength(names.size)
      for (const name of names)
        expect(names).toContain(name?.includes(' a ') ? name.replace(' a ', ' b ') : name?.replace(' b ', ' a '))
    }
    writing = false
    await writer
  })

  test('a reader who takes long gets what there was when they began', { timeout: 90_000 }, async () => {
    const projectId = await newProject()
    await makeResults(server.sql, projectId, 20_000)
    const response = await fetch(address(projectId), { headers: { authorization: server.key } })
    await makeResults(server.sql, projectId, 50, 'late ')
    await server.sql`update tasks set name = 'changed' where project_id = ${projectId}`
    const text = await response.text()
    expect(text.split('\n').length - 1).toBe(20_000)
    expect(text).not.toMatch(/late|changed/)
    const late = await read(projectId, response.headers.get('whisker-cursor') as string)
    expect(late.rows.map(({ name }) => name)).toHaveLength(50)
  })

  test('"after" gives every result once, with writers whose transactions overlap in every way', async () => {
    const plan = fc.array(fc.record({ count: fc.nat(3), beforeMs: fc.nat(6), heldMs: fc.nat(25) }), {
      minLength: 5,
      maxLength: 10,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 6, maxLength: 6 }), async (writers) => {
        const projectId = await newProject()
        let running = writers.length
        const written = writers.map(async (transactions, writer) => {
          for (const [n, { count, beforeMs, heldMs }] of transactions.entries()) {
            await sleep(beforeMs)
            await server.sql.begin(async (tx) => {
              // The transaction has its number before it has anything to show.
              await tx`select pg_current_xact_id()`
              await sleep(heldMs / 2)
              await makeResults(tx, projectId, count, `${writer}-${n}-`)
              await sleep(heldMs / 2)
            })
          }
          running--
        })
        const seen: string[] = []
        let cursor: string | undefined
        for (let last = false; !last; ) {
          last = running === 0
          const page = await read(projectId, cursor)
          seen.push(...page.rows.map(({ name }) => name as string))
          cursor = page.cursor
        }
        await Promise.all(written)
        const all = writers.flatMap((transactions, writer) =>
          transactions.flatMap(({ count }, n) => Array.from({ length: count }, (_, i) => `${writer}-${n}-${i + 1}`)),
        )
        expect(seen.toSorted()).toEqual(all.toSorted())
      }),
      { numRuns: 4, endOnFailure: true },
    )
  })
})
