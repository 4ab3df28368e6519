import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queryable } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import { openTestDatabase, type TestDatabase } from './database.fixture.ts'
import { fanOut } from './fan-out.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

async function queuedFor(webhookId: string): Promise<string[]> {
  const rows = await db.sql<{ event_id: string }[]>`
    select event_id from deliveries where webhook_id = ${webhookId} order by id`
  return rows.map(({ event_id }) => event_id)
}

async function fanOutAll(sql = db.sql): Promise<number> {
  await db.settled()
  for (let total = 0; ; ) {
    const { queued, more } = await fanOut(sql)
    total += queued
    if (!more) return total
  }
}

const happen = (sql: Queryable, projectId: number) =>
  recordEvent(sql, { workspaceId: db.workspaceId }, 'project.created', { project_id: projectId })

test('E-01 each event of the workspace becomes one delivery, in order, and only those after the webhook was made', async () => {
  await db.makeEvents(10)
  const webhook = await db.makeWebhook()
  const events = await db.makeEvents(1200)
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual(events)
  expect(await fanOut(db.sql)).toEqual({ queued: 0, more: false })
})

test('E-01 a transaction that took a lower id and commits later is not missed', async () => {
  const webhook = await db.makeWebhook()
  const first = await happen(db.sql, 0)
  await db.settled()
  const committed = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<string>()
  const slow = db.sql.begin(async (tx) => {
    begun.resolve(await happen(tx, 1))
    await committed.promise
  })
  const early = await begun.promise
  const late = await happen(db.sql, 2)
  await fanOut(db.sql)
  expect(await queuedFor(webhook)).toEqual([first])
  committed.resolve()
  await slow
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual([first, early, late])
})

test('E-01 what was under way when the webhook was made is for it; what was there before is not', async () => {
  const committed = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<string>()
  const slow = db.sql.begin(async (tx) => {
    begun.resolve(await happen(tx, 1))
    await committed.promise
  })
  const underWay = await begun.promise
  // Newer than the transaction under way, older than the webhook.
  await happen(db.sql, 2)
  const webhook = await db.makeWebhook()
  committed.resolve()
  await slow
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual([underWay])
})

test('H-17 the event of a change that was rolled back reaches nobody', async () => {
  const webhook = await db.makeWebhook()
  await expect(
    db.sql.begin(async (tx) => {
      await happen(tx, 1)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  const kept = await happen(db.sql, 2)
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual([kept])
})

test('E-08 many servers at once make one delivery of each event', async () => {
  const webhooks = await Promise.all([db.makeWebhook(), db.makeWebhook(), db.makeWebhook()])
  const events = await db.makeEvents(3000)
  const servers = Array.from({ length: 4 }, db.connect)
  await Promise.all(servers.map(fanOutAll))
  await fanOutAll()
  for (const webhook of webhooks) expect(await queuedFor(webhook)).toEqual(events)
})

test('a webhook gets its project and its types only; the cursor passes over the rest', async () => {
  const [project] = await db.sql<{ id: number }[]>`
    insert into projects (workspace_id, title, description, public_description, language, access, min_answers,
      max_answers, confidence, assignment_seconds, strict_types)
    values (${db.workspaceId}, 't', '', '', 'en', 'open', 1, 1, 0.95, 60, false) returning id`
  const projectId = (project as { id: number }).id
  const webhook = await db.makeWebhook()
  await db.sql`update webhooks set project_id = ${projectId}, event_types = '{project.updated}' where id = ${webhook}`
  const where = { workspaceId: db.workspaceId, projectId }
  const edit = { project_id: projectId, version: 2, status: 'active' }
  await recordEvent(db.sql, where, 'project.created', { project_id: projectId })
  const wanted = await recordEvent(db.sql, where, 'project.updated', edit)
  await recordEvent(db.sql, { workspaceId: db.workspaceId }, 'project.updated', edit)
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual([wanted])
  expect(await fanOut(db.sql)).toEqual({ queued: 0, more: false })
})

test('tests go to nobody, and a webhook is not told that it had been disabled', async () => {
  const [webhook, other] = [await db.makeWebhook(), await db.makeWebhook()]
  const where = { workspaceId: db.workspaceId }
  await recordEvent(db.sql, where, 'webhook.test', { message: 'test' })
  const told = await recordEvent(db.sql, where, 'webhook.disabled', { webhook_id: webhook, reason: 'gone' })
  await fanOutAll()
  expect([await queuedFor(webhook), await queuedFor(other)]).toEqual([[], [told]])
})

test('a disabled webhook keeps its place and goes on from there', async () => {
  const webhook = await db.makeWebhook()
  await db.sql`update webhooks set status = 'disabled' where id = ${webhook}`
  const events = await db.makeEvents(3)
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual([])
  await db.sql`update webhooks set status = 'enabled' where id = ${webhook}`
  await fanOutAll()
  expect(await queuedFor(webhook)).toEqual(events)
})
