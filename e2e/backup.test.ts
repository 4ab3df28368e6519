import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePicture, withComment } from './pictures.ts'
import { type Service, startService } from './service.ts'

const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))

let folder: string
let service: Service
let base: Buffer
let projectId: number
let n = 0
/** external_id to SHA-256, of what was answered with 201. */
const acknowledged = new Map<string, string>()
const answered = new Set<string>()

const path = (...names: string[]) => join(folder, ...names)
const whisker = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-backup-'))
  base = await makePicture()
  service = await startService(path('data'))
  const project = await service.client.createProject({
    body: {
      title: 'Backup',
      input_spec: [{ name: 'picture', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  projectId = project.id
})
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function send(): Promise<void> {
  const id = `p${n++}`
  const picture = withComment(base, id)
  const value = `data:image/jpeg;base64,${picture.toString('base64')}`
  await service.client.createTask({ body: { project_id: projectId, external_id: id, task_spec: [{ picture: value }] } })
  acknowledged.set(id, createHash('sha256').update(picture).digest('hex'))
}

async function startWorker() {
  const link = await service.client.readLabelLink({ params: { project_id: projectId } })
  const joined = await createClient({ url: service.url }).acceptInvitation({
    body: { token: new URL(link.url).hash.slice(1), cookie: false },
  })
  return createClient({ url: service.url, key: joined.token as string })
}

/** Everything that a service has: tasks by their external id, with their pictures. */
async function tasksOf(one: Service) {
  const stored = new Map<string, { sha256: string; answers: number; id: string }>()
  let after: string | undefined
  do {
    const page = await one.client.listTasks({ query: { project_id: projectId, limit: 1000, ...(after && { after }) } })
    for (const task of page.data)
      stored.set(String(task.external_id), {
        sha256: String(task.task_spec[0]?.picture).slice('asset:'.length),
        answers: task.answers,
        id: task.id,
      })
    after = page.next
  } while (after)
  return stored
}

describe('D-07 C-18 backup and restore', { timeout: 120_000 }, () => {
  test('under load: what was acknowledged before it began is there, and nothing contradicts itself', {
    timeout: 240_000,
  }, async () => {
    for (let i = 0; i < 40; i++) await send()
    let working = true
    const worker = await startWorker()
    const load = [
      ...[1, 2, 3].map(async () => {
        while (working) await send()
      }),
      (async () => {
        while (working) {
          const { assignments } = await worker.takeAssignments({ body: { project_id: projectId, count: 2 } })
          for (const { id, token } of assignments) {
            await worker.submitAssignment({
              params: { assignment_id: id },
              body: { token, answer: [{ animal: 'cat' }] },
            })
            answered.add(id)
          }
        }
      })(),
    ]
    await expect.poll(() => answered.size, { timeout: 30_000 }).toBeGreaterThan(5)
    const before = { tasks: new Map(acknowledged), answers: answered.size }
    const made = await whisker('backup', path('backup'), '--data', path('data'))
    const duringIt = acknowledged.size - before.tasks.size
    working = false
    await Promise.all(load)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('The backup is in') })
    expect(duringIt).toBeGreaterThan(0)
    expect(await whisker('fsck', '--data', path('data'))).toMatchObject({ code: 0 })

    const restored = await whisker('restore', path('backup'), '--data', path('restored'))
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('Start it with') })
    const checked = await whisker('fsck', '--data', path('restored'), '--json')
    expect(checked).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, faults: 0 })

    const again = await startService(path('restored'))
    try {
      const stored = await tasksOf(again)
      for (const [id, sha256] of before.tasks) expect(stored.get(id)?.sha256, id).toBe(sha256)
      const progress = await again.client.readProgress({ params: { project_id: projectId } })
      expect(progress.answers).toBeGreaterThanOrEqual(before.answers)
      // The old key is good, and work goes on: events are in order, a picture is shown though no rendition came along.
      const old = createClient({ url: again.url, key: service.key })
      const events = await old.listEvents({ query: { limit: 1000 } })
      expect(events.data.length).toBeGreaterThan(before.tasks.size)
      const link = await old.readLabelLink({ params: { project_id: projectId } })
      const { token: key } = await createClient({ url: again.url }).acceptInvitation({
        body: { token: new URL(link.url).hash.slice(1), cookie: false },
      })
      const person = createClient({ url: again.url, key: key as string })
      const { assignments } = await person.takeAssignments({ body: { project_id: projectId, count: 1 } })
      const shown = assignments[0]?.items[0]?.picture
      if (shown?.type !== 'image') throw new Error('No picture is shown.')
      const picture = await fetch(again.url + shown.url, { headers: { authorization: key as string } })
      expect(picture.headers.get('content-type')).toBe('image/jpeg')
    } finally {
      await again.stop()
    }
  })

  test('into the same folder again: only new pictures are copied, one database is kept', async () => {
    await send()
    const made = await whisker('backup', path('backup'), '--data', path('data'))
    expect(made.code).toBe(0)
    const { count } = JSON.parse(await readFile(path('backup', 'backup.json'), 'utf8')).pictures
    expect(count).toBe(acknowledged.size)
    expect(made.stdout).toMatch(/; \d+ of them are new/)
    expect(Number(/; (\d+) of them/.exec(made.stdout)?.[1])).toBeLessThan(count)
    const names = (await readdir(path('backup'))).map((name) => name.replace(/-.*\./, '.'))
    expect(names.sort()).toEqual(['assets', 'backup.json', 'database.tar', 'pictures.txt'])
    // Nobody else may read what the service keeps from others.
    for (const name of await readdir(path('backup')))
      expect((await stat(path('backup', name))).mode & 0o077, name).toBe(0)
  })

  test('a picture that is lost is named, and all the rest is saved', async () => {
    const [, sha256] = [...acknowledged].at(-1) as [string, string]
    const file = path('data/assets/1/sha256', sha256.slice(0, 1), sha256)
    const bytes = await readFile(file)
    await unlink(file)
    const found = await whisker('fsck', '--data', path('data'))
    expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining(`picture_missing       1/${sha256}`) })
    const made = await whisker('backup', path('another'), '--data', path('data'))
    expect(made).toMatchObject({ code: 1, stdout: expect.stringContaining(sha256) })
    await writeFile(file, bytes)
    expect((await whisker('fsck', '--data', path('data'))).code).toBe(0)
  })

  test('E5 F2 a copy that was damaged is made anew by the next backup; what a backup lacks is named by the restore', async () => {
    const hashes = [...acknowledged.values()]
    const [damaged, gone] = [hashes[0] as string, hashes[1] as string]
    const copyOf = (sha256: string) => path('backup/assets/1/sha256', sha256.slice(0, 1), sha256)
    const whole = await readFile(copyOf(damaged))
    const flipped = Buffer.from(whole)
    flipped[whole.length - 3]! ^= 1
    await writeFile(copyOf(damaged), flipped)
    await unlink(copyOf(gone))
    const restored = await whisker('restore', path('backup'), '--data', path('lacking'))
    expect(restored.code).toBe(1)
    expect(restored.stdout).not.toContain('has everything')
    expect(restored.stdout).toContain('2 pictures are missing or damaged')
    for (const sha256 of [damaged, gone]) expect(restored.stdout).toContain(`1/${sha256}`)
    expect(await whisker('backup', path('backup'), '--data', path('data'))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 of them are new'),
    })
    expect(await readFile(copyOf(damaged))).toEqual(whole)
    expect(await whisker('restore', path('backup'), '--data', path('whole'))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('has everything'),
    })
  })

  test('C-18 no room for it: a sentence, nothing half-done, the earlier backup stays good', async () => {
    // A file may have so many blocks of 512 bytes: as if the disk were full, for any user.
    const cramped = (blocks: number, command: string, from: string, data: string) =>
      new Promise<{ code: number; stderr: string }>((resolve) =>
        execFile(
          'sh',
          [
            ...['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath],
            ...[cli, command, path(from), '--data', path(data)],
          ],
          (error, _, stderr) => resolve({ code: Number(error?.code ?? 0), stderr }),
        ),
      )
    const before = await readdir(path('backup'))
    const made = await cramped(4000, 'backup', 'backup', 'data')
    expect(made).toMatchObject({ code: 3, stderr: expect.stringMatching(/has no room for the backup.*run the same/) })
    expect(await readdir(path('backup'))).toEqual(before)
    const restored = await cramped(400, 'restore', 'backup', 'cramped')
    expect(restored).toMatchObject({ code: 3, stderr: expect.stringMatching(/has no room for what.*run the same/) })
    expect((await whisker('restore', path('backup'), '--data', path('cramped'))).code).toBe(0)
    expect((await whisker('fsck', '--data', path('cramped'))).code).toBe(0)
  })

  test('doctor looks at a service that runs', async () => {
    const { code, stdout } = await whisker('doctor', '--data', path('data'))
    expect(stdout).toMatch(/\[ {2}ok {2}\] fsync +on/)
    expect(code).toBe(0)
  })

  test('nothing is ever overwritten, and a damaged backup is not restored', async () => {
    const full = await whisker('restore', path('backup'), '--data', path('data'))
    expect(full).toMatchObject({ code: 3, stderr: expect.stringContaining('is not empty') })
    const none = await whisker('restore', path('data'), '--data', path('new'))
    expect(none).toMatchObject({ code: 3, stderr: expect.stringContaining('backup.json is missing') })
    const wrong = await whisker('backup', path('data'), '--data', path('data'))
    expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('holds other things') })

    const name = (await readdir(path('backup'))).find((one) => one.startsWith('database-')) as string
    const file = await open(path('backup', name), 'r+')
    await file.write(Buffer.from([1]), 0, 1, 100_000)
    await file.close()
    const damaged = await whisker('restore', path('backup'), '--data', path('new'))
    expect(damaged).toMatchObject({ code: 3, stderr: expect.stringContaining('is damaged') })
  })
})
