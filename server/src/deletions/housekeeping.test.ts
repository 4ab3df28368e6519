import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSecret } from '../accounts/secrets.ts'
import { assetKey } from '../assets/store.ts'
import { mayNowSweep, pauseSweeps } from '../assets/sweep-pause.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'
import { keepHouse } from './housekeeping.ts'

let server: TestServer
let sweep: () => Promise<unknown>
beforeAll(async () => {
  server = await startTestServer()
  const round = keepHouse(server.running.server)
  sweep = () => round(new AbortController().signal)
})
afterAll(() => server.close())

let shade = 0
async function upload(): Promise<string> {
  const background = { r: shade++, g: 0, b: 0 }
  const body = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
  const { json } = await ask(`${server.url}/assets`, {
    key: server.key,
    body,
    headers: { 'content-type': 'image/png' },
  })
  return json.sha256 as string
}
const age = (sha256: string, time: string) =>
  server.sql.unsafe(`update assets set created_at = now() - interval '${time}' where sha256 = $1`, [sha256])
const isThere = async (sha256: string) => {
  const rows = await server.sql`select from assets where sha256 = ${sha256}`
  const file = await server.running.server.store.exists(assetKey(server.running.workspaceId, sha256))
  expect(file).toBe(rows.length === 1)
  return file
}

describe('housekeeping', () => {
  test('receipts go after 72 hours, events after 30 days, and not before', async () => {
    const { workspaceId } = server.running
    for (const [hours, key] of [
      [71, 'young'],
      [73, 'old'],
    ] as const)
      await server.sql`
        insert into receipts (workspace_id, key, request_hash, status, body, created_at)
        values (${workspaceId}, ${key}, '', 201, '""', now() - ${hours} * interval '1 hour')`
    for (const days of [29, 31])
      await server.sql`
        insert into events (project_id, workspace_id, type, data, created_at)
        values (0, ${workspaceId}, 'webhook.test', ${server.sql.json({ days })}, now() - ${days} * interval '1 day')`
    await sweep()
    expect(await server.sql`select key from receipts`).toEqual([{ key: 'young' }])
    expect(await server.sql`select data from events where type = 'webhook.test'`).toEqual([{ data: { days: 29 } }])
  })

  test('entries of the audit log go after AUDIT_DAYS, with what became of them; 0 keeps them', async () => {
    const { workspaceId } = server.running
    for (const days of [364, 366]) {
      const [entry] = await server.sql<{ id: string }[]>`
        insert into audit_log (workspace_id, action, subject, at)
        values (${workspaceId}, 'key.made', ${`${days} days`}, now() - ${days} * interval '1 day') returning id`
      await server.sql`
        insert into audit_outcomes (workspace_id, log_id, at) values (${workspaceId}, ${entry!.id}, now() - ${days} * interval '1 day')`
    }
    const left = async () =>
      (
        await server.sql<{ subject: string; outcome: boolean }[]>`
          select subject, exists (select from audit_outcomes o where o.log_id = l.id) as outcome
          from audit_log l where subject like '% days' order by subject`
      ).map(({ subject, outcome }) => [subject, outcome])
    const all = Object.create(server.running.server, {
      config: { value: { ...server.running.server.config, auditDays: 0 } },
    })
    await keepHouse(all)(new AbortController().signal)
    expect(await left()).toHaveLength(2)
    await sweep()
    expect(await left()).toEqual([['364 days', true]])
  })

  test('sessions, links and counters that have ended', async () => {
    const { id } = await server.makePerson()
    await server.sql`delete from sessions`
    for (const [seen, made] of [
      [1, 1],
      [15, 15],
      [1, 31],
    ] as const)
      await server.sql`
        insert into sessions (token_hash, person_id, user_agent, last_seen_at, created_at)
        values (${newSecret('whs')}::bytea, ${id}, ${`${seen} ${made}`}, now() - ${seen} * interval '1 day', now() - ${made} * interval '1 day')`
    await server.sql`insert into attempts values ('over', 1, now() - interval '1 second'), ('on', 1, now() + interval '1 hour')`
    await server.sql`delete from one_time_links`
    await server.sql`insert into one_time_links values ('a', 'setup', null, now() - interval '2 days'), ('b', 'setup', null, now())`
    await sweep()
    expect(await server.sql`select user_agent from sessions`).toEqual([{ user_agent: '1 1' }])
    expect((await server.sql`select key from attempts`).map(({ key }) => key)).not.toContain('over')
    expect(await server.sql`select from one_time_links`).toHaveLength(1)
  })

  test('more than one batch is asked for again', async () => {
    await server.sql`
      insert into receipts (workspace_id, key, request_hash, status, body, created_at)
      select ${server.running.workspaceId}, n, '', 201, '""', now() - interval '4 days' from generate_series(1, 700) n`
    expect(await sweep()).toBe('again')
    expect(await sweep()).toBe('done')
    expect(await server.sql`select count(*)::int from receipts`).toEqual([{ count: 1 }])
  })

  test('pictures that nothing has pointed to for a day; those of tasks stay', async () => {
    const project = await animalProject(server.client)
    const [young, old, used] = [await upload(), await upload(), await upload()]
    await server.client.createTask({
      body: { project_id: project.id, task_spec: [{ image_with_animal: `asset:${used}` }] },
    })
    for (const one of [old, used]) await age(one, '25 hours')
    await age(young, '23 hours')
    await sweep()
    expect([await isThere(young), await isThere(old), await isThere(used)]).toEqual([true, false, true])
  })

  test('a picture that is sent again, or asked for, has its day again', async () => {
    const sha256 = await upload()
    await age(sha256, '2 days')
    shade--
    expect(await upload()).toBe(sha256)
    await sweep()
    expect(await isThere(sha256)).toBe(true)
    await age(sha256, '2 days')
    const found = await server.client.lookUpAssets({ body: { sha256: [sha256] } })
    expect(found).toEqual({ found: [sha256] })
    await sweep()
    expect(await isThere(sha256)).toBe(true)
  })

  test('no picture goes while a backup copies them; the pause ends with it', async () => {
    const sha256 = await upload()
    await age(sha256, '2 days')
    const goOn = await pauseSweeps(server.sql)
    await sweep()
    expect(await isThere(sha256)).toBe(true)
    await goOn()
    await sweep()
    expect(await isThere(sha256)).toBe(false)
  })

  test('a pause waits for the sweep that is at work', async () => {
    let swept = false
    const sweeping = server.sql.begin(async (tx) => {
      expect(await mayNowSweep(tx)).toBe(true)
      await sleep(150)
      swept = true
    })
    await sleep(50)
    const goOn = await pauseSweeps(server.sql)
    expect(swept).toBe(true)
    await sweeping
    await goOn()
  })

  test('uploads, tasks and sweeps at the same time: a task never points to a picture that is gone', async () => {
    const project = await animalProject(server.client)
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const value = `data:image/png;base64,${bytes.toString('base64')}`
    for (let round = 0; round < 15; round++) {
      await server.sql`delete from tasks where project_id = ${project.id}`
      await server.sql`update assets set created_at = now() - interval '2 days'`
      const sends = [1, 2, 3].map(() =>
        ask(`${server.url}/tasks`, {
          key: server.key,
          json: { project_id: project.id, task_spec: [{ image_with_animal: value }] },
        }),
      )
      const [replies] = await Promise.all([Promise.all(sends), sweep(), sweep()])
      expect(replies.map(({ status }) => status)).toEqual([201, 201, 201])
      const [row] = await server.sql<
        { sha256: string }[]
      >`select distinct sha256 from task_assets where project_id = ${project.id}`
      expect(await isThere(row?.sha256 as string)).toBe(true)
    }
  })
})
