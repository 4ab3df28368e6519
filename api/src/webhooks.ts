import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { eventTypes } from './events.ts'
import { basedOn, Id, Page, ProjectId, page, Timestamp } from './ids.ts'
import { moment } from './moment.ts'
import { text, webAddress } from './text.ts'

const url = webAddress(2000)
const types = z.array(z.enum(eventTypes)).max(40).meta({ description: 'Only these types of event; empty: all' })

export const Webhook = z
  .object({
    id: Id,
    url: z.string(),
    description: z.string(),
    project_id: ProjectId.nullable().meta({ description: 'Only events of this project; null: all of the workspace' }),
    event_types: types,
    status: z.enum(['enabled', 'disabled']),
    disabled_reason: z.string().nullable(),
    is_callback: z
      .boolean()
      .meta({ description: 'true: made by the `callback_url` of its project, and changed there' }),
    created_at: Timestamp,
    updated_at: Timestamp,
    secret: z.string().optional().meta({ description: 'Shown when the webhook is made or its secret is rotated' }),
  })
  .meta({ id: 'Webhook' })
export type Webhook = z.infer<typeof Webhook>

export const createWebhook = endpoint({
  method: 'POST',
  path: '/webhooks',
  tag: 'webhooks',
  summary: 'Have events sent to an address of yours',
  policy: write,
  body: z.strictObject({
    url,
    description: text(200).default(''),
    project_id: ProjectId.nullable().default(null),
    event_types: types.default([]),
  }),
  status: 201,
  response: Webhook,
  errors: ['quota_exceeded'],
})

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/webhooks',
  tag: 'webhooks',
  summary: 'Your webhooks',
  policy: read,
  status: 200,
  response: z.object({ data: z.array(Webhook) }),
})

const WebhookParams = z.strictObject({ webhook_id: Id })

export const readWebhook = endpoint({
  method: 'GET',
  path: '/webhooks/{webhook_id}',
  tag: 'webhooks',
  summary: 'One webhook',
  policy: read,
  params: WebhookParams,
  status: 200,
  response: Webhook,
})

export const editWebhook = endpoint({
  method: 'PATCH',
  path: '/webhooks/{webhook_id}',
  tag: 'webhooks',
  summary: 'Change a webhook, or enable it again',
  policy: write,
  params: WebhookParams,
  body: z
    .strictObject({
      ...{ url, description: text(200), event_types: types, status: z.enum(['enabled', 'disabled']) },
      based_on: basedOn('webhook'),
    })
    .partial(),
  status: 200,
  response: Webhook,
  errors: ['conflict', 'changed_meanwhile'],
})

export const deleteWebhook = endpoint({
  method: 'DELETE',
  path: '/webhooks/{webhook_id}',
  tag: 'webhooks',
  summary: 'Delete a webhook with its log',
  policy: write,
  params: WebhookParams,
  status: 204,
  errors: ['conflict'],
})

export const rotateWebhookSecret = endpoint({
  method: 'POST',
  path: '/webhooks/{webhook_id}/secrets',
  tag: 'webhooks',
  summary: 'A new secret; for 24 hours deliveries are signed with the old one too',
  policy: write,
  params: WebhookParams,
  status: 201,
  response: Webhook,
})

export const testWebhook = endpoint({
  method: 'POST',
  path: '/webhooks/{webhook_id}/tests',
  tag: 'webhooks',
  summary: 'Send a test event',
  policy: write,
  params: WebhookParams,
  status: 202,
  response: z.object({ delivery_id: Id }),
  errors: ['conflict'],
})

export const DeliveryAttempt = z
  .object({
    attempt: z.int(),
    at: Timestamp,
    ok: z.boolean(),
    status: z.int().nullable().meta({ description: 'HTTP status, if there was an answer' }),
    failure: z.string().nullable().meta({ description: 'Why not: `timeout`, `refused`, `dns`, `tls`, `blocked`, ...' }),
    explanation: z.string().nullable().meta({
      description:
        'What happened, why, and what to do next, in full sentences; null when it was received, and for attempts before this was kept',
    }),
    duration_ms: z.int(),
    response: z.string().meta({ description: 'The beginning of what the receiver answered' }),
  })
  .meta({ id: 'DeliveryAttempt' })

export const Delivery = z
  .object({
    id: Id,
    webhook_id: Id,
    event_id: z.string(),
    event_type: z.enum(eventTypes),
    state: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int(),
    next_attempt_at: Timestamp.nullable(),
    created_at: Timestamp,
    last_attempt: DeliveryAttempt.nullable(),
  })
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof Delivery>

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/webhooks/{webhook_id}/deliveries',
  tag: 'webhooks',
  summary: 'The delivery log, newest first',
  policy: read,
  params: WebhookParams,
  query: z.strictObject({ ...Page, state: z.enum(['pending', 'delivered', 'failed']).optional() }),
  status: 200,
  response: page(Delivery),
  errors: ['invalid_cursor'],
})

const DeliveryParams = z.strictObject({ webhook_id: Id, delivery_id: Id })

const DeliveryDetail = Delivery.extend({ payload: z.string(), attempt_log: z.array(DeliveryAttempt) })
export type DeliveryDetail = z.infer<typeof DeliveryDetail>

export const readDelivery = endpoint({
  method: 'GET',
  path: '/webhooks/{webhook_id}/deliveries/{delivery_id}',
  tag: 'webhooks',
  summary: 'One delivery: what was sent, and every attempt',
  policy: read,
  params: DeliveryParams,
  status: 200,
  response: DeliveryDetail,
})

export const redeliver = endpoint({
  method: 'POST',
  path: '/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliveries',
  tag: 'webhooks',
  summary: 'Send one event again, with the same id',
  policy: write,
  params: DeliveryParams,
  status: 202,
  response: Delivery,
})

export const redeliverSince = endpoint({
  method: 'POST',
  path: '/webhooks/{webhook_id}/redeliveries',
  tag: 'webhooks',
  summary: 'Send again everything that failed since then',
  policy: write,
  params: WebhookParams,
  body: z.strictObject({ since: moment('begin') }),
  status: 202,
  response: z.object({ queued: z.int() }),
})
