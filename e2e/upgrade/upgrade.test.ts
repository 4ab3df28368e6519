import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashSecret, newSecret } from '../../server/src/accounts/secrets.ts'
import type { Fault } from '../../server/src/fsck/fault.ts'
import { checkPictures } from '../../server/src/fsck/pictures.ts'
import { checkTasks } from '../../server/src/fsck/tasks.ts'
import { answerNext } from '../../server/src/testing/answer-task.ts'
import type {} from '../../server/src/testing/postgres.ts'
import { startTestServer, type TestServer } from '../../server/src/testing/server.ts'
import { type Known, loadRecording, readRecording } from './load.ts'

const recordings = readdirSync(import.meta.dirname).filter((name) => name.startsWith('at-'))

describe.each(recordings)('a data directory as %s goes on with this version', (file) => {
  let server: TestServer
  let known: Known
  let completedBefore: string[]
  beforeAll(async () => {
    const recording = await readRecording(join(import.meta.dirname, file))
    known = recording.known
    const results = recording.tables.find(({ name }) => name === 'results')
    completedBefore = (results?.rows.trim().split('\n') ?? []).map((row) => row.split('\t')[1] as string).sort()
    server = await startTestServer({}, (sql, dataDir) => loadRecording(sql, dataDir, recording))
  })
  afterAll(() => server.close())

  const rowsOf = async (query: object) => {
    const response = await server.client.exportResults({
      params: { project_id: known.pictures.id },
      query: { format: 'jsonl', ...query },
    })
    const lines = (await response.text()).trim().split('\n').filter(Boolean)
    return lines.map((line) => JSON.parse(line) as { task_id: string; status: string; result: unknown })
  }

  test('nothing is wrong in it', async () => {
    const { sql, store } = server.running.server
    const faults: Fault[] = []
    const report = (fault: Fault) => faults.push(fault)
    const counts = { ...(await checkTasks(sql, report)), ...(await checkPictures(sql, store, report)) }
    expect(faults).toEqual([])
    expect(counts).toMatchObject({ tasks: 15, pictures: 8 })
  })

  test('results are those of then, and a cursor of then gives what came after it', async () => {
    const stored = await server.sql<{ task_id: string }[]>`select task_id from results order by 1`
    expect(stored.map(({ task_id }) => task_id).filter((id) => completedBefore.includes(id))).toEqual(completedBefore)
    const all = await rowsOf({})
    expect(all).toHaveLength(known.pictures.completed)
    const later = await rowsOf({ after: known.pictures.cursor })
    expect(later.length).toBeGreaterThan(0)
    expect(later.length).toBeLessThan(all.length)
  })

  test('whoever follows the events goes on where they were', async () => {
    const first = await server.client.listEvents({ query: { limit: 20 } })
    const seen = new Set(first.data.map((event) => event.id))
    let after: string | null = known.eventCursor
    const rest: string[] = []
    for (let pages = 0; after && pages < 20; pages++) {
      const page: Awaited<ReturnType<typeof server.client.listEvents>> = await server.client.listEvents({
        query: { limit: 20, after },
      })
      rest.push(...page.data.map((event) => event.id))
      if (page.data.length === 0) break
      after = page.next
    }
    expect(seen.size).toBe(20)
    expect(rest.length).toBeGreaterThanOrEqual(20)
    expect(rest.filter((id) => seen.has(id))).toEqual([])
    expect(new Set(rest).size).toBe(rest.length)
  })

  test('a hold of then can be answered, and an answer that was taken back is asked for again', async () => {
    const token = newSecret('whs')
    await server.sql`
      insert into sessions (token_hash, person_id, user_agent) values (${hashSecret(token)}, ${known.held.workerId}, '')`
    const client = createClient({ url: server.url, key: token })
    const submitted = await client.submitAssignment({
      params: { assignment_id: known.held.id },
      body: { token: known.held.token, answer: [{ says: 'bọ' }] },
    })
    expect(submitted).toMatchObject({ state: 'counted' })
    const worker = await server.makeWorker(known.texts.id)
    for (let n = 0; n < 2; n++) await answerNext(worker, known.texts.id, { says: 'a word' })
    const { data } = await server.client.listTasks({ query: { project_id: known.texts.id, status: 'completed' } })
    expect(data.length).toBeGreaterThanOrEqual(3)
  })

  test('a picture of then is known, however it comes again', async () => {
    const sent = { project_id: known.pictures.id, task_spec: [{ photo: known.pictures.sentAgain }] }
    const before = await server.sql`select from tasks where project_id = ${known.pictures.id}`
    await server.client.createTask({ body: sent })
    expect(await server.sql`select from tasks where project_id = ${known.pictures.id}`).toHaveLength(before.length)
  })

  test('open tasks follow a form that is changed now, and get answers', async () => {
    const project = await server.client.readProject({ params: { project_id: known.pictures.id } })
    const output_spec = project.output_spec.map((field) =>
      field.type === 'radio' ? { ...field, options: [...field.options, { value: 'owl', label: 'Owl' }] } : field,
    )
    await server.client.editProject({ params: { project_id: known.pictures.id }, body: { output_spec } })
    await expect
      .poll(
        () =>
          server.sql`select from tasks where project_id = ${known.pictures.id} and status = 'open' and answered = 0 and version = 1`,
        { timeout: 10_000 },
      )
      .toHaveLength(0)
    for (let n = 0; n < 3; n++) {
      const { client } = await server.makeWorker(known.pictures.id)
      const { assignments } = await client.takeAssignments({ body: { project_id: known.pictures.id, count: 10 } })
      for (const held of assignments) {
        const params = { assignment_id: held.id, item: 0, field: 'photo' }
        const picture = await client.readAssignmentImage({ params })
        expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(100)
        // Those that had answers keep the form of then.
        const answer = [{ kind: held.version > 1 ? 'owl' : 'cat', seen: ['ears'], name: 'Ula', legs: 2 }]
        await client.submitAssignment({ params: { assignment_id: held.id }, body: { token: held.token, answer } })
      }
    }
    expect((await rowsOf({})).filter(({ result }) => JSON.stringify(result).includes('owl')).length).toBeGreaterThan(0)
  })

  test('practice goes on', async () => {
    const worker = await server.makeWorker(known.practice.id)
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: known.practice.id } })
    expect(assignments).toHaveLength(1)
    const [held] = assignments
    const said = await worker.client.submitAssignment({
      params: { assignment_id: held!.id },
      body: { token: held!.token, answer: [{ animal: 'cat' }] },
    })
    expect(said).toMatchObject({ state: 'training' })
  })
})
