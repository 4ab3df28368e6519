import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

export interface WebhookHeaders {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

/**
 * The Standard Webhooks headers of one attempt. `id` stays the same at every attempt, `timestampS` (Unix seconds) is that
 * of the attempt; `body` must be sent exactly as given here. With several secrets there are several signatures, so that
 * a receiver can change over to the new secret while the old one still counts.
 *
 * Throws a RangeError without secrets, or for an id with other characters than A-Z a-z 0-9 _ -: the parts of the signed
 * text are joined by dots, so a dot in the id would let one signature stand for two messages.
 */
export function signWebhook(message: {
  id: string
  timestampS: number
  body: string
  secrets: string[]
}): WebhookHeaders {
  const { id, timestampS, body, secrets } = message
  if (!/^[\w-]+$/.test(id))
    throw new RangeError(`A webhook id may hold only letters, digits, "_" and "-"; this is "${id}".`)
  if (!Number.isSafeInteger(timestampS))
    throw new RangeError(`A webhook timestamp is in whole seconds, not ${timestampS}.`)
  if (secrets.length === 0) throw new RangeError('A webhook needs at least one secret to be signed with.')
  const at = new Date(timestampS * 1000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

/** A new secret as the receiver gets to see it: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
