import type { Sql } from '../database/connect.ts'
import { event, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import type { ClaimedDelivery } from './claim.ts'

/** What became of an attempt. */
export type Outcome = {
  ok: boolean
  status: number | null
  failure: string | null
  durationMs: number
  response: string
  /** What happened, why, and what to do next; null when it was delivered. */
  explanation: string | null
  /** Until the next attempt; null when this was the last one. Of no matter when it was delivered. */
  nextDelayMs: number | null
}

/** A webhook that was given up just now. */
export type DisabledWebhook = { id: string; workspace_id: number; url: string; reason: string }

/**
 * Writes an attempt that failed into the log, and what follows from it, in one statement: the delivery's state, since when the
 * endpoint has been failing, and when it is given up, that it is disabled with the event that says so. (Of one that succeeded:
 * record-delivered.ts.)
 *
 * Only who still holds the lease may write: after a pause of more than a minute another server has sent the delivery
 * again, and its outcome counts. The webhook's row is written only when its health changes, not at each send. Nothing is
 * concluded about a webhook that has another address by now.
 *
 * @returns the webhook if this attempt was the one that disabled it.
 */
export async function recordFailure(
  sql: Sql,
  delivery: ClaimedDelivery,
  outcome: Outcome,
): Promise<DisabledWebhook | null> {
  const state = outcome.nextDelayMs === null ? 'failed' : 'pending'
  const gone = outcome.status === 410
  const [disabled] = await sql<DisabledWebhook[]>`
    with sent as (
      update deliveries d set state = ${state}, attempts = d.attempts + 1, locked_until = null, next_attempt_at =
        case when ${state} = 'pending' then now() + ${outcome.nextDelayMs ?? 0}::float8 * interval '1 millisecond' end
      where d.webhook_id = ${delivery.webhook_id} and d.id = ${delivery.id}
        and d.locked_until = ${delivery.lease}::text::timestamptz
      returning d.webhook_id, d.id, d.attempts
    ), logged as (
      insert into delivery_attempts (webhook_id, delivery_id, attempt, at, ok, status, failure, duration_ms, response, explanation)
      select webhook_id, id, attempts, ${delivery.sent_at}::timestamptz, false, ${outcome.status}::int,
             ${outcome.failure}::text, ${outcome.durationMs}, ${outcome.response}, ${outcome.explanation}::text
      from sent
    ), failing as (
      update webhooks w set
        failing_since = coalesce(w.failing_since, ${delivery.sent_at}::timestamptz),
        status = case when ${gone} or w.failing_since < now() - interval '5 days' then 'disabled' else w.status end,
        disabled_reason = case
          when ${gone} then 'The endpoint answered 410 Gone, so nothing is sent to it any more. Enable the webhook again when it takes events.'
          when w.failing_since < now() - interval '5 days' then 'Every attempt has failed since '
            || to_char(w.failing_since, 'YYYY-MM-DD HH24:MI') || ' UTC. Repair the endpoint, then enable the webhook again.'
          end
      from sent
      where w.id = sent.webhook_id and w.url = ${delivery.url} and w.status = 'enabled'
        and (${gone} or w.failing_since is null or w.failing_since < now() - interval '5 days')
      returning w.id, w.workspace_id, w.project_id, w.url, w.status, w.disabled_reason
    ), told as (
      ${tell(
        sql,
        {
          projectId: sql`coalesce(f.project_id, 0)`,
          workspaceId: sql`f.workspace_id`,
          from: text`failing f`,
          where: text`f.status = 'disabled'`,
        },
        event('webhook.disabled', { webhook_id: sql`f.id`, reason: sql`f.disabled_reason` }),
      )}
    )
    select id, workspace_id, url, disabled_reason as reason from failing where status = 'disabled'`
  return disabled ?? null
}

/** Gives a claimed delivery back unsent, or broken off by us: it is due again, and no attempt is counted. */
export async function giveBack(sql: Sql, delivery: ClaimedDelivery): Promise<void> {
  await sql`
    update deliveries set locked_until = null
    where webhook_id = ${delivery.webhook_id} and id = ${delivery.id}
      and locked_until = ${delivery.lease}::text::timestamptz`
}
