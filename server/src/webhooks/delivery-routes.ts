import { listDeliveries, readDelivery, redeliver, redeliverSince } from '@whisker/api/webhooks.ts'
import type { Server } from '../context.ts'
import type { Requester } from '../http/callers.ts'
import { decodeCursor, fittedPage, uuid } from '../http/cursor.ts'
import { type Router, route } from '../http/route.ts'
import { invalidField } from '../problem.ts'
import { payloadOf } from './payload.ts'
import { type DeliveryRow, deliveriesOf, findDelivery, findSent, findWebhook } from './queries.ts'
import { redeliverFailed, redeliverOne } from './redeliver.ts'

/** The delivery log of a webhook, and sending again. */
export function deliveryRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, listDeliveries, async ({ caller, params, query }) => {
    await findWebhook(sql, caller.workspaceId, params.webhook_id)
    const limit = query.limit ?? 100
    const [before] = query.after ? decodeCursor(query.after, [uuid]) : []
    const rows = await deliveriesOf(sql, params.webhook_id, { before, state: query.state, limit })
    return fittedPage(rows, limit, (last) => [last.id])
  })

  route(router, readDelivery, async ({ caller, params }) => {
    const delivery = await find(caller, params)
    const { event, attempts } = await findSent(sql, params.webhook_id, params.delivery_id)
    return { ...delivery, payload: payloadOf(event), attempt_log: attempts }
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
    return findDelivery(sql, params.webhook_id, params.delivery_id)
  }
}
