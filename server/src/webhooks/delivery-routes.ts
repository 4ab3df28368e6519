import { listDeliveries, readDelivery, redeliver, redeliverSince } from '@whisker/api/webhooks.ts'
import type { Server } from '../context.ts'
import type { Requester } from '../http/callers.ts'
import { decodeCursor, fittedPage, uuid } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { invalidField, notFound } from '../problem.ts'
import { payloadOf, type SentEvent } from './payload.ts'
import { type AttemptRow, type DeliveryRow, findDeliveries, findWebhook } from './queries.ts'
import { redeliverFailed, redeliverOne } from './redeliver.ts'

/** The delivery log of a webhook, and sending again. */
export function deliveryRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, listDeliveries, async ({ caller, params, query }) => {
    await findWebhook(sql, caller.workspaceId, params.webhook_id)
    const limit = query.limit ?? 100
    const [before] = query.after ? decodeCursor(query.after, [uuid]) : []
    const rows = await findDeliveries(
      sql,
      sql`d.webhook_id = ${params.webhook_id}
        ${before === undefined ? sql`` : sql`and d.id < ${before}`}
        ${query.state === undefined ? sql`` : sql`and d.state = ${query.state}`}`,
      limit + 1,
    )
    return fittedPage(rows, limit, (last) => [last.id])
  })

  route(router, readDelivery, async ({ caller, params }) => {
    const delivery = await find(caller, params)
    const [event] = await sql<SentEvent[]>`
      select e.type, e.created_at, e.data from deliveries d
      join events e on e.project_id = d.event_project_id and e.id = d.event_id
      where d.webhook_id = ${params.webhook_id} and d.id = ${params.delivery_id}`
    if (!event) throw notFound('delivery')
    const attempt_log = await sql<AttemptRow[]>`
      select attempt, at, ok, status, failure, duration_ms, response, explanation from delivery_attempts
      where webhook_id = ${params.webhook_id} and delivery_id = ${params.delivery_id} order by attempt`
    return { ...delivery, payload: payloadOf(event), attempt_log }
  })

  route(router, redeliver, async ({ caller, params, request }) => {
    await find(caller, params)
    await redeliverOne(sql, params.webhook_id, params.delivery_id)
    request.log.info(
      { ...params, workspace_id: caller.workspaceId, person_id: caller.personId },
      'a redelivery was asked for',
    )
    server.wake('deliveries')
    return find(caller, params)
  })

  route(router, redeliverSince, async ({ caller, params, body, request }) => {
    await findWebhook(sql, caller.workspaceId, params.webhook_id)
    const since = Date.parse(body.since)
    if (Number.isNaN(since)) throw invalidField('/since', 'invalid', 'must be a time such as 2026-01-31T12:00:00Z.')
    const queued = await redeliverFailed(sql, params.webhook_id, since)
    const asked = { ...params, since: body.since, queued, workspace_id: caller.workspaceId, person_id: caller.personId }
    request.log.info(asked, 'redeliveries were asked for')
    server.wake('deliveries')
    return { queued }
  })

  async function find(caller: Requester, params: { webhook_id: string; delivery_id: string }): Promise<DeliveryRow> {
    await findWebhook(sql, caller.workspaceId, params.webhook_id)
    const [delivery] = await findDeliveries(
      sql,
      sql`d.webhook_id = ${params.webhook_id} and d.id = ${params.delivery_id}`,
      1,
    )
    if (!delivery) throw notFound('delivery')
    return delivery
  }
}
