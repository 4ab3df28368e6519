import {
  createWebhook,
  deleteWebhook,
  editWebhook,
  listWebhooks,
  readWebhook,
  rotateWebhookSecret,
  testWebhook,
} from '@whisker/api/webhooks.ts'
import type { Server } from '../context.ts'
import { newWebhookSecret } from '../egress/webhook-signature.ts'
import { type Router, route } from '../http/route.ts'
import { invalidField } from '../problem.ts'
import { requireProject } from '../projects/queries.ts'
import { addWebhook, changeWebhook, removeWebhook, rotateSecret } from './change-webhook.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { findWebhook, webhooksOf } from './queries.ts'
import { sendTest } from './send-test.ts'

/** Webhooks and their secrets; their deliveries are in delivery-routes.ts. */
export function webhookRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, createWebhook, async ({ caller, body }) => {
    const { url, description, project_id, event_types } = body
    if (project_id !== null) await requireProject(sql, caller.workspaceId, project_id)
    checkUrl(server, url)
    const secret = newWebhookSecret()
    const webhook = await addWebhook(sql, caller.workspaceId, { url, description, project_id, event_types, secret })
    return { ...webhook, secret }
  })

  route(router, listWebhooks, async ({ caller }) => ({ data: await webhooksOf(sql, caller.workspaceId) }))

  route(router, readWebhook, ({ caller, params }) => findWebhook(sql, caller.workspaceId, params.webhook_id))

  route(router, editWebhook, async ({ caller, params, body }) => {
    const edited = await changeWebhook(sql, caller, params.webhook_id, body, (url) => checkUrl(server, url))
    server.wake('deliveries')
    return edited
  })

  route(router, deleteWebhook, async ({ caller, params }) => {
    await removeWebhook(server.patient, caller.workspaceId, params.webhook_id)
    return undefined
  })

  route(router, rotateWebhookSecret, async ({ caller, params }) => {
    const secret = newWebhookSecret()
    const webhook = await rotateSecret(sql, caller.workspaceId, params.webhook_id, secret)
    return { ...webhook, secret }
  })

  route(router, testWebhook, async ({ caller, params }) => {
    const tested = await sendTest(sql, caller.workspaceId, params.webhook_id)
    server.wake('deliveries')
    return tested
  })

  deliveryRoutes(router)
}

/** What can be said at once; each connection is judged again (egress/policy.ts). */
function checkUrl(server: Server, url: string): void {
  const checked = server.egress.checkUrl(url)
  if (!checked.ok) throw invalidField('/url', checked.code, checked.detail)
}
