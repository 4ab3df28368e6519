import type { editWebhook } from '@whisker/api/webhooks.ts'
import type { z } from 'zod'
import { changeIn, type Locked, newStamp } from '../accounts/overwrite.ts'
import type { Sql } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { findWebhook, scopeOf, type WebhookRow, webhookColumns } from './queries.ts'

/** Each costs a look into the events of its workspace twice a second. Callbacks of projects come on top. */
const maxWebhooks = 100

type Draft = Pick<WebhookRow, 'url' | 'description' | 'project_id' | 'event_types'> & { secret: string }

/** @throws `quota_exceeded` */
export async function addWebhook(sql: Sql, workspaceId: number, draft: Draft): Promise<WebhookRow> {
  const { url, description, project_id, event_types, secret } = draft
  const [webhook] = await sql<WebhookRow[]>`
    insert into webhooks (workspace_id, project_id, url, description, event_types, secret)
    select ${workspaceId}, ${project_id}, ${url}, ${description}, ${event_types}, ${secret}
    where (select count(*) from webhooks where workspace_id = ${workspaceId} and not is_callback) < ${maxWebhooks}
    returning ${webhookColumns(sql)}`
  if (!webhook)
    throw new ApiProblem(
      'quota_exceeded',
      `A workspace has at most ${maxWebhooks} webhooks. Delete one that you no longer need.`,
    )
  return webhook
}

/** @param check whether an address may be called, or it throws @throws 404, 409 for the address of a project's, `changed_meanwhile` */
export async function changeWebhook(
  sql: Sql,
  caller: { workspaceId: number; personId: string | null },
  webhookId: string,
  asked: z.output<typeof editWebhook.body>,
  check: (url: string) => void,
): Promise<WebhookRow> {
  return sql.begin(async (tx) => {
    const before = await findWebhook(tx, caller.workspaceId, webhookId, 'for update')
    const { based_on, ...edit } = asked
    const { status = before.status, ...settings } = edit
    if (before.is_callback && Object.keys(settings).length > 0) throw ownedByProject(before)
    if (settings.url !== undefined) check(settings.url)
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
}

/** @throws 404, 409 for the callback of a project */
export async function removeWebhook(sql: Sql, workspaceId: number, webhookId: string): Promise<void> {
  await sql.begin(async (tx) => {
    // The webhook's row last: who records an attempt holds a delivery and then waits for the webhook.
    const webhook = await findWebhook(tx, workspaceId, webhookId)
    if (webhook.is_callback) throw ownedByProject(webhook)
    // The log may have millions of rows: in bulk, so that the cascade has nothing left to do row by row.
    await tx`set local statement_timeout = '300s'`
    await tx`delete from delivery_attempts where webhook_id = ${webhook.id}`
    await tx`delete from deliveries where webhook_id = ${webhook.id}`
    await tx`delete from webhooks where id = ${webhook.id}`
  })
}

/** Another secret; the one before is good for a day. @throws 404 */
export async function rotateSecret(
  sql: Sql,
  workspaceId: number,
  webhookId: string,
  secret: string,
): Promise<WebhookRow> {
  const [webhook] = await sql<WebhookRow[]>`
    update webhooks set old_secret = secret, old_secret_until = now() + interval '24 hours', secret = ${secret}
    where id = ${webhookId} and workspace_id = ${workspaceId} returning ${webhookColumns(sql)}`
  if (!webhook) throw notFound('webhook')
  return webhook
}

function ownedByProject(webhook: WebhookRow): ApiProblem {
  return new ApiProblem(
    'conflict',
    `This webhook is the callback_url of project ${webhook.project_id}. Change or remove it there; here it can be enabled, disabled, tested and given a new secret.`,
  )
}
