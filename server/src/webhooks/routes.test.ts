import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilPast } from '../testing/past.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { eventually, startReceiver, verify } from './receiver.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ EGRESS_SHOW_REPLIES: 'true', EGRESS_ALLOW: '127.0.0.1' })
})
afterAll(() => server.close())

// Nothing listens there.
const url = 'http://127.0.0.1:9/hook'
const create = (body: Partial<Parameters<TestServer['client']['createWebhook']>[0]['body']> = {}) =>
  server.client.createWebhook({ body: { url, ...body } })
const at = (webhook: { id: string }) => ({ params: { webhook_id: webhook.id } })

describe('webhooks', () => {
  test('K-12 the secret is shown when it is made, and never again', async () => {
    const made = await create({ description: 'to the warehouse', event_types: ['task.completed'] })
    expect(made).toMatchObject({
      url,
      description: 'to the warehouse',
      project_id: null,
      event_types: ['task.completed'],
      status: 'enabled',
      is_callback: false,
      secret: expect.stringMatching(/^whsec_/),
    })
    const { secret, ...rest } = made
    expect(await server.client.readWebhook(at(made))).toEqual(rest)
    expect((await server.client.listWebhooks()).data).toContainEqual(rest)
    expect(await server.client.editWebhook({ ...at(made), body: {} })).toEqual(rest)
  })

  test('are edited, disabled by hand, enabled and deleted', async () => {
    const made = await create()
    const edit = { url: 'http://127.0.0.1:9/other', description: 'new', event_types: ['task.created' as const] }
    expect(await server.client.editWebhook({ ...at(made), body: edit })).toMatchObject(edit)
    const disabled = await server.client.editWebhook({ ...at(made), body: { status: 'disabled' } })
    expect(disabled).toMatchObject({ ...edit, status: 'disabled', disabled_reason: 'Disabled by hand.' })
    await expect(server.client.testWebhook(at(made))).rejects.toMatchObject({ code: 'conflict' })
    const enabled = await server.client.editWebhook({ ...at(made), body: { status: 'enabled' } })
    expect(enabled).toMatchObject({ status: 'enabled', disabled_reason: null })
    await server.client.deleteWebhook(at(made))
    await expect(server.client.readWebhook(at(made))).rejects.toMatchObject({ code: 'not_found' })
    await untilPast(server.sql)
    const { data } = await server.client.listEvents({ query: { type: 'webhook.disabled', limit: 1000 } })
    expect(data.map((event) => event.data)).toContainEqual({ webhook_id: made.id, reason: 'Disabled by hand.' })
  })

  test.each([
    ['http://10.0.0.1/', 'blocked_address'],
    ['http://0x0a000001/', 'blocked_address'],
    ['http://localhost/hook', 'blocked_address'],
    ['ftp://127.0.0.1/', 'invalid'],
    ['hook', 'invalid'],
  ])('S-01 S-09 %s is refused at once', async (bad, code) => {
    const made = await create()
    const refusal = { code: 'invalid', problem: { errors: [{ pointer: '/url', code }] } }
    await expect(server.client.editWebhook({ ...at(made), body: { url: bad } })).rejects.toMatchObject(refusal)
    await expect(create({ url: bad })).rejects.toMatchObject(refusal)
    expect((await server.client.readWebhook(at(made))).url).toBe(url)
  })

  test('the callback_url of a project is a webhook that is changed in the project', async () => {
    const project = await textProject(server.client, { callback_url: url })
    const callback = (await server.client.listWebhooks()).data.find((webhook) => webhook.project_id === project.id)
    expect(callback).toMatchObject({ url, is_callback: true, event_types: [] })
    const it = at(callback as { id: string })
    for (const body of [{ url: 'http://127.0.0.1:9/b' }, { description: 'b' }, { event_types: [] }])
      await expect(server.client.editWebhook({ ...it, body })).rejects.toMatchObject({ code: 'conflict' })
    await expect(server.client.deleteWebhook(it)).rejects.toMatchObject({ code: 'conflict' })
    expect(await server.client.editWebhook({ ...it, body: { status: 'disabled' } })).toMatchObject({
      status: 'disabled',
    })
    expect(await server.client.editWebhook({ ...it, body: { status: 'enabled' } })).toMatchObject({ status: 'enabled' })
    expect((await server.client.rotateWebhookSecret(it)).secret).toMatch(/^whsec_/)
    expect((await server.client.testWebhook(it)).delivery_id).toBeTruthy()
  })

  test('L-07 a workspace has at most a hundred', async () => {
    const { client } = await server.makeWorkspace()
    for (let n = 0; n < 100; n++) await client.createWebhook({ body: { url } })
    await expect(client.createWebhook({ body: { url } })).rejects.toMatchObject({ code: 'quota_exceeded' })
  })
})

test('I-04 I-08 another workspace’s webhooks and deliveries are as unknown as ones that do not exist', async () => {
  const receiver = await startReceiver()
  const mine = await create({ url: receiver.url })
  const { delivery_id } = await server.client.testWebhook(at(mine))
  const project = await textProject(server.client)
  const { client } = await server.makeWorkspace()
  const theirs = await client.createWebhook({ body: { url } })
  const nothing = '00000000-0000-4000-8000-000000000000'
  const foreign = [
    ...[mine.id, nothing].flatMap((webhook_id) => [
      () => client.readWebhook({ params: { webhook_id } }),
      () => client.editWebhook({ params: { webhook_id }, body: {} }),
      () => client.editWebhook({ params: { webhook_id }, body: { url: 'http://127.0.0.1:9/b' } }),
      () => client.deleteWebhook({ params: { webhook_id } }),
      () => client.rotateWebhookSecret({ params: { webhook_id } }),
      () => client.testWebhook({ params: { webhook_id } }),
      () => client.listDeliveries({ params: { webhook_id } }),
      () => client.readDelivery({ params: { webhook_id, delivery_id } }),
      () => client.redeliver({ params: { webhook_id, delivery_id } }),
      () => client.redeliverSince({ params: { webhook_id }, body: { since: '2020-01-01T00:00:00Z' } }),
    ]),
    () => client.readDelivery({ params: { webhook_id: theirs.id, delivery_id } }),
    () => client.redeliver({ params: { webhook_id: theirs.id, delivery_id } }),
    () => client.createWebhook({ body: { url, project_id: project.id } }),
  ]
  for (const call of foreign) await expect(call()).rejects.toMatchObject({ problem: { status: 404 } })
  expect((await client.listWebhooks()).data.map(({ id }) => id)).toEqual([theirs.id])
  expect(await server.client.readWebhook(at(mine))).toMatchObject({ url: receiver.url, status: 'enabled' })
})

test('a test event arrives at the tested webhook only, signed, and stands in the log and in GET /events', async () => {
  const [receiver, other] = [await startReceiver(), await startReceiver()]
  const { secret, ...webhook } = await create({ url: receiver.url, event_types: ['task.completed'] })
  await create({ url: other.url })
  const { delivery_id } = await server.client.testWebhook(at(webhook))
  await eventually(() => receiver.received.length).toBe(1)
  const [received] = receiver.received
  const sent = verify(received!, secret as string)
  expect(sent).toMatchObject({ type: 'webhook.test', data: { message: expect.any(String) } })
  // The list stops below the oldest running transaction, and other test files have theirs on the same cluster.
  await eventually(async () => {
    const { data } = await server.client.listEvents({ query: { type: 'webhook.test', limit: 1000 } })
    return data
  }).toContainEqual({ id: received!.id, ...(sent as object) })
  const it = { params: { webhook_id: webhook.id, delivery_id } }
  await eventually(async () => (await server.client.readDelivery(it)).state).toBe('delivered')
  expect(await server.client.readDelivery(it)).toMatchObject({
    event_id: received!.id,
    event_type: 'webhook.test',
    payload: received!.body,
    attempts: 1,
    attempt_log: [{ attempt: 1, ok: true, status: 204, failure: null, response: '' }],
  })
  expect(other.received).toEqual([])
})

test('K-16 H-09 after a rotation both secrets sign for a day, then only the new one', async () => {
  const receiver = await startReceiver()
  const webhook = await create({ url: receiver.url })
  const rotated = await server.client.rotateWebhookSecret(at(webhook))
  const [old, current] = [webhook.secret as string, rotated.secret as string]
  expect(current).not.toBe(old)
  await server.client.testWebhook(at(webhook))
  await eventually(() => receiver.received.length).toBe(1)
  for (const secret of [old, current])
    expect(verify(receiver.received[0]!, secret)).toMatchObject({ type: 'webhook.test' })
  // The day passes.
  await server.sql`
    update webhooks set old_secret_until = old_secret_until - interval '24 hours' where id = ${webhook.id}`
  await server.client.testWebhook(at(webhook))
  await eventually(() => receiver.received.length).toBe(2)
  expect(verify(receiver.received[1]!, current)).toMatchObject({ type: 'webhook.test' })
  expect(() => verify(receiver.received[1]!, old)).toThrow()
  const tampered = { ...receiver.received[1]!, body: receiver.received[1]!.body.replace('works', 'fails') }
  expect(() => verify(tampered, current)).toThrow()
})
