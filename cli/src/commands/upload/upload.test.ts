import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { appendFile, mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ServiceFixture } from '../../service.fixture.ts'
import { runWhisker, scratchFolder, startWhisker } from '../../whisker.fixture.ts'

const scratch = scratchFolder()
let service: ServiceFixture
let home: string
let photos: string
let n = 0

beforeEach(async () => {
  service = await new ServiceFixture().start()
  home = scratch.path(`home-${n++}`)
  photos = join(home, 'photos')
  await mkdir(photos, { recursive: true })
})
afterEach(() => service.stop())

async function makeFiles(count: number, sizeBytes = 100): Promise<void> {
  for (let i = 0; i < count; i++)
    await writeFile(join(photos, `${String(i).padStart(5, '0')}.jpg`), `${i} `.padEnd(sizeBytes, 'x'))
}

const args = (...more: string[]) => ['upload', photos, '--project', '1', ...more]
const env = () => ({ WHISKER_URL: service.url, WHISKER_KEY: service.key })
const upload = (...more: string[]) => runWhisker(args(...more), { home, env: env() })

type Row = Record<string, unknown> & { type: string; status?: string; name?: string; code?: string }
const rows = (stdout: string): Row[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const statusOf = (stdout: string) =>
  Object.fromEntries(rows(stdout).flatMap((row) => (row.name ? [[row.name, row.status]] : [])))
const countOf = (path: string) => service.paths().filter((one) => one === path).length

describe('each picture exactly once', () => {
  test('all are sent, in order, named and known by their content; a second run sends nothing', async () => {
    await makeFiles(250)
    await writeFile(join(photos, 'notes.txt'), 'x')
    const first = await upload()
    expect(first).toMatchObject({ code: 0 })
    expect(first.stdout).toContain('250 pictures sent to project 1 (What animal is this?)')
    expect(first.stdout).toContain('1 other file was passed over (1 .txt)')
    expect([...service.tasks.values()].map((task) => task.name)).toEqual(
      Array.from({ length: 250 }, (_, i) => `${String(i).padStart(5, '0')}.jpg`),
    )
    const hash = createHash('sha256')
      .update(await readFile(join(photos, '00007.jpg')))
      .digest('hex')
    expect(service.tasks.get(`sha256:${hash}`)).toMatchObject({ name: '00007.jpg', asset: hash })
    // 64 in a request.
    expect(countOf('/assets/bulk')).toBe(4)
    expect(countOf('/assets')).toBe(0)

    const second = await upload()
    expect(second.stdout).toContain('No new pictures')
    expect(second.stdout).toContain('250 were there already')
    expect(countOf('/assets/bulk')).toBe(4)
  })

  test('the same content under two names is one task; a renamed file is not sent again, a changed one is', async () => {
    await makeFiles(2)
    await writeFile(join(photos, 'copy.jpg'), await readFile(join(photos, '00000.jpg')))
    const first = await upload('--json')
    expect(statusOf(first.stdout)).toEqual({
      '00000.jpg': 'created',
      '00001.jpg': 'created',
      'copy.jpg': 'same_picture',
    })
    expect(rows(first.stdout).find((row) => row.name === 'copy.jpg')).toMatchObject({
      same_as: '00000.jpg',
      task_id: expect.any(String),
    })
    await rename(join(photos, '00000.jpg'), join(photos, 'renamed.jpg'))
    await writeFile(join(photos, '00001.jpg'), 'other content, other size')
    const second = await upload('--json')
    expect(statusOf(second.stdout)).toEqual({
      '00001.jpg': 'created',
      'copy.jpg': 'already_there',
      'renamed.jpg': 'same_picture',
    })
    expect(service.tasks.size).toBe(3)
  })

  test('R-11 killed at random moments and run again: all are there, none twice', { timeout: 60_000 }, async () => {
    await makeFiles(1500)
    for (let round = 0; round < 6; round++) {
      const { child, ended } = startWhisker(args(), { home, env: env() })
      setTimeout(() => child.kill('SIGKILL'), 350 + Math.random() * 500)
      await ended
    }
    expect(await upload()).toMatchObject({ code: 0 })
    expect([...service.tasks.values()].map((task) => task.name).sort()).toHaveLength(1500)
    expect(new Set([...service.tasks.values()].map((task) => task.name)).size).toBe(1500)
  })

  test('R-12 the journal is only a cache: what the service has lost is sent again', async () => {
    await makeFiles(5)
    await upload()
    service.tasks.clear()
    service.assets.clear()
    expect(await upload()).toMatchObject({ code: 0, stdout: expect.stringContaining('5 pictures sent') })
    expect(service.tasks.size).toBe(5)
    await rm(join(home, 'state'), { recursive: true })
    expect((await upload()).stdout).toContain('5 were there already')
    expect(service.tasks.size).toBe(5)
  })

  test('R-12 a journal that is wrong about a file does no harm: what is sent is what is in the file', async () => {
    await writeFile(join(photos, 'a.jpg'), 'one')
    await utimes(join(photos, 'a.jpg'), 1000, 1000)
    await upload()
    service.tasks.clear()
    // Same size, same time, other content.
    await writeFile(join(photos, 'a.jpg'), 'two')
    await utimes(join(photos, 'a.jpg'), 1000, 1000)
    expect(await upload()).toMatchObject({ code: 0 })
    expect([...service.tasks.keys()]).toEqual([`sha256:${createHash('sha256').update('two').digest('hex')}`])
  })

  test('R-12 the journal of another project is refused', async () => {
    await makeFiles(1)
    const journal = join(home, 'my.jsonl')
    expect(await upload('--journal', journal)).toMatchObject({ code: 0 })
    service.project.id = 2
    const other = await runWhisker(['upload', photos, '--project', '2', '--journal', journal], { home, env: env() })
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('journal of project 1') })
  })

  test('names in the history of the article’s script count as sent', async () => {
    await makeFiles(3)
    await writeFile(join(home, 'sent_images.json'), '["00001.jpg"]')
    const found = await upload('--json')
    expect(statusOf(found.stdout)).toEqual({
      '00000.jpg': 'created',
      '00001.jpg': 'sent_before',
      '00002.jpg': 'created',
    })
    expect(found.stderr).toContain('--no-import sends them too')
    expect(statusOf((await upload('--json', '--no-import')).stdout)).toMatchObject({ '00001.jpg': 'created' })
    await writeFile(join(home, 'elsewhere.json'), '["00000.jpg", "00002.jpg"]')
    expect(statusOf((await upload('--json', '--import', 'elsewhere.json')).stdout)).toMatchObject({
      '00000.jpg': 'sent_before',
      '00001.jpg': 'already_there',
    })
  })

  test('--dry-run sends nothing and says what would be sent', async () => {
    await makeFiles(3)
    const { code, stdout } = await upload('--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('3 pictures would be sent')
    expect(service.tasks.size + service.assets.size).toBe(0)
  })

  test('U-34 names that differ only in capitals are both sent, and told', async () => {
    await writeFile(join(photos, 'Cat.jpg'), 'one')
    await writeFile(join(photos, 'cat.JPG'), 'two')
    const { stdout } = await upload()
    // On a disk that takes them for one there is nothing to tell.
    if (service.tasks.size === 2) expect(stdout).toContain('Cat.jpg and cat.JPG')
  })
})

describe('R-14 one bad file never stops the rest', () => {
  test('what cannot be read or is refused is told with its reason; the exit code is 1', async () => {
    await makeFiles(3)
    await writeFile(join(photos, 'empty.jpg'), '')
    await writeFile(join(photos, 'damaged.jpg'), 'corrupt bytes')
    await symlink('circle.jpg', join(photos, 'circle.jpg'))
    service.refuseLine = (name) =>
      name === '00001.jpg' ? { code: 'duplicate_external_id', detail: 'It belongs to another task.' } : null
    const { code, stdout } = await upload('--json')
    expect(code).toBe(1)
    expect(statusOf(stdout)).toEqual({
      '00000.jpg': 'created',
      '00001.jpg': 'failed',
      '00002.jpg': 'created',
      'circle.jpg': 'failed',
      'damaged.jpg': 'failed',
      'empty.jpg': 'failed',
    })
    expect(rows(stdout).at(-1)).toMatchObject({ type: 'summary', created: 2, failed: 4, exit_code: 1 })
    const text = (await upload()).stdout
    expect(text).toContain('damaged.jpg: The picture is damaged. (corrupt_image)')
    expect(text).toContain('circle.jpg is a link that leads in a circle')
    expect(text).toContain('run the same command again')
  })

  test('what changes between hash and sending is told; content and id never disagree', async () => {
    const path = join(photos, 'large.jpg')
    await writeFile(path, Buffer.alloc(9_000_000, 1))
    service.interfere = (request) => {
      // The hash is known, the bytes are not yet sent.
      if (request.path === '/task-lookups') writeFileSync(path, Buffer.alloc(9_000_000, 2))
      return null
    }
    const { code, stdout } = await upload('--json')
    expect(code).toBe(1)
    expect(rows(stdout)[0]).toMatchObject({ name: 'large.jpg', status: 'failed', code: 'changed' })
    expect(service.tasks.size).toBe(0)
  })

  test('a picture that breaks the connection each time is given up after a while', { timeout: 60_000 }, async () => {
    await makeFiles(400)
    service.interfere = ({ path, body }) => {
      // Among others, or alone.
      if (path.startsWith('/assets') && /(^|\0d)7 x/.test(body.toString('latin1'))) return 'cut'
      return null
    }
    const { code, stdout } = await upload('--json')
    expect(code).toBe(1)
    expect(rows(stdout).find((row) => row.name === '00007.jpg')).toMatchObject({ status: 'failed', code: 'not_sent' })
    expect(service.tasks.size).toBe(399)
  })

  test('small pictures travel together, large ones alone, all in their order', async () => {
    for (const [i, size] of [900, 2_000_000, 500, 700, 900_000, 900_000, 900_000, 900_000, 900_000, 10].entries())
      await writeFile(join(photos, `${i}.jpg`), `${i} `.padEnd(size, 'x'))
    expect(await upload()).toMatchObject({ code: 0 })
    expect([...service.tasks.values()].map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `${i}.jpg`),
    )
    const sizes = (path: string) => service.requests.filter((one) => one.path === path).map(({ body }) => body.length)
    expect(sizes('/assets').sort()).toEqual([2_000_000, 900])
    expect(sizes('/assets/bulk').sort()).toEqual([900_014 + 4, 3_601_200 + 24].sort())
  })

  test('bytes that are damaged on the way are told', async () => {
    await makeFiles(3)
    service.interfere = ({ path, body }) => {
      if (path === '/assets/bulk') body[body.length - 1] = 0
      return null
    }
    const { stdout } = await upload('--json')
    expect(statusOf(stdout)).toEqual({ '00000.jpg': 'created', '00001.jpg': 'created', '00002.jpg': 'failed' })
    expect(rows(stdout).find((row) => row.name === '00002.jpg')).toMatchObject({ code: 'changed' })
  })

  test('the same bad picture under two names fails under both', async () => {
    await writeFile(join(photos, 'a.jpg'), 'corrupt')
    await writeFile(join(photos, 'b.jpg'), 'corrupt')
    expect(statusOf((await upload('--json')).stdout)).toEqual({ 'a.jpg': 'failed', 'b.jpg': 'failed' })
  })

  test('large pictures are streamed, and a refusal of their size arrives', async () => {
    await writeFile(join(photos, 'large.jpg'), Buffer.alloc(9_000_000, 1))
    await writeFile(join(photos, 'larger.jpg'), Buffer.alloc(20_000_000, 2))
    service.interfere = ({ path, body }) =>
      path === '/assets' && body.length > 10_000_000 ? { status: 413, code: 'too_large' } : null
    const { code, stdout } = await upload('--json')
    expect(code).toBe(1)
    expect(statusOf(stdout)).toEqual({ 'large.jpg': 'created', 'larger.jpg': 'failed' })
    expect(rows(stdout).find((row) => row.name === 'larger.jpg')).toMatchObject({ code: 'too_large' })
  })
})

describe('R-15 a service that comes and goes', () => {
  test('busy, failing and cutting connections now and then: everything arrives once', { timeout: 60_000 }, async () => {
    await makeFiles(300)
    let seed = 1
    const random = () => {
      seed = (seed * 16807) % 2147483647
      return seed / 2147483647
    }
    service.interfere = () => {
      const dice = random()
      if (dice < 0.01) return 'cut'
      if (dice < 0.02) return { status: 500, code: 'internal' }
      return dice < 0.03 ? { status: 429, code: 'rate_limited' } : null
    }
    expect(await upload()).toMatchObject({ code: 0 })
    expect(service.tasks.size).toBe(300)
  })

  test('pictures of a request that could not be stored right now are sent again, and no others', async () => {
    await makeFiles(10)
    let refused = 0
    service.refusePicture = () => (refused++ < 4 ? { code: 'storage_full', detail: 'The storage is full.' } : null)
    const { code, stdout } = await upload('--json')
    expect(code).toBe(0)
    expect(rows(stdout).at(-1)).toMatchObject({ created: 10 })
    const sizes = service.requests.filter(({ path }) => path === '/assets/bulk').map(({ body }) => body.length / 104)
    expect(sizes).toEqual([10, 4])
    expect([...service.tasks.values()].map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `0000${i}.jpg`),
    )
  })

  test('lines of a bulk request that could not be stored right now are sent again', async () => {
    await makeFiles(10)
    let refused = 0
    service.refuseLine = () =>
      refused++ < 4 ? { code: 'unavailable', detail: 'The database could not be reached.' } : null
    const { code, stdout } = await upload('--json')
    expect(code).toBe(0)
    expect(rows(stdout).at(-1)).toMatchObject({ created: 10, already_there: 0 })
  })

  test('gone for seconds, back on the same port: it waits, says so, and goes on', { timeout: 60_000 }, async () => {
    await makeFiles(2000)
    const port = Number(new URL(service.url).port)
    let stopped: Promise<void> | null = null
    service.interfere = ({ path }) => {
      if (path !== '/assets/bulk' || service.assets.size < 300) return null
      stopped ??= service.stop()
      return 'cut'
    }
    const { ended, output } = startWhisker(args(), { home, env: env() })
    await expect.poll(output, { timeout: 20_000 }).toContain('Waiting for the service')
    await stopped
    const back = new ServiceFixture()
    for (const sha256 of service.assets) back.assets.add(sha256)
    for (const [id, task] of service.tasks) back.tasks.set(id, task)
    await back.start(port)
    try {
      expect(await ended).toMatchObject({ code: 0, stderr: expect.stringContaining('The service answers again') })
      expect(back.tasks.size).toBe(2000)
    } finally {
      await back.stop()
    }
  })

  test('Ctrl-C notes what is done; the next run sends the rest. Twice is safe', { timeout: 60_000 }, async () => {
    await makeFiles(1000)
    let isStopped = false
    service.interfere = ({ path }) => {
      if (path === '/assets/bulk' && service.assets.size >= 200 && !isStopped) isStopped = once.child.kill('SIGINT')
      return null
    }
    const once = startWhisker(args('--json'), { home, env: env() })
    const first = await once.ended
    expect(first.code).toBe(130)
    const created = rows(first.stdout).filter((row) => row.status === 'created').length
    // What was stored has its task: nothing is left hanging.
    expect(created).toBe(service.tasks.size)
    expect(service.assets.size).toBe(service.tasks.size)
    expect(created).toBeLessThan(1000)

    service.interfere = ({ path }) =>
      path === '/assets/bulk' ? { status: 503, code: 'unavailable', headers: { 'retry-after': '30' } } : null
    const twice = startWhisker(args(), { home, env: env() })
    await expect.poll(twice.output, { timeout: 20_000 }).toContain('Next try in 30 s')
    twice.child.kill('SIGINT')
    twice.child.kill('SIGINT')
    expect((await twice.ended).code).toBe(130)

    service.interfere = () => null
    expect(await upload()).toMatchObject({ code: 0 })
    expect(service.tasks.size).toBe(1000)
  })
})

describe('no access', () => {
  test('R-16 a key that is revoked meanwhile stops the run at once; the journal knows what was sent', async () => {
    await makeFiles(800)
    let refusedAfter = 0
    service.interfere = ({ path }) => {
      if (service.assets.size < 300) return null
      if (path === '/assets/bulk') refusedAfter++
      return { status: 401, code: 'unauthenticated' }
    }
    const { code, stderr } = await upload()
    expect(code).toBe(3)
    expect(stderr).toMatch(/does not accept the API key/)
    expect(stderr).toContain('nothing is sent twice')
    // Those that were on their way, and no more.
    expect(refusedAfter).toBeLessThanOrEqual(16)
    expect(refusedAfter).toBeGreaterThan(0)
    service.interfere = () => null
    expect(await upload()).toMatchObject({ code: 0 })
    expect(service.tasks.size).toBe(800)
  })

  test('a project that is closed meanwhile stops the run', async () => {
    await makeFiles(3)
    service.interfere = ({ path }) => (path.startsWith('/tasks/bulk') ? { status: 409, code: 'project_closed' } : null)
    expect(await upload()).toMatchObject({ code: 3, stderr: expect.stringContaining('project_closed') })
  })

  test.each([
    ['an unknown project', () => ({ ...service.project, id: 7 }), 3, 'no project with this id'],
    ['an archived project', () => ({ ...service.project, status: 'archived' }), 3, 'is archived'],
    [
      'a project without pictures',
      () => ({ ...service.project, input_spec: [{ name: 't', type: 'text', required: true }] }),
      2,
      'no image field',
    ],
    [
      'a project that needs more than a picture',
      () => ({
        ...service.project,
        input_spec: [
          { name: 'p', type: 'image', required: true },
          { name: 'caption', type: 'text', required: true },
        ],
      }),
      2,
      'also needs "caption"',
    ],
  ])('%s is told before anything is sent', async (_, project, code, message) => {
    await makeFiles(1)
    service.project = project()
    expect(await upload()).toMatchObject({ code, stderr: expect.stringContaining(message) })
    expect(service.assets.size).toBe(0)
  })

  test('without a key, and without a service, it says what to do', { timeout: 60_000 }, async () => {
    await makeFiles(1)
    expect(await runWhisker(args(), { home, env: { WHISKER_URL: service.url } })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('whisker login'),
    })
    const { child, ended, output } = startWhisker(args(), {
      home,
      env: { WHISKER_URL: 'http://127.0.0.1:9', WHISKER_KEY: 'k' },
    })
    await expect.poll(output, { timeout: 20_000 }).toContain('Waiting for the service')
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('nothing was sent') })
  })
})

test('the journal is kept by content and is readable after a kill in the middle of a line', async () => {
  await makeFiles(20)
  const journal = join(home, 'j.jsonl')
  await upload('--journal', journal)
  await appendFile(journal, '{"v":1,"sha')
  await makeFiles(22)
  expect(await upload('--journal', journal)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 pictures sent'),
  })
  const lines = (await readFile(journal, 'utf8')).trim().split('\n')
  // A head, 20 entries, the torn line, and 2 more: the others were unchanged and known... their times are new, so they are noted again.
  expect(lines.filter((line) => line.startsWith('{"v":1,"sha256"')).length).toBeGreaterThanOrEqual(22)
})

test('B3 a picture whose task was cancelled is named, with what to do, and the exit code is 1', async () => {
  await makeFiles(3)
  await upload()
  const task = [...service.tasks.values()][1]!
  task.status = 'cancelled'
  const again = await upload()
  expect(again.code).toBe(1)
  expect(again.stdout).toContain(`00001.jpg has a task that was cancelled`)
  expect(again.stdout).toContain(`whisker tasks reopen ${task.id}`)
  expect(again.stdout).toContain('2 were there already')
  // The service may have lost its file: the bytes go out again, and it says that it stays unreadable.
  task.status = 'unreadable'
  const third = await upload('--json')
  expect(third.code).toBe(1)
  expect(statusOf(third.stdout)).toEqual({
    '00000.jpg': 'already_there',
    '00001.jpg': 'failed',
    '00002.jpg': 'already_there',
  })
  expect(rows(third.stdout).find((row) => row.name === '00001.jpg')).toMatchObject({ code: 'unreadable' })
})
