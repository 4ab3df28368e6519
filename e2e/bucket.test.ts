import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startS3 } from '../server/src/assets/s3-server.fixture.ts'
import { findPrograms } from './cluster/programs.ts'
import { openDatabase } from './database.ts'
import { makePicture, withComment } from './pictures.ts'
import { type Service, startService } from './service.ts'

/** The whole way: the command line, the real service, and a real store where there is one (versitygw, as in e2e/cluster). */
const cli = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))
const found = findPrograms()
const lacks = 'missing' in found && found.missing.some((line) => line.startsWith('versitygw'))
const versitygw = 'found' in found ? found.found.versitygw : lacks ? null : 'versitygw'
const keys = { AWS_ACCESS_KEY_ID: 'loopback', AWS_SECRET_ACCESS_KEY: 'loopback-secret' }

let folder: string
let service: Service
let s3: Awaited<ReturnType<typeof startS3>>
let env: Record<string, string>
let picture: Buffer
let store: { port: number; child: ChildProcess | null }

const run = (args: string[], more: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const all = { ...process.env, WHISKER_URL: service.address, WHISKER_KEY: service.key, ...more }
    execFile(process.execPath, [cli, 'bucket', ...args], { env: all }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
const project = async () =>
  (
    await service.client.createProject({
      body: {
        title: 'Bucket',
        input_spec: [{ name: 'picture', type: 'image' }],
        output_spec: [{ name: 'animal', type: 'input' }],
      },
    })
  ).id
const bucketOf = (project_id: number) => service.client.readBucket({ params: { project_id } })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-bucket-'))
  s3 = await startS3()
  store = { port: await freePort(), child: null }
  env = { EGRESS_ALLOW: `${new URL(s3.options.endpoint).host},127.0.0.1:${store.port}`, EGRESS_SHOW_REPLIES: 'true' }
  service = await startService(join(folder, 'data'), env)
  picture = await makePicture(64, 48)
}, 120_000)
afterAll(async () => {
  store.child?.kill()
  await service?.stop()
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

test('the service is killed in the middle of a pass: afterwards each object has its task, and none has two', {
  timeout: 120_000,
}, async () => {
  const objects = 400
  for (let n = 0; n < objects; n++) s3.objects.set(`k/${n}.jpg`, withComment(picture, `kill ${n}`))
  const id = await project()
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = s3.options
  const credentials = { access_key_id: accessKeyId, secret_access_key: secretAccessKey }
  await service.client.putBucket({ params: { project_id: id }, body: { endpoint, region, bucket, credentials } })
  let kills = 0
  for (const share of [0.2, 0.6]) {
    await expect
      .poll(async () => (await bucketOf(id)).objects.taken, { timeout: 60_000, interval: 20 })
      .toBeGreaterThan(objects * share)
    await service.kill()
    kills++
    service = await startService(join(folder, 'data'), env)
    // The server that died had it for a minute; nobody waits for that here.
    const sql = openDatabase(join(folder, 'data'), 1)
    await sql`update buckets set leased_until = now() where project_id = ${id}`
    await sql.end()
    expect((await bucketOf(id)).objects.taken).toBeLessThan(objects)
  }
  await expect.poll(async () => (await bucketOf(id)).last_pass?.listed, { timeout: 60_000 }).toBe(objects)
  expect(kills).toBe(2)
  const tasks = await service.client.listTasks({ query: { project_id: id, limit: '1000' } })
  expect(tasks.data.map(({ name }) => name).sort()).toEqual([...s3.objects.keys()].sort())
  const { data } = await service.client.listBucketObjects({ params: { project_id: id }, query: { limit: '1000' } })
  expect(new Set(data.map(({ task_id }) => task_id)).size).toBe(objects)
  const { last_pass } = await bucketOf(id)
  // What was under way at a kill is read again: two chunks of 32 at most, and the page.
  expect(last_pass?.requests).toBeLessThan(objects + 2 * (64 + 1) + 10)
})

test.skipIf(!versitygw)(
  'a real store, followed by the command line: names of every kind, a second pass, keys that are wrong',
  { timeout: 120_000 },
  async () => {
    const kept = join(folder, 'store')
    const names = [
      '2026/cat.jpg',
      '2026/é ü.jpg',
      "2026/a+b (1)!*'.jpg",
      '2026/#?&=.jpg',
      '2026/🐱.jpg',
      '2026/deep/er/dog.jpg',
      '2025/old.jpg',
      '2026/notes.txt',
    ]
    for (const name of names) {
      await mkdir(dirname(join(kept, 'pictures', name)), { recursive: true })
      await writeFile(join(kept, 'pictures', name), withComment(picture, name))
    }
    const child = spawn(versitygw as string, ['--port', `127.0.0.1:${store.port}`, '--quiet', 'posix', kept], {
      env: { ...process.env, ROOT_ACCESS_KEY: keys.AWS_ACCESS_KEY_ID, ROOT_SECRET_KEY: keys.AWS_SECRET_ACCESS_KEY },
      stdio: 'ignore',
    })
    store.child = child
    const endpoint = `http://127.0.0.1:${store.port}`
    await expect
      .poll(() =>
        fetch(endpoint).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(403)

    const id = String(await project())
    const follow = ['follow', id, 's3://pictures/2026/', '--endpoint', endpoint]
    const wrong = await run(follow, { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' })
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('does not know these credentials') })
    const looked = await run([...follow, '--dry-run'], keys)
    expect(looked).toMatchObject({ code: 0, stdout: expect.stringContaining('6 of 7 objects would become tasks:') })
    expect(await run(['show', id])).toMatchObject({ code: 3, stderr: expect.stringContaining('no bucket') })

    const followed = await run(follow, keys)
    expect(followed, followed.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('s3://pictures/2026/') })
    await expect.poll(async () => (await bucketOf(Number(id))).last_pass).not.toBeNull()
    const tasks = await service.client.listTasks({ query: { project_id: id } })
    expect(tasks.data.map(({ name }) => name).sort()).toEqual(names.filter((name) => /^2026.*jpg$/.test(name)).sort())
    const { last_pass } = await bucketOf(Number(id))
    expect(last_pass).toMatchObject({ listed: 7, requests: 7, taken: 6, failed: 0 })

    await writeFile(join(kept, 'pictures', '2026/broken.jpg'), 'no picture')
    await rm(join(kept, 'pictures', names[0]!))
    expect((await run(['sync', id])).code).toBe(0)
    await expect.poll(async () => (await bucketOf(Number(id))).last_pass?.started_at).not.toBe(last_pass?.started_at)
    // The listing, and what is new; the other five are not read.
    expect((await bucketOf(Number(id))).last_pass).toMatchObject({
      listed: 7,
      requests: 2,
      taken: 0,
      removed: 1,
      failed: 1,
    })
    expect((await run(['objects', id, '--state', 'failed'])).stdout).toMatch(/^failed {3}2026\/broken\.jpg {2}\S+/)
    expect((await run(['objects', id, '--state', 'removed'])).stdout).toContain('2026/cat.jpg')
    expect((await run(['show', id])).stdout).toContain('objects: 5 taken, 1 failed, 1 gone')
    expect((await run(['pause', id])).stdout).toContain('paused')
    expect((await run(['resume', id])).stdout).toContain('next pass')
    expect((await run(['leave', id, '--yes'])).stdout).toBe(`project ${id} follows no bucket any more\n`)
    expect(await readdir(join(kept, 'pictures', '2026'))).toContain('broken.jpg')
  },
)
