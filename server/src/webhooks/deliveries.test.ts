import { eventData } from '@whisker/api/events.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startRawHost } from '../egress/host.fixture.ts'
import { animalField, startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { type Answer, eventually, type Received, startReceiver, verify } from './receiver.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ EGRESS_SHOW_REPLIES: 'true', EGRESS_ALLOW: '127.0.0.1' })
})
afterAll(() => server.close())

type Client = TestServer['client']
type Place = { client: Client; workspaceId: number; projectId: number; webhookId: string; secret: string }

/** A workspace of its own with a project and a webhook. */
async function open(url: string): Promise<Place> {
  const { client, id } = await server.makeWorkspace()
  const project = await textProject(client)
  const webhook = await client.createWebhook({ body: { url } })
  return { client, workspaceId: id, projectId: project.id, webhookId: webhook.id, secret: webhook.secret as string }
}

async function makeTasks({ client, projectId }: Place, count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await client.createTask({ body: { project_id: projectId, task_spec: [{ sentence: `text ${n}` }] } })
  server.running.server.wake('deliveries')
}

const list = async ({ client, webhookId }: Place, query: Parameters<Client['listDeliveries']>[0]['query'] = {}) =>
  (await client.listDeliveries({ params: { webhook_id: webhookId }, query })).data

/** The only delivery, once it has had so many attempts and is not under way. */
async function attempted(place: Place, attempts: number) {
  await eventually(async () => (await list(place))[0]?.attempts).toBe(attempts)
  const [delivery] = await list(place)
  return place.client.readDelivery({ params: { webhook_id: place.webhookId, delivery_id: delivery!.id } })
}

/** The time until the next attempt passes. @returns how long it would have been, in seconds */
async function pass(place: Place): Promise<number> {
  const [row] = await server.sql<{ seconds: number }[]>`
    with waited as (
      select id, extract(epoch from next_attempt_at - now())::float8 as seconds
      from deliveries where webhook_id = ${place.webhookId} and state = 'pending')
    update deliveries d set next_attempt_at = now() from waited w
    where d.webhook_id = ${place.webhookId} and d.id = w.id returning w.seconds`
  server.running.server.wake('deliveries')
  return row?.seconds as number
}

test('E-01 C-14 a receiver that was down gets every event, exactly as GET /events lists it', async () => {
  const receiver = await startReceiver()
  await receiver.host.close()
  const place = await open(receiver.url)
  await makeTasks(place, 20)
  await eventually(async () => (await list(place)).filter(({ attempts }) => attempts === 1).length).toBe(20)
  expect((await list(place)).map(({ last_attempt }) => last_attempt?.failure)).toEqual(Array(20).fill('refused'))
  const again = await startReceiver(undefined, receiver.host.port)
  await pass(place)
  await makeTasks(place, 5)
  await eventually(() => again.received.length).toBe(25)
  const got = again.received.map((received) => ({ id: received.id, ...(verify(received, place.secret) as object) }))
  const { data } = await place.client.listEvents({ query: { type: 'task.created' } })
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  expect(got.toSorted(byId)).toEqual(data.toSorted(byId))
  await eventually(async () => (await list(place, { state: 'delivered' })).length).toBe(25)
})

test('E-01 H-02 H-10 ten tries over three days, each with the same id and bytes; then one more when it is asked for', async () => {
  const receiver = await startReceiver((response) => response.writeHead(500).end('out of order'))
  const place = await open(receiver.url)
  await makeTasks(place, 1)
  const waits: number[] = []
  for (let attempt = 1; attempt < 10; attempt++) {
    expect(await attempted(place, attempt)).toMatchObject({ state: 'pending' })
    waits.push(await pass(place))
  }
  const failed = await attempted(place, 10)
  expect(failed).toMatchObject({
    state: 'failed',
    next_attempt_at: null,
    last_attempt: { attempt: 10, ok: false, status: 500, failure: 'status', response: 'out of order' },
  })
  expect(failed.attempt_log.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
  // A tenth of jitter, and the time until we looked.
  seconds.forEach((second, n) => {
    expect(waits[n]).toBeGreaterThan(second * 0.9 - 2)
    expect(waits[n]).toBeLessThan(second * 1.1)
  })
  const distinct = (what: (received: Received) => unknown) => new Set(receiver.received.map(what)).size
  expect([distinct(({ id }) => id), distinct(({ body }) => body)]).toEqual([1, 1])
  for (const received of receiver.received) verify(received, place.secret)

  receiver.answer = (response) => response.end('thanks')
  const params = { webhook_id: place.webhookId, delivery_id: failed.id }
  expect(await place.client.redeliver({ params })).toMatchObject({ id: failed.id, attempts: 10 })
  expect(await attempted(place, 11)).toMatchObject({ state: 'delivered', last_attempt: { response: 'thanks' } })
  expect(receiver.received.at(-1)?.id).toBe(receiver.received[0]?.id)
  // Delivered ones too, as often as asked for.
  await place.client.redeliver({ params })
  expect(await attempted(place, 12)).toMatchObject({ state: 'delivered' })
})

test('H-10 everything that failed since a time is sent again; what failed before it is not', async () => {
  const receiver = await startReceiver()
  const place = await open(receiver.url)
  await makeTasks(place, 4)
  await eventually(() => receiver.received.length).toBe(4)
  await eventually(async () => (await list(place, { state: 'delivered' })).length).toBe(4)
  await server.sql`
    update deliveries set state = 'failed', attempts = 10 where webhook_id = ${place.webhookId}`
  await server.sql`update delivery_attempts set attempt = 10, ok = false where webhook_id = ${place.webhookId}`
  const [early] = await list(place)
  await server.sql`
    update delivery_attempts set at = at - interval '2 hours'
    where webhook_id = ${place.webhookId} and delivery_id = ${early!.id}`
  const since = new Date(Date.now() - 3_600_000).toISOString().replace('Z', '+00:00')
  const params = { webhook_id: place.webhookId }
  expect(await place.client.redeliverSince({ params, body: { since } })).toEqual({ queued: 3 })
  await eventually(() => receiver.received.length).toBe(7)
  expect((await list(place, { state: 'failed' })).map(({ id }) => id)).toEqual([early!.id])
  for (const far of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z'])
    expect((await place.client.redeliverSince({ params, body: { since: far } })).queued).toBe(far < '1' ? 1 : 0)
})

describe('C-14 what an endpoint may do', () => {
  const big = 'x'.repeat(100_000)
  test.each<[string, string, number | null, Answer]>([
    ['H-02 404', 'status', 404, (response) => response.writeHead(404).end('no such hook')],
    ['H-02 400', 'status', 400, (response) => response.writeHead(400).end('')],
    ['H-06 redirect', 'redirect', 302, (response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['huge', 'status', 503, (response) => response.writeHead(503).end(big)],
    ['H-03 reset', 'reset', null, (response) => response.socket?.resetAndDestroy()],
    ['X-01 markup', 'status', 500, (response) => response.writeHead(500).end('<script>alert(1)</script>\0')],
  ])('%s: its class is in the log, and it is tried again', async (_name, failure, status, answer) => {
    const receiver = await startReceiver(answer)
    const place = await open(receiver.url)
    await makeTasks(place, 1)
    const delivery = await attempted(place, 1)
    expect(delivery).toMatchObject({ state: 'pending', last_attempt: { ok: false, failure, status } })
    expect(delivery.last_attempt?.response.length).toBeLessThanOrEqual(1024)
    expect(delivery.next_attempt_at).not.toBeNull()
    // Whole sentences: what happened and why, then what to do.
    expect(delivery.last_attempt?.explanation).toMatch(/^[A-Z].*[.:] .+\.$/)
    expect(delivery.attempt_log).toEqual([delivery.last_attempt])
    expect(receiver.received.map(({ headers }) => headers.host)).toEqual([receiver.host.address])
    receiver.answer = (response) => response.writeHead(201).end()
    await pass(place)
    const delivered = await attempted(place, 2)
    expect(delivered).toMatchObject({ state: 'delivered', payload: receiver.received[0]?.body })
    expect(delivered.last_attempt?.explanation).toBeNull()
    expect(receiver.received).toHaveLength(2)
  })

  test('H-03 not HTTP at all', async () => {
    const host = await startRawHost((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'))
    onTestFinished(() => host.close())
    const place = await open(`http://${host.address}/`)
    await makeTasks(place, 1)
    expect((await attempted(place, 1)).last_attempt).toMatchObject({ ok: false, failure: 'protocol', status: null })
  })

  test('429 with Retry-After puts the next attempt off', async () => {
    const receiver = await startReceiver((response) => response.writeHead(429, { 'retry-after': '3600' }).end())
    const place = await open(receiver.url)
    await makeTasks(place, 1)
    await attempted(place, 1)
    expect(await pass(place)).toBeGreaterThan(3500)
  })

  test.each([200, 204, 299])('H-01 %d is a success with one attempt', async (status) => {
    const receiver = await startReceiver((response) => response.writeHead(status).end())
    const place = await open(receiver.url)
    await makeTasks(place, 1)
    expect(await attempted(place, 1)).toMatchObject({
      state: 'delivered',
      next_attempt_at: null,
      last_attempt: { status },
    })
    expect(receiver.received).toHaveLength(1)
  })

  test('H-07 410: the webhook is disabled, an event and a mail tell; enabled again, it goes on where it was', async () => {
    const receiver = await startReceiver((response) => response.writeHead(410).end())
    const place = await open(receiver.url)
    const other = await startReceiver()
    await place.client.createWebhook({ body: { url: other.url, event_types: ['webhook.disabled'] } })
    const owner = await server.makePerson({ workspaceId: place.workspaceId, role: 'owner' })
    const { person } = await owner.client.readSession()
    await makeTasks(place, 3)
    const params = { webhook_id: place.webhookId }
    await eventually(async () => (await place.client.readWebhook({ params })).status).toBe('disabled')
    const webhook = await place.client.readWebhook({ params })
    expect(webhook.disabled_reason).toMatch(/410 Gone/)
    await eventually(() => other.received.length).toBe(1)
    const told = JSON.parse(other.received[0]!.body)
    expect(told).toMatchObject({ data: { webhook_id: place.webhookId, reason: webhook.disabled_reason } })
    // Without a mail server, mails go to the operator's console.
    const mail = () => server.console.filter((text) => text.includes(`Mail for ${person.email}`))
    await eventually(mail).toHaveLength(1)
    expect(mail()[0]).toContain(`/app/settings/webhooks/${place.webhookId}`)
    expect(mail()[0]).toContain(webhook.disabled_reason)
    expect(mail()[0]).not.toContain('/hook\n')
    await makeTasks(place, 2)
    const sentBefore = receiver.received.length
    await pass(place)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(receiver.received).toHaveLength(sentBefore)
    receiver.answer = (response) => response.end()
    await place.client.editWebhook({ params, body: { status: 'enabled' } })
    await eventually(async () => (await list(place, { state: 'delivered' })).length).toBe(5)
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(5)
  })
})

test('the log is listed newest first, in pages, by state', async () => {
  const receiver = await startReceiver()
  const place = await open(receiver.url)
  await makeTasks(place, 7)
  await eventually(async () => (await list(place, { state: 'delivered' })).length).toBe(7)
  const all = await list(place)
  const { data: events } = await place.client.listEvents({ query: { type: 'task.created' } })
  expect(all.map(({ event_id }) => event_id)).toEqual(events.map(({ id }) => id).reverse())
  const pages: string[][] = []
  for (let after: string | undefined; ; ) {
    const page = await place.client.listDeliveries({
      params: { webhook_id: place.webhookId },
      query: { limit: 3, ...(after && { after }) },
    })
    pages.push(page.data.map(({ id }) => id))
    if (page.next === undefined) break
    after = page.next
  }
  expect(pages.map((ids) => ids.length)).toEqual([3, 3, 1])
  expect(pages.flat()).toEqual(all.map(({ id }) => id))
  expect(await list(place, { state: 'failed' })).toEqual([])
  await expect(list(place, { after: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_cursor' })
})

test('H-16 payloads hold what the schema of their type says and nothing else, below 20 KB', async () => {
  const receiver = await startReceiver()
  const place = await open(receiver.url)
  // Long answers, of three bytes a character.
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  await place.client.editProject({
    params: { project_id: place.projectId },
    body: { output_spec: names.map((name) => ({ ...animalField, name })) },
  })
  await makeTasks(place, 2)
  const worker = await server.makeWorker(place.projectId)
  const take = async () =>
    (await worker.client.takeAssignments({ body: { project_id: place.projectId } })).assignments[0]!
  const first = await take()
  await worker.client.submitAssignment({
    params: { assignment_id: first.id },
    body: { token: first.token, answer: [Object.fromEntries(names.map((name) => [name, '猫'.repeat(1000)]))] },
  })
  const second = await take()
  await worker.client.skipAssignment({
    params: { assignment_id: second.id },
    body: { token: second.token, reason: 'not_sure', comment: '猫'.repeat(1000) },
  })
  const { data } = await place.client.listTasks({ query: { project_id: place.projectId, status: 'open' } })
  await place.client.cancelTask({ params: { task_id: data[0]!.id } })
  await place.client.pauseProject({ params: { project_id: place.projectId } })
  const types = () => receiver.received.map(({ body }) => JSON.parse(body).type as keyof typeof eventData).toSorted()
  await eventually(types).toEqual([
    'answer.submitted',
    'assignment.skipped',
    'project.updated',
    'project.updated',
    'task.cancelled',
    'task.completed',
    'task.created',
    'task.created',
  ])
  for (const { body } of receiver.received) {
    expect(Buffer.byteLength(body)).toBeLessThan(20_000)
    const { type, timestamp, data, ...rest } = JSON.parse(body)
    expect(rest).toEqual({})
    expect(new Date(timestamp).toISOString()).toBe(timestamp)
    expect(eventData[type as keyof typeof eventData].strict().parse(data)).toEqual(data)
    expect(body).not.toContain(worker.id)
  }
})
