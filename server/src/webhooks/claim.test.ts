import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClaimedDelivery, claimDue } from './claim.ts'
import { openTestDatabase, type TestDatabase } from './database.fixture.ts'
import { fanOut } from './fan-out.ts'
import { recordDelivered } from './record-delivered.ts'
import { giveBack, type Outcome, recordFailure } from './record-failure.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const plenty = { healthy: 64, failing: 64 }
const refused: Outcome = {
  ...{ ok: false, status: null, failure: 'refused', durationMs: 3, response: '', explanation: null, nextDelayMs: 5000 },
}
const outcome = { status: 204, durationMs: 3, response: '' }
const deliver = (...many: ClaimedDelivery[]) =>
  recordDelivered(
    db.sql,
    many.map((delivery) => ({ delivery, outcome, goesOn: false })),
  )

/** Webhooks with so many deliveries each, all due; those of earlier tests are gone. */
async function queue(webhooks: number, events: number): Promise<string[]> {
  await db.sql`delete from webhooks`
  const ids: string[] = []
  for (let n = 0; n < webhooks; n++) ids.push(await db.makeWebhook())
  await db.makeEvents(events)
  await db.settled()
  while ((await fanOut(db.sql)).more);
  return ids
}

const countByWebhook = (claimed: ClaimedDelivery[]) =>
  Object.values(Object.groupBy(claimed, (delivery) => delivery.webhook_id)).map((group) => group?.length)

async function readDelivery({ webhook_id, id }: ClaimedDelivery) {
  const [row] = await db.sql<{ state: string; attempts: number; locked_until: string | null; log: number }[]>`
    select state, attempts, locked_until,
           (select count(*)::int from delivery_attempts where webhook_id = ${webhook_id} and delivery_id = ${id}) as log
    from deliveries where webhook_id = ${webhook_id} and id = ${id}`
  return row
}

async function leaseOf({ id }: ClaimedDelivery): Promise<string> {
  const [row] = await db.sql<{ lease: string }[]>`select locked_until::text as lease from deliveries where id = ${id}`
  return row!.lease
}

test('H-12 four of each webhook are under way, the oldest first, and the next ones when those are done', async () => {
  await queue(3, 10)
  const first = await claimDue(db.sql, plenty)
  expect(countByWebhook(first)).toEqual([4, 4, 4])
  expect(await claimDue(db.sql, plenty)).toEqual([])
  const one = first[0] as ClaimedDelivery
  await deliver(one)
  const next = await claimDue(db.sql, plenty)
  expect(next.map(({ webhook_id }) => webhook_id)).toEqual([one.webhook_id])
  const ids = [...first, ...next].filter((d) => d.webhook_id === one.webhook_id).map(({ event_id }) => Number(event_id))
  expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 5 }, (_, n) => Math.min(...ids) + n))
})

test('H-12 E-08 servers that claim at the same time stay at four of a webhook, and never take the same row', async () => {
  const servers = Array.from({ length: 4 }, db.connect)
  for (let round = 0; round < 10; round++) {
    await queue(2, 60)
    const claims = await Promise.all(servers.flatMap((sql) => [claimDue(sql, plenty), claimDue(sql, plenty)]))
    const claimed = claims.flat()
    expect(countByWebhook(claimed)).toEqual([4, 4])
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(8)
  }
})

test('H-12 few places go round the webhooks', async () => {
  await queue(3, 10)
  expect(countByWebhook(await claimDue(db.sql, { healthy: 3, failing: 0 }))).toEqual([1, 1, 1])
})

test('H-12 endpoints that fail take places of their own only', async () => {
  const [bad, good] = await queue(2, 10)
  await db.sql`update webhooks set failing_since = now() where id = ${bad as string}`
  const claimed = await claimDue(db.sql, { healthy: 1, failing: 2 })
  expect(claimed.map(({ webhook_id, failing }) => [webhook_id, failing]).toSorted((a, b) => +a[1]! - +b[1]!)).toEqual([
    [good, false],
    [bad, true],
    [bad, true],
  ])
  expect(await claimDue(db.sql, { healthy: 0, failing: 2 })).toMatchObject([{ webhook_id: bad }, { webhook_id: bad }])
  expect(await claimDue(db.sql, { healthy: 1, failing: 0 })).toMatchObject([{ webhook_id: good }])
})

test('what is not due yet, or of a disabled webhook, is not claimed', async () => {
  const [later, disabled] = await queue(2, 3)
  await db.sql`update deliveries set next_attempt_at = now() + interval '1 second' where webhook_id = ${later as string}`
  await db.sql`update webhooks set status = 'disabled' where id = ${disabled as string}`
  expect(await claimDue(db.sql, plenty)).toEqual([])
})

describe('a place that goes on', () => {
  const goOn = (...many: ClaimedDelivery[]) =>
    recordDelivered(
      db.sql,
      many.map((delivery) => ({ delivery, outcome, goesOn: true })),
    )

  test('H-12 takes the next delivery of its webhook, the oldest first, and none is a fifth', async () => {
    await queue(2, 7)
    const first = await claimDue(db.sql, plenty)
    const [a, b] = first.filter(({ webhook_id }) => webhook_id === first[0]?.webhook_id)
    const [other] = first.filter(({ webhook_id }) => webhook_id !== first[0]?.webhook_id)
    const next = await goOn(a!, b!, other!)
    expect(next.map((one) => one?.webhook_id)).toEqual([a!.webhook_id, b!.webhook_id, other!.webhook_id])
    const oldest = Math.min(...first.map(({ event_id }) => Number(event_id)))
    expect(next.map((one) => Number(one?.event_id) - oldest)).toEqual([4, 5, 4])
    expect(next[0]).toMatchObject({ url: a!.url, secrets: a!.secrets, attempts: 0, failing: false })
    expect(await claimDue(db.sql, plenty)).toEqual([])
    const [under] = await db.sql<{ way: number[] }[]>`
      select array_agg(n) as way from (select count(*)::int as n from deliveries where locked_until > now() group by webhook_id) x`
    expect(under?.way).toEqual([4, 4])
    expect(await readDelivery(a!)).toMatchObject({ state: 'delivered', attempts: 1, log: 1, locked_until: null })
  })

  test('takes nothing where nothing is due, where the webhook is disabled, and for who does not hold it any more', async () => {
    await queue(1, 4)
    const [last, stale, disabled] = (await claimDue(db.sql, plenty)) as ClaimedDelivery[]
    expect(await goOn(last!)).toEqual([null])
    await db.makeEvents(3)
    await db.settled()
    await fanOut(db.sql)
    await db.sql`update deliveries set locked_until = locked_until - interval '2 minutes' where id = ${stale!.id}`
    expect(await goOn(stale!)).toEqual([null])
    expect(await readDelivery(stale!)).toMatchObject({ state: 'pending', attempts: 0, log: 0 })
    // Its minute has run out, and nobody has taken it since: it is done, and not due once more.
    const late = { ...stale!, lease: await leaseOf(stale!) }
    expect((await goOn(late)).map((one) => one?.id)).not.toContain(stale!.id)
    expect(await readDelivery(stale!)).toMatchObject({ state: 'delivered', attempts: 1, locked_until: null })
    await db.sql`update webhooks set status = 'disabled'`
    expect(await goOn(disabled!)).toEqual([null])
    expect(await readDelivery(disabled!)).toMatchObject({ state: 'delivered', log: 1 })
  })
})

describe('C-13 a server that dies or sleeps while it holds a delivery', () => {
  test('gives it back after a minute; what it writes later is refused', async () => {
    await queue(1, 1)
    const [stale] = await claimDue(db.sql, plenty)
    const [held] = await db.sql<{ seconds: number }[]>`
      select extract(epoch from locked_until - now())::int as seconds from deliveries where locked_until is not null`
    expect(held?.seconds).toBeGreaterThan(50)
    await db.sql`update deliveries set locked_until = now() - interval '1 second'`
    const [fresh] = await claimDue(db.sql, plenty)
    expect(fresh?.id).toBe(stale?.id)
    await recordFailure(db.sql, stale as ClaimedDelivery, refused)
    await giveBack(db.sql, stale as ClaimedDelivery)
    expect(await readDelivery(fresh as ClaimedDelivery)).toMatchObject({
      state: 'pending',
      attempts: 0,
      log: 0,
      locked_until: expect.any(String),
    })
    await deliver(fresh as ClaimedDelivery)
    expect(await readDelivery(fresh as ClaimedDelivery)).toMatchObject({ state: 'delivered', attempts: 1, log: 1 })
  })
})

describe('what follows from an attempt', () => {
  const health = async () => {
    const [row] = await db.sql<{ status: string; disabled_reason: string | null; failing_since: string | null }[]>`
      select status, disabled_reason, failing_since from webhooks`
    return row
  }
  const disabledEvents = async () => {
    const [row] = await db.sql<{ count: number }[]>`
      select count(*)::int as count from events where type = 'webhook.disabled'`
    return row?.count
  }

  test('the first failure is remembered until a success', async () => {
    await queue(1, 3)
    const [a, b, c] = (await claimDue(db.sql, plenty)) as [ClaimedDelivery, ClaimedDelivery, ClaimedDelivery]
    await recordFailure(db.sql, a, refused)
    const since = (await health())?.failing_since
    expect(since).toBe(a.sent_at)
    await recordFailure(db.sql, b, refused)
    expect((await health())?.failing_since).toBe(since)
    await deliver(c)
    expect((await health())?.failing_since).toBeNull()
  })

  test('H-14 an endpoint that has failed for five days is disabled, with one event', async () => {
    await queue(1, 4)
    const claimed = await claimDue(db.sql, plenty)
    await db.sql`update webhooks set failing_since = now() - interval '4 days 23 hours'`
    await recordFailure(db.sql, claimed[0] as ClaimedDelivery, refused)
    expect(await health()).toMatchObject({ status: 'enabled' })
    await db.sql`update webhooks set failing_since = now() - interval '5 days 1 second'`
    const before = await disabledEvents()
    await Promise.all(claimed.slice(1).map((delivery) => recordFailure(db.sql, delivery, refused)))
    expect(await health()).toMatchObject({
      status: 'disabled',
      disabled_reason: expect.stringMatching(/^Every attempt has failed since \d{4}-\d\d-\d\d \d\d:\d\d UTC\./),
    })
    expect(await disabledEvents()).toBe((before ?? 0) + 1)
  })

  test('H-07 a 410 that came from an address which has been changed disables nothing', async () => {
    await queue(1, 1)
    const [claimed] = await claimDue(db.sql, plenty)
    await db.sql`update webhooks set url = 'http://127.0.0.1:2/'`
    await recordFailure(db.sql, claimed as ClaimedDelivery, { ...refused, status: 410, failure: 'status' })
    expect(await health()).toEqual({ status: 'enabled', disabled_reason: null, failing_since: null })
  })
})
