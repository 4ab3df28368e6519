import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEgressPolicy } from '../egress/policy.ts'
import { openTestDatabase, type TestDatabase } from './database.fixture.ts'
import { fanOut } from './fan-out.ts'
import { eventually, startReceiver } from './receiver.fixture.ts'
import { createSender, type SenderOptions } from './sender.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() => db.sql`delete from webhooks`)

const senderOf = (options: SenderOptions = {}) =>
  createSender(
    {
      sql: db.sql,
      egress: createEgressPolicy({ showReplies: true, allow: '127.0.0.1', ownHosts: [] }),
      log: pino({ level: 'silent' }),
    },
    options,
  )

async function queue(events: number): Promise<void> {
  await db.makeEvents(events)
  await db.settled()
  while ((await fanOut(db.sql)).more);
}

const rows = () => db.sql<{ state: string; attempts: number; held: boolean; failure: string | null }[]>`
  select d.state, d.attempts, d.locked_until is not null as held, a.failure
  from deliveries d left join delivery_attempts a on a.webhook_id = d.webhook_id and a.delivery_id = d.id`

test('H-04 an endpoint that accepts and never answers is cut off', async () => {
  const receiver = await startReceiver(() => {})
  await db.makeWebhook(receiver.url)
  await queue(1)
  const sender = senderOf({ timeoutMs: 200 })
  expect(await sender.sendDue()).toBe(1)
  await sender.drain(5000)
  expect([...(await rows())]).toEqual([{ state: 'pending', attempts: 1, held: false, failure: 'timeout' }])
})

test('a stopping sender lets quick sends finish, breaks off slow ones, and holds no row afterwards', async () => {
  const quick = await startReceiver((response) => setTimeout(() => response.end(), 50))
  const slow = await startReceiver(() => {})
  await db.makeWebhook(quick.url)
  await db.makeWebhook(slow.url)
  await queue(2)
  const sender = senderOf()
  expect(await sender.sendDue()).toBe(4)
  const begun = Date.now()
  await sender.drain(500)
  expect(Date.now() - begun).toBeLessThan(8000)
  const byState = Object.groupBy(await rows(), ({ state }) => state)
  expect(byState.delivered).toMatchObject([{ attempts: 1 }, { attempts: 1 }])
  expect(byState.pending).toMatchObject(Array(2).fill({ attempts: 0, held: false, failure: null }))
  expect(await sender.sendDue()).toBe(0)
  // Due at once for another server.
  slow.answer = (response) => response.end()
  const another = senderOf()
  expect(await another.sendDue()).toBe(2)
  await another.drain(5000)
  expect((await rows()).map(({ state }) => state)).toEqual(Array(4).fill('delivered'))
})

test('a fault of ours counts as an attempt, so that the delivery does not come back for ever', async () => {
  const webhook = await db.makeWebhook()
  await db.sql`update webhooks set secret = 'whsec_' where id = ${webhook}`
  await queue(1)
  const sender = senderOf()
  await sender.sendDue()
  await sender.drain(5000)
  expect([...(await rows())]).toEqual([{ state: 'pending', attempts: 1, held: false, failure: 'internal' }])
})

test('H-12 a round does not wait for the answers; a place goes on with what is due there, and then asks for the next round', async () => {
  const slow = await startReceiver(() => {})
  const quick = await startReceiver((response) => void setTimeout(() => response.end(), 20))
  for (let n = 0; n < 20; n++) await db.makeWebhook(slow.url)
  await db.makeWebhook(quick.url)
  await queue(8)
  let freed = 0
  const sender = senderOf({ onFree: () => freed++ })
  expect(await sender.sendDue()).toBe(84)
  await eventually(() => quick.received.length).toBe(8)
  await eventually(() => freed).toBe(4)
  expect(quick.maxAtOnce).toBeLessThanOrEqual(4)
  await queue(1)
  expect(await sender.sendDue()).toBe(1)
  await eventually(() => quick.received.length).toBe(9)
  await sender.drain(0)
})

test('H-12 where a process has no place left, the one that is done goes to any webhook that waits', async () => {
  const receivers = [await startReceiver(), await startReceiver()]
  for (const { url } of receivers) await db.makeWebhook(url)
  await queue(20)
  const turns: number[] = []
  for (const [n, receiver] of receivers.entries())
    receiver.answer = (response) => {
      turns.push(n)
      response.end()
    }
  const sender = senderOf({ places: { healthy: 1, failing: 0 }, onFree: () => void sender.sendDue() })
  await sender.sendDue()
  await eventually(() => turns.length).toBe(40)
  await sender.drain(5000)
  // One after the other would be a single change.
  expect(turns.filter((turn, n) => n > 0 && turn !== turns[n - 1]).length).toBeGreaterThan(1)
})

test('H-12 an endpoint that is well again has the places of those that are well', async () => {
  const receiver = await startReceiver((response) => void setTimeout(() => response.end(), 30))
  const webhook = await db.makeWebhook(receiver.url)
  await queue(12)
  await db.sql`update webhooks set failing_since = now() where id = ${webhook}`
  const sender = senderOf({ places: { healthy: 4, failing: 1 }, onFree: () => void sender.sendDue() })
  expect(await sender.sendDue()).toBe(1)
  await eventually(() => receiver.received.length).toBe(12)
  expect(receiver.maxAtOnce).toBeGreaterThan(1)
  await sender.drain(5000)
})

test('a stopping sender begins nothing more, however much is due', async () => {
  const receiver = await startReceiver((response) => void setTimeout(() => response.end(), 50))
  await db.makeWebhook(receiver.url)
  await queue(200)
  const sender = senderOf()
  await sender.sendDue()
  await eventually(() => receiver.received.length > 4).toBe(true)
  await sender.drain(60_000)
  expect(receiver.received.length).toBeLessThan(100)
  expect((await rows()).filter(({ held }) => held)).toEqual([])
})
