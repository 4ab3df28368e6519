import { lstat, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { partsOf } from '../assets/folder-keys.ts'
import { pngOf } from '../assets/picture.fixture.ts'
import { assetKey, renditionKey, StorageError } from '../assets/store.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'error' })
})
afterAll(() => server.close())

let shade = 0
async function drawPicture() {
  const background = { r: shade % 256, g: shade++ >> 8, b: 7 }
  return sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
}

const dataUri = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`
const root = () => join(server.running.server.config.dataDir, 'assets')
const pathOf = (key: ReturnType<typeof assetKey>) => join(root(), ...partsOf(key))

async function makeTask(projectId: number, bytes?: Buffer, more: object = {}) {
  const picture = bytes ?? (await drawPicture())
  const task = await server.client.createTask({
    body: { project_id: projectId, task_spec: [{ image_with_animal: dataUri(picture) }], ...more },
  })
  const sha256 = String(task.task_spec[0]?.image_with_animal).slice('asset:'.length)
  const { workspaceId } = server.running
  return {
    id: task.id,
    picture,
    original: pathOf(assetKey(workspaceId, sha256)),
    rendition: pathOf(renditionKey(workspaceId, sha256)),
    sha256,
  }
}

const readTask = (id: string) => server.client.readTask({ params: { task_id: id } })
const take = (worker: TestPerson, projectId: number, count = 1) =>
  ask(`${server.url}/assignments`, { key: worker.token, json: { project_id: projectId, count } })

/** Until its copy for workers is made. */
const prepared = (sha256: string) =>
  expect
    .poll(() => server.sql`select rendition_type from assets where sha256 = ${sha256}`, { timeout: 20_000 })
    .toEqual([{ rendition_type: 'image/jpeg' }])

/** Both the picture and the copy that workers see are gone. */
async function lose(task: { original: string; rendition: string }) {
  for (const path of [task.original, task.rendition]) await rm(path, { force: true, recursive: true })
}

/** Until the worker is given a task whose picture the service shows. */
async function comesBack(worker: TestPerson, projectId: number, taskId: string) {
  const whyPassedOver = async () => {
    // Its loop would look by itself, every two seconds.
    server.running.server.wake('passed_over')
    return (await readTask(taskId)).passed_over_reason
  }
  await expect.poll(whyPassedOver, { timeout: 20_000, interval: 100 }).toBe(null)
  const { json } = await take(worker, projectId)
  const [held] = json.assignments as { items: { image_with_animal: { url: string } }[] }[]
  const picture = await fetch(`${server.url}${held?.items[0]?.image_with_animal.url}`, {
    headers: { authorization: `Bearer ${worker.token}` },
  })
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
}

const damages: [string, (path: string) => Promise<unknown>][] = [
  ['missing', (path) => rm(path)],
  ['cut off', (path) => truncate(path, 20)],
  ['empty', (path) => truncate(path, 0)],
  [
    'flipped at the same size',
    async (path) => {
      const bytes = await readFile(path)
      bytes[bytes.length >> 1]! ^= 1
      await writeFile(path, bytes)
    },
  ],
  ['a folder', (path) => rm(path).then(() => mkdir(path))],
  ['a dangling link', (path) => rm(path).then(() => symlink('/nowhere/at/all', path))],
  ['a link to the right bytes', (path) => rename(path, `${path}.moved`).then(() => symlink(`${path}.moved`, path))],
]

describe('F1 a fault of storage ends no task', () => {
  test.each(damages)(
    'F1 F2 an original that is %s: passed over, said why, back when it is sent again',
    async (_name, damage) => {
      const project = await animalProject(server.client)
      const worker = await server.makeWorker(project.id)
      const task = await makeTask(project.id)
      await prepared(task.sha256)
      await rm(task.rendition)
      await damage(task.original)
      const { json } = await take(worker, project.id)
      expect(json).toMatchObject({ assignments: [], reason: 'pictures_missing' })
      expect(await readTask(task.id)).toMatchObject({
        status: 'open',
        passed_over_reason: expect.stringContaining('picture'),
      })
      expect(await server.sql`select active, answered from tasks where id = ${task.id}`).toMatchObject([{ active: 0 }])
      await server.client.createAsset({ body: task.picture, headers: { 'content-type': 'image/png' } })
      await comesBack(worker, project.id, task.id)
      expect(await readFile(task.original)).toEqual(task.picture)
    },
  )

  test.each(damages)('F21 a copy for workers that is %s is never shown: it is made again', async (_name, damage) => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const task = await makeTask(project.id)
    await prepared(task.sha256)
    await damage(task.rendition)
    await comesBack(worker, project.id, task.id)
    expect((await lstat(task.rendition)).isFile()).toBe(true)
  })

  test('F21 a link among the pictures leads nowhere, by any door', async () => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const task = await makeTask(project.id)
    await prepared(task.sha256)
    const secret = join(server.running.server.config.dataDir, 'secret.txt')
    await writeFile(secret, 'the password of the database')
    for (const path of [task.rendition, task.original]) {
      await rm(path)
      await symlink(secret, path)
    }
    expect((await take(worker, project.id)).json.assignments).toEqual([])
    for (const path of ['', '/rendition', '/rendition?width=160']) {
      const response = await fetch(`${server.url}/assets/${task.sha256}${path}`, {
        headers: { authorization: server.key },
      })
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([502, 'corrupt'])
    }
  })

  test('F1 the folder is empty for a while: no task ends, nobody sees an empty frame, all is there again afterwards', async () => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const tasks = []
    for (let n = 0; n < 30; n++) tasks.push(await makeTask(project.id))
    const away = `${root()}-away`
    await rename(root(), away)
    await mkdir(root())
    for (let n = 0; n < 3; n++) expect((await take(worker, project.id, 10)).json.assignments ?? []).toEqual([])
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
    const [held] =
      await server.sql`select count(*)::int as count from assignments where project_id = ${project.id} and state = 'active'`
    expect(held).toEqual({ count: 0 })
    await rm(root(), { recursive: true })
    // A write that the move cut in two leaves its temporary file, as a crash does; the store sweeps such files when they are old.
    for (const name of await readdir(join(away, 'tmp'))) await rm(join(away, 'tmp', name))
    await rename(away, root())
    for (const { id } of tasks) expect((await readTask(id)).status).toBe('open')
    await expect
      .poll(async () => ((await take(worker, project.id, 10)).json.assignments as unknown[] | undefined)?.length ?? 0, {
        timeout: 20_000,
      })
      .toBeGreaterThan(0)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect(server.logLines.some((line) => line.includes('a picture cannot be shown'))).toBe(true)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(/whisker_picture_faults_total\{kind="(missing|store)"\} \d/)
  })

  test('F1 of several pictures of a task one is missing: the whole task waits', async () => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const pictures = [await drawPicture(), await drawPicture(), await drawPicture()]
    const { id, task_spec } = await server.client.createTask({
      body: { project_id: project.id, task_spec: pictures.map((bytes) => ({ image_with_animal: dataUri(bytes) })) },
    })
    const sha256 = String(task_spec[1]?.image_with_animal).slice('asset:'.length)
    const { workspaceId } = server.running
    await lose({
      original: pathOf(assetKey(workspaceId, sha256)),
      rendition: pathOf(renditionKey(workspaceId, sha256)),
    })
    expect((await take(worker, project.id)).json.assignments).toEqual([])
    expect((await readTask(id)).status).toBe('open')
    // The file is put back by hand, or by a restore.
    await writeFile(pathOf(assetKey(workspaceId, sha256)), pictures[1]!)
    await comesBack(worker, project.id, id)
  })

  test('F1 practice whose picture is missing is not asked about, and comes back as practice', async () => {
    const project = await animalProject(server.client, { training: { questions: 1, pass: 1 } })
    const worker = await server.makeWorker(project.id)
    const task = await makeTask(project.id, undefined, { gold: [{ animal: 'cat' }], training: true })
    await makeTask(project.id)
    await prepared(task.sha256)
    await lose(task)
    expect((await take(worker, project.id)).json).toMatchObject({ assignments: [], reason: 'training_not_ready' })
    const listed = await server.client.listGold({ params: { project_id: project.id }, query: {} })
    expect(listed.data[0]).toMatchObject({ task_id: task.id, training: true })
    await writeFile(task.original, task.picture)
    await expect
      .poll(async () => (await take(worker, project.id)).json.assignments, { timeout: 20_000 })
      .toMatchObject([{ training: { answered: 0 } }])
  })

  test('a picture that is none by its own bytes still ends its task', async () => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const broken = await makeTask(project.id, pngOf({ width: 300, height: 200 }, Buffer.alloc(60_000, shade++)))
    expect((await take(worker, project.id)).json.assignments).toEqual([])
    expect(await readTask(broken.id)).toMatchObject({ status: 'unreadable', passed_over_reason: null })
  })

  test('F1 a decoder that dies or takes too long ends no task', async () => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const { renditions } = server.running.server
    for (const code of ['crashed', 'too_slow', 'out_of_memory'] as const) {
      const render = vi.spyOn(renditions, 'render').mockResolvedValue({ ok: false, code, detail: `made to be ${code}` })
      const task = await makeTask(project.id)
      await take(worker, project.id).finally(() => render.mockRestore())
      expect(await readTask(task.id)).toMatchObject({ status: 'open', passed_over_reason: `made to be ${code}` })
    }
  })
})

test('F1 what is passed over is counted by why, listed with its reason, and in the metrics; what was cancelled is not', async () => {
  const project = await animalProject(server.client)
  const worker = await server.makeWorker(project.id)
  const [missing, corrupt, decoder, cancelled, whole] = [
    await makeTask(project.id),
    await makeTask(project.id),
    await makeTask(project.id),
    await makeTask(project.id),
    await makeTask(project.id),
  ]
  for (const { sha256 } of [missing, corrupt, decoder, cancelled, whole]) await prepared(sha256)
  await lose(missing)
  await rm(corrupt.rendition)
  await truncate(corrupt.original, 20)
  const fault = { ok: false, code: 'crashed', detail: 'The decoder died.' } as const
  const render = vi.spyOn(server.running.server.renditions, 'render').mockResolvedValue(fault)
  // Looked at again after a minute, so its row is still there when the task is cancelled.
  for (const { rendition } of [decoder, cancelled]) await rm(rendition)
  await take(worker, project.id, 10).finally(() => render.mockRestore())
  await server.client.cancelTask({ params: { task_id: cancelled.id } })
  expect(await server.sql`select from passed_over where task_id = ${cancelled.id}`).toHaveLength(0)

  const params = { project_id: project.id }
  const counted = async () => (await server.client.readProgress({ params })).passed_over
  await expect.poll(counted).toEqual({ missing: 1, corrupt: 1, decoder: 1 })
  const listed = async (passed_over: 'true' | 'false', status?: 'open') =>
    (await server.client.listTasks({ query: { ...params, passed_over, ...(status && { status }) } })).data
  const over = await listed('true')
  expect(over.map(({ id }) => id)).toEqual([missing.id, corrupt.id, decoder.id])
  expect(over.map(({ passed_over_reason: reason }) => reason)).toEqual([
    expect.stringContaining('gone'),
    expect.stringContaining('checksum differs'),
    'The decoder died.',
  ])
  expect(await listed('true', 'open')).toEqual(over)
  expect((await listed('false')).map(({ id }) => id)).toEqual([cancelled.id, whole.id])
  expect(await readTask(cancelled.id)).toMatchObject({ status: 'cancelled', passed_over_reason: null })

  const metric = async () => {
    server.running.server.wake('waiting_tasks')
    const text = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/whisker_tasks_passed_over\{kind="missing"\} (\d+)/.exec(text)?.[1])
  }
  await expect.poll(metric).toBe(1)
  await writeFile(missing.original, missing.picture)
  await writeFile(corrupt.original, corrupt.picture)
  await expect.poll(counted, { timeout: 20_000 }).toEqual({ missing: 0, corrupt: 0, decoder: 1 })
  await expect.poll(metric).toBe(0)
})

describe('F17 a store that is away or full: 503, and the hold given back', () => {
  test.each(['storage_full', 'storage_unavailable'] as const)('%s', async (code) => {
    const project = await animalProject(server.client)
    const worker = await server.makeWorker(project.id)
    const { store } = server.running.server
    const fault = () => Promise.reject(new StorageError(code, 'made to fail'))
    const spies = [vi.spyOn(store, 'put'), vi.spyOn(store, 'read')]
    const task = await makeTask(project.id)
    for (const spy of spies) spy.mockImplementation(fault)
    await server.sql`update assets set rendition_type = null where sha256 = ${task.sha256}`
    try {
      const { status, problem, headers } = await take(worker, project.id)
      expect([status, problem.code]).toEqual([503, code === 'storage_full' ? code : 'unavailable'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(problem.detail).not.toContain('made to fail')
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
    expect(await server.sql`select status, active from tasks where id = ${task.id}`).toEqual([
      { status: 'open', active: 0 },
    ])
    expect((await take(worker, project.id)).json.assignments).toHaveLength(1)
  })
})

test('F23 a damaged original is 502 and `corrupt`, not a fault of the program', async () => {
  const project = await animalProject(server.client)
  const task = await makeTask(project.id)
  await truncate(task.original, 30)
  const reply = await ask(`${server.url}/assets/${task.sha256}`, { key: server.key })
  expect([reply.status, reply.problem.code]).toEqual([502, 'corrupt'])
  expect(reply.problem.detail).toContain('Send the same picture again')
})

test('nothing of these tests is left in the temporary folder', async () => {
  // A copy that is being made for the last of them may still be there.
  await expect.poll(() => readdir(join(root(), 'tmp')), { timeout: 10_000 }).toEqual([])
})
