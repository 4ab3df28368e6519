import type { Sql } from '../database/connect.ts'
import { type ClaimedDelivery, lease } from './claim.ts'
import type { Outcome } from './record-failure.ts'

/** An attempt that succeeded. */
export type Delivered = {
  delivery: ClaimedDelivery
  outcome: Pick<Outcome, 'status' | 'durationMs' | 'response'>
  /** The place at the endpoint goes on to the next delivery that is due there. */
  goesOn: boolean
}

/**
 * Writes attempts that succeeded into the log, with what follows from them: what is delivered is done, and its endpoint is well. In the
 * same statement a place that goes on is taken by the next delivery of the same webhook: as many are under way afterwards as before, so
 * it needs no lock against other servers (claim.ts), and two statements a delivery are one.
 *
 * Only who still holds the lease may write, and only that place goes on.
 *
 * What is written here is not taken again, though its minute may have run out: no statement locks a row that it has changed.
 *
 * Rows of webhooks are locked in their order: two servers must not wait for each other in a circle. For deliveries nobody waits.
 *
 * @returns for each the delivery that is to be sent now
 */
export async function recordDelivered(sql: Sql, many: Delivered[]): Promise<(ClaimedDelivery | null)[]> {
  const rows = many.map(({ delivery: { webhook_id, id, lease, sent_at }, outcome, goesOn }) => ({
    ...{ webhook_id, id, lease, sent_at, goes_on: goesOn },
    ...{ status: outcome.status, duration_ms: outcome.durationMs, response: outcome.response },
  }))
  const webhookIds = sql`any(${many.map(({ delivery }) => delivery.webhook_id)}::uuid[])`
  const next = await sql<ClaimedDelivery[]>`
    with done as materialized (
      select * from jsonb_to_recordset(${sql.json(rows)}) as g (
        webhook_id uuid, id uuid, lease text, sent_at text, goes_on boolean, status int, duration_ms int, response text)
    ), sent as (
      update deliveries d set state = 'delivered', attempts = d.attempts + 1, locked_until = null, next_attempt_at = null
      from done g
      where d.webhook_id = ${webhookIds} and d.id = any(${many.map(({ delivery }) => delivery.id)}::uuid[])
        and d.webhook_id = g.webhook_id and d.id = g.id and d.locked_until = g.lease::timestamptz
      returning g.*, d.attempts
    ), logged as (
      insert into delivery_attempts (webhook_id, delivery_id, attempt, at, ok, status, duration_ms, response)
      select webhook_id, id, attempts, sent_at::timestamptz, true, status, duration_ms, response from sent
    ), ill as materialized (
      select w.id from webhooks w
      where w.id = ${webhookIds} and w.failing_since is not null and w.id in (select webhook_id from sent)
      order by w.id for no key update
    ), recovered as (
      update webhooks w set failing_since = null from ill where w.id = ill.id
    ), due as materialized (
      select w.id as webhook_id, n.id, false as failing
      from (select webhook_id, count(*) as places from sent where goes_on group by 1) s
      join webhooks w on w.id = s.webhook_id and w.status = 'enabled'
      cross join lateral (
        select d.id from deliveries d
        where d.webhook_id = w.id and d.state = 'pending' and d.next_attempt_at <= now()
          and (d.locked_until is null or d.locked_until <= now())
        order by d.next_attempt_at, d.id limit s.places
        for update skip locked) n
    )
    ${lease(sql, sql`due`)}`
  const waiting = Map.groupBy(next, ({ webhook_id }) => webhook_id)
  return many.map(({ delivery, goesOn }) => (goesOn && waiting.get(delivery.webhook_id)?.shift()) || null)
}
