import {
  createWebhook,
  deleteWebhook,
  editWebhook,
  listWebhooks,
  readWebhook,
  rotateWebhookSecret,
  testWebhook,
} from '@whisker/api/webhooks.ts'
import { changeIn, type Locked, newStamp } from '../accounts/overwrite.ts'
import type { Server } from '../context.ts'
import { newWebhookSecret } from '../egress/webhook-signature.ts'
import { recordEvent } from '../events/tell.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, invalidField, notFound } from '../problem.ts'
import { requireProject } from '../projects/queries.ts'
import { newDeliveryId } from './delivery-id.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { findWebhook, type WebhookRow, webhookColumns } from './queries.ts'

/** Each costs a look into the events of its workspace twice a second. Callbacks of projects come on top. */
const mostWebhooks = 100

/** Webhooks and their secrets; their deliveries are in delivery-routes.ts. */
export function webhookRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, createWebhook, async ({ caller, body }) => {
    const { url, description, project_id, event_types } = body
    if (project_id !== null) await requireProject(sql, caller.workspaceId, project_id)
    checkUrl(server, url)
    const secret = newWebhookSecret()
    const [webhook] = await sql<WebhookRow[]>`
      insert into webhooks (workspace_id, project_id, url, description, event_types, secret)
      select ${caller.workspaceId}, ${project_id}, ${url}, ${description}, ${event_types}, ${secret}
      where (select count(*) from webhooks where workspace_id = ${caller.workspaceId} and not is_callback) < ${mostWebhooks}
      returning ${webhookColumns(sql)}`
    if (!webhook)
      throw new ApiProblem(
        'quota_exceeded',
        `A workspace has at most ${mostWebhooks} webhooks. Delete one that you no longer need.`,
      )
    return { ...webhook, secret }
  })

  route(router, listWebhooks, async ({ caller }) => ({
    data: await sql<WebhookRow[]>`
      select ${webhookColumns(sql)} from webhooks where workspace_id = ${caller.workspaceId} order by created_at, id`,
  }))

  route(router, readWebhook, ({ caller, params }) => findWebhook(sql, caller.workspaceId, params.webhook_id))

  route(router, editWebhook, async ({ caller, params, body }) => {
    const edited = await sql.begin(async (tx) => {
      const before = await findWebhook(tx, caller.workspaceId, params.webhook_id, 'for update')
      const { based_on, ...edit } = body
      const { status = before.status, ...settings } = edit
      if (before.is_callback && Object.keys(settings).length > 0) throw ownedByProject(before)
      if (settings.url !== undefined) checkUrl(server, settings.url)
      const [locked] = await tx<Locked[]>`select changed, ${newStamp(tx)} as now from webhooks where id = ${before.id}`
      const held = { ...before, ...(locked as Locked) }
      const changed = await changeIn(tx, 'webhook', held, edit, { based_on, by: caller.personId })
      if (!changed) return before
      const { url, description, event_types } = { ...before, ...settings }
      const disabled = status === 'disabled' && before.status === 'enabled'
      const reason = status === 'enabled' ? null : disabled ? 'Disabled by hand.' : before.disabled_reason
      const fresh = url !== before.url || status !== before.status
      const [after] = await tx<WebhookRow[]>`
        update webhooks set url = ${url}, description = ${description}, event_types = ${event_types}, status = ${status},
          disabled_reason = ${reason}, failing_since = case when ${fresh} then null else failing_since end,
          updated_at = ${held.now}, changed = changed || ${tx.json(changed)}
        where id = ${before.id} returning ${webhookColumns(tx)}`
      if (disabled)
        await recordEvent(tx, scopeOf(caller.workspaceId, before), 'webhook.disabled', {
          webhook_id: before.id,
          reason: 'Disabled by hand.',
        })
      return after as WebhookRow
    })
    server.wake('deliveries')
    return edited
  })

  route(router, deleteWebhook, async ({ caller, params }) => {
    await server.patient.begin(async (tx) => {
      // The webhook's row last: who records an attempt holds a delivery and then waits for the webhook.
      const webhook = await findWebhook(tx, caller.workspaceId, params.webhook_id)
      if (webhook.is_callback) throw ownedByProject(webhook)
      // The log may have millions of rows: in bulk, so that the cascade has nothing left to do row by row.
      await tx`set local statement_timeout = '300s'`
      await tx`delete from delivery_attempts where webhook_id = ${webhook.id}`
      await tx`delete from deliveries where webhook_id = ${webhook.id}`
      await tx`delete from webhooks where id = ${webhook.id}`
    })
    return undefined
  })

  route(router, rotateWebhookSecret, async ({ caller, params }) => {
    const secret = newWebhookSecret()
    const [webhook] = await sql<WebhookRow[]>`
      update webhooks set old_secret = secret, old_secret_until = now() + interval '24 hours', secret = ${secret}
      where id = ${params.webhook_id} and workspace_id = ${caller.workspaceId} returning ${webhookColumns(sql)}`
    if (!webhook) throw notFound('webhook')
    return { ...webhook, secret }
  })

  route(router, testWebhook, async ({ caller, params }) => {
    const tested = await sql.begin(async (tx) => {
      const webhook = await findWebhook(tx, caller.workspaceId, params.webhook_id)
      if (webhook.status === 'disabled')
        throw new ApiProblem(
          'conflict',
          'The webhook is disabled, so nothing would be sent. Enable it first, then test it.',
        )
      const scope = scopeOf(caller.workspaceId, webhook)
      const event = await recordEvent(tx, scope, 'webhook.test', { message: 'This is a test. The webhook works.' })
      // Straight to this webhook: fan-out gives tests to nobody.
      const [delivery] = await tx<{ delivery_id: string }[]>`
        insert into deliveries (webhook_id, id, event_project_id, event_id)
        values (${webhook.id}, ${newDeliveryId(tx, tx`0`)}, ${scope.projectId}, ${event}) returning id as delivery_id`
      return delivery as { delivery_id: string }
    })
    server.wake('deliveries')
    return tested
  })

  deliveryRoutes(router)
}

function scopeOf(workspaceId: number, webhook: WebhookRow) {
  return { workspaceId, projectId: webhook.project_id ?? 0 }
}

/** What can be said at once; each connection is judged again (egress/policy.ts). */
function checkUrl(server: Server, url: string): void {
  const checked = server.egress.checkUrl(url)
  if (!checked.ok) throw invalidField('/url', checked.code, checked.detail)
}

function ownedByProject(webhook: WebhookRow): ApiProblem {
  return new ApiProblem(
    'conflict',
    `This webhook is the callback_url of project ${webhook.project_id}. Change or remove it there; here it can be enabled, disabled, tested and given a new secret.`,
  )
}
