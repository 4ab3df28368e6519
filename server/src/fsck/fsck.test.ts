import { chmod, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { partsOf } from '../assets/folder-keys.ts'
import { assetKey } from '../assets/store.ts'
import { answerNext } from '../testing/answer-task.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'
import type { Fault } from './fault.ts'
import { checkPictures } from './pictures.ts'
import { checkReleases } from './releases.ts'
import { checkTasks } from './tasks.ts'

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await animalProject(server.client)).id
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.sql`delete from tasks`
})

async function look() {
  const { sql, store } = server.running.server
  const faults: Fault[] = []
  const report = (fault: Fault) => faults.push(fault)
  const counts = {
    ...(await checkTasks(sql, report)),
    ...(await checkReleases(sql, report)),
    ...(await checkPictures(sql, store, report)),
  }
  return { counts, faults, kinds: faults.map(({ what }) => what) }
}

let shade = 0
async function makeTask() {
  const background = { r: shade++, g: 3, b: 3 }
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
  const value = `data:image/png;base64,${bytes.toString('base64')}`
  const task = await server.client.createTask({
    body: { project_id: projectId, task_spec: [{ image_with_animal: value }] },
  })
  const sha256 = String(task.task_spec[0]?.image_with_animal).slice('asset:'.length)
  const file = join(
    server.running.server.config.dataDir,
    'assets',
    ...partsOf(assetKey(server.running.workspaceId, sha256)),
  )
  return { id: task.id, sha256, file, bytes }
}

async function answer(count = 1) {
  const worker = await server.makeWorker(projectId)
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: projectId, count } })
  for (const { id, token } of assignments)
    await worker.client.submitAssignment({
      params: { assignment_id: id },
      body: { token, answer: [{ animal: 'cat' }] },
    })
}

describe('fsck', () => {
  test('finds nothing where nothing is wrong: open, taken, completed and cancelled tasks', async () => {
    await makeTask()
    await answer()
    const { id } = await makeTask()
    await server.client.cancelTask({ params: { task_id: id } })
    await makeTask()
    const worker = await server.makeWorker(projectId)
    await worker.client.takeAssignments({ body: { project_id: projectId, count: 1 } })
    expect(await look()).toMatchObject({ faults: [], counts: { tasks: 3, pictures: 3 } })
  })

  test('C-06 a flipped byte, a truncated file, a deleted file, one that cannot be read', async () => {
    const [flipped, cut, gone, locked] = [await makeTask(), await makeTask(), await makeTask(), await makeTask()]
    const bytes = await readFile(flipped.file)
    bytes[40]! ^= 1
    await writeFile(flipped.file, bytes)
    await truncate(cut.file, 30)
    await rm(gone.file)
    // Root may read everything, whatever the mode.
    const asRoot = process.getuid?.() === 0
    if (asRoot) await rm(locked.file)
    await (asRoot ? mkdir(locked.file) : chmod(locked.file, 0o000))
    const { faults } = await look()
    const found = new Map(faults.map(({ id, what }) => [id.split('/')[1], what]))
    expect(Object.fromEntries(found)).toEqual({
      [flipped.sha256]: 'picture_corrupt',
      [cut.sha256]: 'picture_wrong_size',
      [gone.sha256]: 'picture_missing',
      [locked.sha256]: 'picture_unreadable',
    })
    expect(faults[0]?.detail).toContain('1 task shows it.')
    await rm(locked.file, { recursive: true, force: true })
    for (const one of [flipped, cut, gone, locked]) await writeFile(one.file, one.bytes)
    expect((await look()).faults).toEqual([])
  })

  test.each([
    ['wrong_answered', (id: string) => server.sql`update tasks set answered = 1, wanted = 3 where id = ${id}`],
    ['wrong_active', (id: string) => server.sql`update tasks set active = 1, wanted = 3 where id = ${id}`],
    ['result_missing', (id: string) => server.sql`update tasks set status = 'completed' where id = ${id}`],
    [
      'result_unexpected',
      (id: string) => server.sql`
        insert into results (project_id, task_id, fields, answers, confidence) values (${projectId}, ${id}, '[]', 0, 1)`,
    ],
    ['task_never_given', (id: string) => server.sql`update tasks set lane = -1 where id = ${id}`],
    ['task_without_picture', (id: string) => server.sql`delete from task_assets where task_id = ${id}`],
  ])('%s', async (what, damage) => {
    await makeTask()
    const { id } = await makeTask()
    await damage(id)
    expect((await look()).faults).toMatchObject([{ what, id, project_id: projectId }])
  })

  test('looks at a task beyond the first page', async () => {
    await server.sql`
      insert into tasks (project_id, id, version, wanted, item_count, content_hash)
      select ${projectId}, gen_random_uuid(), 1, 1, 0, '' from generate_series(1, 2500)`
    await server.sql`update tasks set active = 1 where id = (select max(id::text)::uuid from tasks)`
    expect(await look()).toMatchObject({ kinds: ['wrong_active'], counts: { tasks: 2500 } })
  })

  test('a service that works meanwhile is never called wrong', async () => {
    for (let n = 0; n < 12; n++) await makeTask()
    let working = true
    const work = (async () => {
      for (let n = 0; n < 4; n++) await answer(3)
      working = false
    })()
    while (working) expect((await look()).faults).toEqual([])
    await work
  })
})

describe('E9 every legal state of a task is healthy', () => {
  /** A task of a project of its own that two people have answered. */
  async function answered(values = ['cat', 'cat'], draft: object = {}) {
    const project = await textProject(server.client, { min_answers: 2, max_answers: 2, ...draft })
    const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
    const workers = []
    for (const animal of values) {
      const worker = await server.makeWorker(project.id)
      workers.push(worker)
      await answerNext(worker, project.id, { animal })
    }
    return { project, params: { task_id: id }, workers }
  }
  type Answered = Awaited<ReturnType<typeof answered>>
  const gold = { answer: [{ animal: 'cat' }] }

  const changes: [string, (task: Answered) => Promise<unknown>][] = [
    ['asked again', ({ params }) => server.client.askAgain({ params, body: { count: 2 } })],
    [
      'asked again and cancelled',
      async ({ params }) => {
        await server.client.askAgain({ params, body: { count: 2 } })
        await server.client.cancelTask({ params })
      },
    ],
    [
      'asked again, cancelled, opened again and answered',
      async ({ params, project }) => {
        await server.client.askAgain({ params, body: { count: 1 } })
        await server.client.cancelTask({ params })
        await server.client.reopenTask({ params })
        await answerNext(await server.makeWorker(project.id), project.id, { animal: 'dog' })
      },
    ],
    ['marked as gold', ({ params }) => server.client.markGold({ params, body: gold })],
    ['marked as practice', ({ params }) => server.client.markGold({ params, body: { ...gold, training: true } })],
    [
      'marked as gold and back',
      async ({ params }) => {
        await server.client.markGold({ params, body: gold })
        await server.client.unmarkGold({ params })
      },
    ],
    [
      'corrected',
      ({ params }) => server.client.correctTask({ params, body: { result: [{ animal: 'dog' }], comment: '' } }),
    ],
    [
      'corrected and back',
      async ({ params }) => {
        await server.client.correctTask({ params, body: { result: [{ animal: 'dog' }], comment: '' } })
        await server.client.undoCorrection({ params })
      },
    ],
    [
      'its answers taken back by the requester',
      async ({ params, project }) => {
        const { data } = await server.client.listAnswers({ params })
        const worker_id = data[0]?.worker_id as string
        await server.client.revertWorker({ params: { project_id: project.id, worker_id }, body: { reason: 'x' } })
        await expect
          .poll(
            async () =>
              (await server.sql`select finished_at from reversals where project_id = ${project.id}`)[0]?.finished_at,
            {
              timeout: 20_000,
            },
          )
          .toBeTruthy()
      },
    ],
    [
      'the overlap changed',
      async ({ project }) => {
        await server.client.editProject({
          params: { project_id: project.id },
          body: { min_answers: 3, max_answers: 5 },
        })
        await expect
          .poll(
            async () =>
              (await server.sql`select overlap_pending from projects where id = ${project.id}`)[0]?.overlap_pending,
            {
              timeout: 20_000,
            },
          )
          .toBe(false)
      },
    ],
  ]
  test.each(changes)('E9 %s', async (_name, change) => {
    const task = await answered()
    await change(task)
    expect((await look()).faults).toEqual([])
  })

  test('E9 cancelled with answers; to review; skipped; expired', async () => {
    const open = await answered(['cat'])
    await server.client.cancelTask({ params: open.params })
    await answered(['cat', 'dog'], { max_answers: 2 })
    const { project } = await answered([])
    const worker = await server.makeWorker(project.id)
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id, count: 1 } })
    await worker.client.skipAssignment({
      params: { assignment_id: assignments[0]!.id },
      body: { token: assignments[0]!.token, reason: 'not_sure' },
    })
    expect((await look()).faults).toEqual([])
  })
})

test('a release whose rows are not those that it was made with, or cannot be read', async () => {
  const project = await textProject(server.client)
  const worker = await server.makeWorker(project.id)
  const body = { project_id: project.id, task_spec: [{ sentence: 'x' }] }
  await server.client.createTask({ body })
  await answerNext(worker, project.id, { animal: 'cat' })
  for (const name of ['whole', 'torn', 'changed', 'gone'])
    await server.client.createRelease({ params: { project_id: project.id }, body: { name } })
  expect((await look()).kinds).not.toContain('release_corrupt')
  const { sql } = server
  await sql`update release_parts set packed = '\\x00' where project_id = ${project.id} and number = 2`
  await sql`update releases set jsonl_sha256 = 'other' where project_id = ${project.id} and number = 3`
  await sql`delete from release_parts where project_id = ${project.id} and number = 4`
  const { counts, faults } = await look()
  expect(counts.releases).toBe(4)
  expect(faults.filter(({ what }) => what === 'release_corrupt').map(({ id }) => id)).toEqual(
    [2, 3, 4].map((number) => `${project.id}/${number}`),
  )
})
