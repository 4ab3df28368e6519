import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEgressPolicy } from '../egress/policy.ts'
import { claimDue } from './claim.ts'
import { openTestDatabase, type TestDatabase } from './database.fixture.ts'
import { fanOut } from './fan-out.ts'
import { startReceiver } from './receiver.fixture.ts'
import { startWebhookLoops } from './loops.ts'

let db: TestDatabase
beforeAll(async () => { db = await openTestDatabase() })
afterAll(() => db.close())
const say = (...x: unknown[]) => process.stderr.write(x.join(' ') + '\n')
const server = () => ({ sql: db.sql, egress: createEgressPolicy({ allow: '127.0.0.1', ownHosts: [] }), log: pino({ level: 'silent' }) }) as never
async function timed(what: string, f: () => Promise<unknown>, n = 1) {
  const t = performance.now(); for (let i = 0; i < n; i++) await f(); say(what, ((performance.now() - t) / n).toFixed(2), 'ms')
}
test('throughput', async () => {
  const r = await startReceiver((res) => res.end())
  await db.makeWebhook(r.url)
  await db.makeEvents(2000); await db.settled()
  let t = performance.now()
  let loops = startWebhookLoops(server())
  while (r.received.length < 2000) await new Promise((x) => setTimeout(x, 20))
  say('1 webhook, 2000 events', (2000 / ((performance.now() - t) / 1000)).toFixed(0), '/s')
  for (const l of loops) await l.stop()
  r.received.length = 0
  await db.sql`delete from webhooks`
  for (let i = 0; i < 50; i++) await db.makeWebhook(r.url)
  await db.makeEvents(60); await db.settled()
  t = performance.now()
  loops = startWebhookLoops(server())
  while (r.received.length < 3000) await new Promise((x) => setTimeout(x, 20))
  say('50 webhooks, 60 events each', (3000 / ((performance.now() - t) / 1000)).toFixed(0), '/s')
  for (const l of loops) await l.stop()
}, 120000)
test('cost', async () => {
  await db.sql`delete from webhooks`
  for (let i = 0; i < 1000; i++) await db.makeWebhook()
  await timed('fanOut idle, 1000 webhooks (5k events)', () => fanOut(db.sql), 10)
  await timed('claim idle, 1000 webhooks', () => claimDue(db.sql, { healthy: 256, failing: 64 }), 10)
  await db.sql`delete from webhooks`
  const id = await db.makeWebhook()
  await db.makeEvents(100_000); await db.settled()
  await timed('fan-out 100k events one webhook', async () => { while ((await fanOut(db.sql)).more); })
  await timed('claim one, 100k due', async () => { await claimDue(db.sql, { healthy: 256, failing: 64 }); await db.sql`update deliveries set locked_until=null where locked_until is not null` }, 10)
  await db.sql`update deliveries set state='delivered', next_attempt_at=null, attempts=1, locked_until=null`
  await db.sql`insert into delivery_attempts select webhook_id, id, 1, now(), true, 200, null, 3, '' from deliveries`
  for (let i = 0; i < 1000; i++) await db.makeWebhook()
  await timed('fanOut idle, 1001 webhooks, 105k events', () => fanOut(db.sql), 10)
  await timed('claim idle, 1001 webhooks, 100k delivered', () => claimDue(db.sql, { healthy: 256, failing: 64 }), 10)
  await timed('delete 100k in bulk', () => db.sql.begin(async (tx) => {
    await tx`delete from delivery_attempts where webhook_id = ${id}`
    await tx`delete from deliveries where webhook_id = ${id}`
    await tx`delete from webhooks where id = ${id}`
  }))
}, 300000)
