import type { Delivery, DeliveryAttempt, Webhook } from '@whisker/api/webhooks.ts'
import type { Fragment } from 'postgres'
import type { z } from 'zod'
import type { Queryable } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { eventId } from '../events/event-id.ts'
import { notFound } from '../problem.ts'
import type { SentEvent } from './payload.ts'

/** Without the secret, which leaves the server only when it is made. */
export type WebhookRow = Omit<z.input<typeof Webhook>, 'secret'>
export type DeliveryRow = z.input<typeof Delivery>
export type AttemptRow = z.input<typeof DeliveryAttempt>

export const webhookColumns = (sql: Queryable) => sql`
  id, url, description, project_id, event_types, status, disabled_reason, is_callback, created_at, updated_at`

/** One webhook of the workspace, its row locked if asked for. @throws 404, the same for unknown and foreign ids. */
export async function findWebhook(
  sql: Queryable,
  workspaceId: number,
  webhookId: string,
  lock?: 'for update',
): Promise<WebhookRow> {
  const [webhook] = await sql<WebhookRow[]>`
    select ${webhookColumns(sql)} from webhooks where id = ${webhookId} and workspace_id = ${workspaceId}
    ${lock ? sql`for update` : sql``}`
  if (!webhook) throw notFound('webhook')
  return webhook
}

export const webhooksOf = (sql: Queryable, workspaceId: number) => sql<WebhookRow[]>`
  select ${webhookColumns(sql)} from webhooks where workspace_id = ${workspaceId} order by created_at, id`

/** Where events about a webhook belong. */
export function scopeOf(workspaceId: number, webhook: WebhookRow) {
  return { workspaceId, projectId: webhook.project_id ?? 0 }
}

/** One delivery of a webhook that was looked up. @throws 404 */
export async function findDelivery(sql: Queryable, webhookId: string, deliveryId: string): Promise<DeliveryRow> {
  const [delivery] = await findDeliveries(sql, sql`d.webhook_id = ${webhookId} and d.id = ${deliveryId}`, 1)
  if (!delivery) throw notFound('delivery')
  return delivery
}

/** What a delivery sends, and each attempt at it. @throws 404 */
export async function findSent(
  sql: Queryable,
  webhookId: string,
  deliveryId: string,
): Promise<{ event: SentEvent; attempts: AttemptRow[] }> {
  const [event] = await sql<SentEvent[]>`
    select e.type, e.created_at, e.data from deliveries d
    join events e on e.project_id = d.event_project_id and e.id = d.event_id
    where d.webhook_id = ${webhookId} and d.id = ${deliveryId}`
  if (!event) throw notFound('delivery')
  const attempts = await sql<AttemptRow[]>`
    select attempt, at, ok, status, failure, duration_ms, response, explanation from delivery_attempts
    where webhook_id = ${webhookId} and delivery_id = ${deliveryId} order by attempt`
  return { event, attempts }
}

/** A page of a webhook's deliveries, newest first; one more than asked for. */
export const deliveriesOf = (
  sql: Queryable,
  webhookId: string,
  { before, state, limit }: { before: string | undefined; state: DeliveryRow['state'] | undefined; limit: number },
) =>
  findDeliveries(
    sql,
    sql`d.webhook_id = ${webhookId}
        ${before === undefined ? sql`` : sql`and d.id < ${before}`}
        ${state === undefined ? sql`` : sql`and d.state = ${state}`}`,
    limit + 1,
  )

type Selected = Omit<DeliveryRow, 'event_id'> & { event_project_id: number; event_id: string; of_rows: string }

/** Deliveries `d` that fit the condition, newest first, each with its event's type and its last attempt. */
async function findDeliveries(sql: Queryable, condition: Fragment, limit: number) {
  const rows = await sql<Selected[]>`
    select * from ${fitting(
      sql,
      sql`
    select row_number() over (order by d.id desc) as pos, a.response as payload, d.webhook_id, d.id, d.state, d.attempts, d.next_attempt_at, d.created_at, d.event_project_id, d.event_id,
           e.type as event_type,
           case when a.attempt is not null then jsonb_build_object(
             'attempt', a.attempt, 'at', a.at, 'ok', a.ok, 'status', a.status, 'failure', a.failure,
             'duration_ms', a.duration_ms, 'response', a.response, 'explanation', a.explanation) end as last_attempt
    from deliveries d
    join events e on e.project_id = d.event_project_id and e.id = d.event_id
    left join delivery_attempts a on a.webhook_id = d.webhook_id and a.delivery_id = d.id and a.attempt = d.attempts
    where ${condition}
    order by d.id desc limit ${limit}`,
    )} page order by pos`
  return rows.map(({ event_project_id, event_id, last_attempt, ...row }) => ({
    ...row,
    event_id: eventId(event_project_id, event_id),
    // Times inside JSON have the database's spelling.
    last_attempt: last_attempt && { ...last_attempt, at: new Date(last_attempt.at).toISOString() },
  }))
}
