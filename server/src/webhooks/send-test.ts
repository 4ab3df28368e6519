import type { Sql } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import { ApiProblem } from '../problem.ts'
import { newDeliveryId } from './delivery-id.ts'
import { findWebhook, scopeOf } from './queries.ts'

/** Sends a test to a webhook. @throws 404, 409 for one that is disabled */
export async function sendTest(sql: Sql, workspaceId: number, webhookId: string): Promise<{ delivery_id: string }> {
  return sql.begin(async (tx) => {
    const webhook = await findWebhook(tx, workspaceId, webhookId)
    if (webhook.status === 'disabled')
      throw new ApiProblem(
        'conflict',
        'The webhook is disabled, so nothing would be sent. Enable it first, then test it.',
      )
    const scope = scopeOf(workspaceId, webhook)
    const event = await recordEvent(tx, scope, 'webhook.test', { message: 'This is a test. The webhook works.' })
    // Straight to this webhook: fan-out gives tests to nobody.
    const [delivery] = await tx<{ delivery_id: string }[]>`
      insert into deliveries (webhook_id, id, event_project_id, event_id)
      values (${webhook.id}, ${newDeliveryId(tx, tx`0`)}, ${scope.projectId}, ${event}) returning id as delivery_id`
    return delivery as { delivery_id: string }
  })
}
