import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { newWebhookSecret, signWebhook } from './webhook-signature.ts'

const nowS = () => Math.floor(Date.now() / 1000)
const body = '{"type":"task.completed","data":{"name":"Käuzchen \u{1f989}"}}'

describe('H-09: what we sign, the standardwebhooks package accepts', () => {
  const secret = newWebhookSecret()
  const headers = signWebhook({ id: 'evt_1', timestampS: nowS(), body, secrets: [secret] })

  test('the exact body and headers', () => {
    expect(new Webhook(secret).verify(body, { ...headers })).toEqual(JSON.parse(body))
  })

  test.each([
    ['body', `${body} `, {}],
    ['id', body, { 'webhook-id': 'evt_2' }],
    ['timestamp', body, { 'webhook-timestamp': String(nowS() - 1) }],
    ['signature', body, { 'webhook-signature': 'v1,AAAA' }],
  ])('not a tampered %s', (_what, sentBody, changed) => {
    expect(() => new Webhook(secret).verify(sentBody, { ...headers, ...changed })).toThrow()
  })

  test('not one older than five minutes, though it was signed so', () => {
    const old = signWebhook({ id: 'evt_1', timestampS: nowS() - 301, body, secrets: [secret] })
    expect(() => new Webhook(secret).verify(body, { ...old })).toThrow('too old')
  })

  test('not with another secret', () => {
    expect(() => new Webhook(newWebhookSecret()).verify(body, { ...headers })).toThrow()
  })
})

test('K-16: during a rotation both secrets verify, afterwards only the new one', () => {
  const [old, fresh] = [newWebhookSecret(), newWebhookSecret()]
  const during = signWebhook({ id: 'evt_1', timestampS: nowS(), body, secrets: [fresh, old] })
  expect(during['webhook-signature'].split(' ')).toHaveLength(2)
  for (const secret of [old, fresh]) expect(() => new Webhook(secret).verify(body, { ...during })).not.toThrow()
  const after = signWebhook({ id: 'evt_1', timestampS: nowS(), body, secrets: [fresh] })
  expect(() => new Webhook(old).verify(body, { ...after })).toThrow()
})

test('the signature is the HMAC-SHA256 of "id.timestamp.body", computed here without the package', () => {
  const secret = newWebhookSecret()
  const headers = signWebhook({ id: 'evt_1', timestampS: 1700000000, body, secrets: [secret] })
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`evt_1.1700000000.${body}`).digest('base64')
  expect(headers).toEqual({
    'webhook-id': 'evt_1',
    'webhook-timestamp': '1700000000',
    'webhook-signature': `v1,${expected}`,
  })
})

test('a secret is 32 random bytes', () => {
  const secrets = new Set(Array.from({ length: 100 }, newWebhookSecret))
  expect(secrets.size).toBe(100)
  for (const secret of secrets) expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32)
})

test('ids that could stand for two messages, no secrets and broken timestamps are mistakes of the caller', () => {
  const message = { id: 'evt_1', timestampS: 1700000000, body, secrets: [newWebhookSecret()] }
  for (const id of ['', 'a.b', 'a b', 'a\n']) expect(() => signWebhook({ ...message, id })).toThrow(RangeError)
  expect(() => signWebhook({ ...message, secrets: [] })).toThrow(RangeError)
  expect(() => signWebhook({ ...message, timestampS: 1.5 })).toThrow(RangeError)
})
