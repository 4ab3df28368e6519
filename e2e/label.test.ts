import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePictures } from './pictures.ts'
import { type Service, startService } from './service.ts'

const whisker = fileURLToPath(new URL('../cli/bin/whisker.js', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-label-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const home = () => ({ XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') })

type Ready = { url: string; setup_url: string | null; project_id: number; api_key: string | null; label_url: string }

type Labeling = { ready: Ready; stdout: () => string; stderr: () => string; stop: () => Promise<number | null> }

const label = (...args: string[]) => labelWith({}, ...args)

/** `whisker label --json`, as `npm start` runs it: one line on stdout once it is ready. */
async function labelWith(env: Record<string, string>, ...args: string[]): Promise<Labeling> {
  const child = spawn(process.execPath, [whisker, 'label', '--json', '--port', '0', ...args], {
    env: { ...process.env, ...home(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      stdout += data
      if (stdout.includes('\n')) resolve(JSON.parse(stdout.slice(0, stdout.indexOf('\n'))))
    })
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${stderr}`)))
  })
  const stop = async () => {
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    return exited
  }
  return { ready, stdout: () => stdout, stderr: () => stderr, stop }
}

function run(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [whisker, ...args], {
      env: { ...process.env, ...home(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => {
      stdout += data
    })
    child.stderr.on('data', (data) => {
      stderr += data
    })
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

async function allTasks(client: Client, projectId: number) {
  const tasks = []
  let after: string | undefined
  do {
    const page = await client.listTasks({ query: { project_id: projectId, limit: 1000, ...(after && { after }) } })
    tasks.push(...page.data)
    after = page.next
  } while (after)
  return tasks
}

describe('one command from a folder to labels', () => {
  test('sends every picture once, starts again where it was, and the results come out by file name', {
    timeout: 120_000,
  }, async () => {
    const pictures = join(folder, 'photos')
    await makePictures(join(pictures, 'deeper'), 12)
    const data = join(folder, 'data')
    const first = await label(pictures, '--data', data)
    expect(first.stdout().trim().split('\n')).toHaveLength(1)
    expect(first.ready).toMatchObject({
      project_id: 1,
      setup_url: expect.stringContaining('/app/setup#'),
      label_url: expect.stringContaining('/app/work#'),
    })
    const key = first.ready.api_key as string
    expect(key).toMatch(/^whk_/)
    const client = createClient({ url: first.ready.url, key })
    expect((await allTasks(client, 1)).map((task) => task.name).sort()).toEqual(
      (await readdir(join(pictures, 'deeper'))).map((name) => `deeper/${name}`).sort(),
    )

    const worker = await createClient({ url: first.ready.url }).acceptInvitation({
      body: { token: new URL(first.ready.label_url).hash.slice(1), cookie: false },
    })
    const work = createClient({ url: first.ready.url, key: worker.token as string })
    const { assignments } = await work.takeAssignments({ body: { project_id: 1, count: 2 } })
    for (const { id, token } of assignments)
      await work.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal: 'cat' }] } })

    // `npx whisker results 1` right away: address and key are remembered.
    const results = await run(['results', '1', '--format', 'csv'], {})
    expect(results).toMatchObject({ code: 0 })
    const lines = results.stdout.trim().split('\r\n')
    expect(lines[0]).toMatch(/^name,animal,animal_confidence,answers/)
    expect(lines[1]).toMatch(/^deeper\/photo-\d+\.jpg,cat,0\.775,1,/)
    expect(lines).toHaveLength(3)
    expect(await first.stop()).toBe(0)

    const second = await label(pictures, '--data', data)
    expect(second.ready).toMatchObject({
      project_id: 1,
      label_url: expect.stringContaining(new URL(first.ready.label_url).hash),
    })
    const again = createClient({ url: second.ready.url, key })
    expect(await allTasks(again, 1)).toHaveLength(12)
    expect((await again.listProjects({})).data).toHaveLength(1)

    // Once more beside it: the service that runs is used, and nothing sounds like a failure.
    const beside = await run(['label', pictures, '--data', data, '--json'], {})
    expect(beside).toMatchObject({ code: 0, stderr: expect.stringContaining('12 were there already.') })
    expect(JSON.parse(beside.stdout)).toMatchObject({ url: second.ready.url, project_id: 1 })
    expect(beside.stderr).not.toContain('already runs')
    await second.stop()
  })

  test('a failed start is told once', { timeout: 60_000 }, async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const failed = await run(['label', '--data', join(folder, 'never-data'), '--port', String(port)], {})
    other.close()
    expect(failed.code).toBe(1)
    expect(failed.stderr.split(`Port ${port} is taken`)).toHaveLength(2)
  })

  test('without a folder there is something to label at once', { timeout: 60_000 }, async () => {
    const started = await label('--data', join(folder, 'example-data'))
    const client = createClient({ url: started.ready.url, key: started.ready.api_key as string })
    expect(await allTasks(client, started.ready.project_id)).toHaveLength(12)
    await started.stop()
  })
})

describe('the uploader', () => {
  let service: Service
  beforeAll(async () => {
    service = await startService(join(folder, 'upload-data'))
  })
  afterAll(() => service.stop())

  const env = () => ({ WHISKER_URL: service.url, WHISKER_KEY: service.key })

  test('R-11 D-06 killed at random moments and run again: each file exactly once', { timeout: 180_000 }, async () => {
    const pictures = join(folder, 'many')
    const files = await makePictures(pictures, 400)
    const project = await service.client.createProject({
      body: {
        title: 'Killed',
        input_spec: [{ name: 'picture', type: 'image' }],
        output_spec: [{ type: 'input', name: 'animal' }],
      },
    })
    for (let n = 0; n < 8; n++) {
      const child = spawn(process.execPath, [whisker, 'upload', pictures, '--project', String(project.id), '--json'], {
        env: { ...process.env, ...home(), ...env() },
        stdio: 'ignore',
      })
      const exited = new Promise((resolve) => child.once('exit', resolve))
      await new Promise((resolve) => setTimeout(resolve, 350 + Math.random() * 500))
      child.kill('SIGKILL')
      await exited
    }
    const last = await run(['upload', pictures, '--project', String(project.id), '--json'], env())
    expect(last.code).toBe(0)
    const tasks = await allTasks(service.client, project.id)
    const hashes = await Promise.all(
      files.map(async (file) =>
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ),
    )
    expect(tasks.map((task) => task.task_spec[0]?.picture).sort()).toEqual(hashes.map((hash) => `asset:${hash}`).sort())
  })

  test('R-14 one bad file never stops the rest, and the exit code tells', { timeout: 60_000 }, async () => {
    const pictures = join(folder, 'mixed')
    const files = await makePictures(pictures, 5)
    await writeFile(join(pictures, 'empty.jpg'), '')
    await writeFile(join(pictures, 'text.png'), 'no picture at all')
    const whole = await readFile(files[0] as string)
    await writeFile(join(pictures, 'cut.jpg'), whole.subarray(0, 20_000))
    const project = await service.client.createProject({
      body: {
        title: 'Mixed',
        input_spec: [{ name: 'picture', type: 'image' }],
        output_spec: [{ type: 'input', name: 'animal' }],
      },
    })
    const { code, stdout, stderr } = await run(['upload', pictures, '--project', String(project.id)], env())
    expect(code).toBe(1)
    expect(await allTasks(service.client, project.id)).toHaveLength(5)
    for (const name of ['empty.jpg', 'text.png', 'cut.jpg']) expect(stdout + stderr).toContain(name)
  })
})

test('E2 with a PUBLIC_URL whose proxy is not up yet: the folder is sent, the links are for people, commands go on', {
  timeout: 60_000,
}, async () => {
  const pictures = join(folder, 'before-the-proxy')
  await makePictures(pictures, 2)
  const config = { XDG_CONFIG_HOME: join(folder, 'config-behind') }
  // Nothing listens on the discard port.
  const publicUrl = 'http://127.0.0.1:9/whisker'
  const { ready, stop } = await labelWith(
    { PUBLIC_URL: publicUrl, ...config },
    '--data',
    join(folder, 'behind'),
    pictures,
  )
  try {
    expect(ready.url).toBe(publicUrl)
    expect(ready.label_url).toContain(`${publicUrl}/app/work#`)
    expect(ready.setup_url).toContain(`${publicUrl}/app/setup#`)
    const { code, stdout } = await run(['projects', 'show', String(ready.project_id), '--json'], config)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: ready.project_id })
  } finally {
    await stop()
  }
})
