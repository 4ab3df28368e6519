import type { Server } from '../context.ts'
import type { DisabledWebhook } from './record-failure.ts'

/**
 * Tells the owners of the workspace that a webhook has been given up. The event `webhook.disabled` tells programs, and is
 * what can be relied on; this reaches a person whose only webhook is the one that does not work.
 */
export async function tellOwners(
  server: Pick<Server, 'sql' | 'mail' | 'url' | 'log'>,
  webhook: DisabledWebhook,
): Promise<void> {
  try {
    const owners = await server.sql<{ email: string }[]>`
      select p.email from members m join people p on p.id = m.person_id
      where m.workspace_id = ${webhook.workspace_id} and m.role = 'owner' and p.email is not null`
    // Only the host: the rest of such an address is often a secret.
    const { host } = new URL(webhook.url)
    const text = `Whisker has stopped sending events to ${host}.

${webhook.reason}

Nothing is lost: events are kept for 30 days, and those that have not been delivered follow when you enable the webhook again:
${server.url()}/app/settings/webhooks/${webhook.id}`
    for (const { email } of owners)
      await server.mail.send({ to: email, subject: `Webhook to ${host} is disabled`, text })
  } catch (error) {
    server.log.warn({ err: error, webhook_id: webhook.id }, 'the owners could not be told of a disabled webhook')
  }
}
