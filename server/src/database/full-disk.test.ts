import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeApiKey } from '../accounts/keys.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { start } from '../start.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, textProject } from '../testing/server.ts'
import { startEmbeddedDatabase } from './embedded.ts'

/** A file system of its own, small enough to be filled; null where this user may not mount one. */
function mountSmall(folder: string): (() => void) | null {
  if (process.platform !== 'linux') return null
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=170m', 'tmpfs', folder], { stdio: 'ignore' })
    return () => void execFileSync('umount', ['-l', folder])
  } catch {
    return null
  }
}

let folder: string
let unmount: (() => void) | null = null
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-small-'))
  unmount = mountSmall(folder)
})
afterAll(async () => {
  unmount?.()
  await rm(folder, { recursive: true, force: true })
})

function expectFull(reply: Awaited<ReturnType<typeof ask>>): void {
  expect([reply.status, reply.problem.code]).toEqual([503, 'storage_full'])
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(reply.problem.detail).toMatch(/disk of the database is full; nothing was changed/)
}

describe('F17 the disk of the database is full', () => {
  test('F17 503 with Retry-After and a sentence, not ready, no hold is lost, and it goes on by itself', async (context) => {
    if (!unmount) return context.skip('No small file system can be mounted by this user.')
    const dataDir = join(folder, 'data')
    const embedded = await startEmbeddedDatabase({ dataDir, durable: false })
    const elsewhere = await mkdtemp(join(tmpdir(), 'whisker-data-'))
    const running = await start({
      config: readConfig({ PORT: '0', DATA_DIR: elsewhere }),
      database: { options: embedded.connection },
      log: createLog('silent', { write: () => {} }),
      print: () => {},
    })
    const { address: url, server, workspaceId } = running
    const { key } = await makeApiKey(server.sql, workspaceId, { name: 'test', scopes: ['read', 'write'] })
    const client = createClient({ url, key })
    const { id } = await textProject(client)
    for (let n = 0; n < 3; n++) await client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
    const link = await client.readLabelLink({ params: { project_id: id } })
    const { token } = await createClient({ url }).acceptInvitation({
      body: { token: new URL(link.url).hash.slice(1), cookie: false },
    })
    const ready = async () => {
      const reply = await fetch(`${url}/readyz`)
      return [reply.status, ((await reply.json()) as { status: string }).status]
    }
    const take = () => ask(`${url}/assignments`, { key: token as string, json: { project_id: id } })
    const send = (n: number) =>
      ask(`${url}/tasks`, { key, json: { project_id: id, task_spec: [{ sentence: `${n} ${'x'.repeat(9000)}` }] } })
    const { assignments } = (await take()).json as { assignments: { id: string; token: string }[] }
    const submit = () =>
      ask(`${url}/assignments/${assignments[0]?.id}/submission`, {
        method: 'PUT',
        key: token as string,
        json: { token: assignments[0]?.token, answer: [{ animal: 'cat' }] },
      })
    expect((await ready())[0]).toBe(200)
    const filler = join(folder, 'filler')
    execFileSync('sh', ['-c', `cat /dev/zero > ${filler} || true`], { stdio: 'ignore' })
    let reply = await send(0)
    for (let n = 1; reply.status === 201 && n < 1000; n++) reply = await send(n)
    expectFull(reply)
    const full = [503, 'not ready: the disk of the database is full']
    expect(await ready()).toEqual(full)
    // The first place that is left is used up by whoever comes first; what has no room is undone as a whole.
    let holds = 1
    for (let n = 0; n < 3; n++) {
      const taken = await take()
      if (taken.status === 201) holds += (taken.json.assignments as unknown[]).length
      else expectFull(taken)
    }
    const refused = await submit()
    if (refused.status !== 200) expectFull(refused)
    expect(await ready()).toEqual(full)
    await rm(filler)
    await expect.poll(ready, { timeout: 15_000 }).toEqual([200, 'ready'])
    expect((await submit()).status).toBe(200)
    const held = await createClient({ url, key: token as string }).listAssignments({ query: { project_id: id } })
    expect(held.assignments).toHaveLength(holds - 1)
    expect(await server.sql`select sum(active)::int as active, sum(answered)::int as answered from tasks`).toEqual([
      { active: holds - 1, answered: 1 },
    ])
    expect((await send(9999)).status).toBe(201)
    await running.close()
    await embedded.stop()
    await rm(elsewhere, { recursive: true, force: true })
  })

  test('F17 whatever is written, and wherever in a statement there is no room', async () => {
    const server = await startTestServer()
    const { sql, client, url, key } = server
    const project = await textProject(client, { min_answers: 2 })
    const makeTask = (sentence: string) => ({ project_id: project.id, task_spec: [{ sentence }] })
    for (let n = 0; n < 8; n++) await client.createTask({ body: makeTask(`${n}`) })
    const worker = await server.makeWorker(project.id)
    const take = () => ask(`${url}/assignments`, { key: worker.token, json: { project_id: project.id } })
    type Hold = { id: string; token: string }
    const hold = async () => ((await take()).json.assignments as Hold[])[0] as Hold
    const [toSubmit, toSkip, toRelease, answered] = [await hold(), await hold(), await hold(), await hold()]
    const put = ({ id, token }: Hold, verb: string, json: object) =>
      ask(`${url}/assignments/${id}/${verb}`, { method: 'PUT', key: worker.token, json: { token, ...json } })
    const answer = [{ animal: 'cat' }]
    expect((await put(answered, 'submission', { answer })).status).toBe(200)
    const bulk = () =>
      ask(`${url}/tasks/bulk?project_id=${project.id}`, {
        method: 'POST',
        key,
        headers: { 'content-type': 'application/x-ndjson' },
        body: `${JSON.stringify({ task_spec: [{ sentence: 'bulk' }] })}\n`,
      })
    const writes: Record<string, () => ReturnType<typeof ask>> = {
      take,
      skip: () => put(toSkip, 'skip', { reason: 'other' }),
      release: () => put(toRelease, 'release', {}),
      report: () => put(toSubmit, 'report', { reason: 'other', comment: '' }),
      extend: () => put(toSubmit, 'extension', {}),
      submit: () => put(toSubmit, 'submission', { answer }),
      'take back': () => put(answered, 'withdrawal', {}),
      'a task': () => ask(`${url}/tasks`, { key, json: makeTask('one more') }),
      'a project': () =>
        ask(`${url}/projects`, {
          key,
          json: { title: 'x', input_spec: project.input_spec, output_spec: project.output_spec },
        }),
      'a webhook': () => ask(`${url}/webhooks`, { key, json: { url: 'https://example.org/hook' } }),
    }
    const state = () => sql`
      select (select jsonb_agg(to_jsonb(t) order by t.id) from tasks t) as tasks,
             (select jsonb_agg(to_jsonb(a) order by a.id) from assignments a) as assignments,
             (select jsonb_agg(to_jsonb(n) order by n.task_id) from answers n) as answers,
             (select count(*) from events) as events`
    await sql.unsafe(`
      create function no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
    const before = await state()
    for (const table of [
      'events',
      'assignments',
      'tasks',
      'answers',
      'reports',
      'projects',
      'webhooks',
      'worker_cursors',
    ]) {
      await sql.unsafe(
        `create trigger no_room before insert or update or delete on ${table} execute function no_room()`,
      )
      for (const [name, write] of Object.entries(writes)) {
        if (!touches[name]?.includes(table)) continue
        expectFull(await write())
        expect(await state(), `${name} without room in ${table}`).toEqual(before)
      }
      if (table === 'tasks') expect((await bulk()).text).toMatch(/"code":"storage_full"/)
      await sql.unsafe(`drop trigger no_room on ${table}`)
    }
    for (const [name, write] of Object.entries(writes)) expect((await write()).status, name).toBeLessThan(300)
    expect((await bulk()).text).toMatch(/"status":"created"/)
    await server.close()
  })
})

/** Which of the tables each write needs room in. */
const touches: Record<string, string[]> = {
  take: ['assignments', 'tasks', 'worker_cursors'],
  submit: ['events', 'assignments', 'tasks', 'answers'],
  skip: ['events', 'assignments', 'tasks'],
  release: ['assignments', 'tasks'],
  report: ['reports', 'events'],
  extend: ['assignments'],
  'take back': ['answers', 'assignments', 'tasks', 'events'],
  'a task': ['tasks', 'events'],
  'a project': ['projects', 'events'],
  'a webhook': ['webhooks'],
}
