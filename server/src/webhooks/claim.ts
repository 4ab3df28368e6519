import type { Fragment, Queryable, Sql } from '../database/connect.ts'
import type { SentEvent } from './payload.ts'

/** How many sends one endpoint gets at a time, from all servers together. */
const sendsOfOneWebhook = 4
/** Longer than a send and the record of its outcome can take; a server that dies gives its rows back after it. */
const leaseSeconds = 60
/** Any number that no other advisory lock of this database uses as its first half. */
const lockClass = 1_463_847_235

export type ClaimedDelivery = {
  webhook_id: string
  id: string
  /** Attempts before this one. */
  attempts: number
  /** `locked_until` to the microsecond: who holds the row under another lease is no longer us. */
  lease: string
  /** By the database's clock. */
  sent_at: string
  /** Whether the endpoint's last attempt failed. */
  failing: boolean
  url: string
  /** The newest first. */
  secrets: string[]
  event_project_id: number
  event_id: string
} & SentEvent

/**
 * Takes deliveries for a minute.
 *
 * @param chosen rows with `webhook_id`, `id` and `failing` of deliveries that are due and locked
 */
export const lease = (sql: Queryable, chosen: Fragment) => sql`
  update deliveries d set locked_until = now() + ${leaseSeconds} * interval '1 second'
  from ${chosen} c, webhooks w, events e
  where d.webhook_id = c.webhook_id and d.id = c.id and w.id = c.webhook_id
    and e.project_id = d.event_project_id and e.id = d.event_id
  returning d.webhook_id, d.id, d.attempts, d.locked_until::text as lease, now() as sent_at, c.failing, w.url,
            array_remove(array[w.secret, case when w.old_secret_until > now() then w.old_secret end], null) as secrets,
            d.event_project_id, d.event_id, e.type, e.created_at, e.data`

/** Free places of this process. Endpoints that fail have places of their own; see sender.ts. */
export type Places = { healthy: number; failing: number }

/**
 * Takes deliveries that are due: at most four of one webhook are under way at a time, and places go round the webhooks,
 * so that neither a slow endpoint nor a long queue delays another's.
 *
 * Two statements, and the first one only picks webhooks and takes a lock for each (released with the transaction, skipped
 * when another server has it). In one statement the count of what is under way is from before the lock, and two servers
 * gave an endpoint eight at a time. Not a lock of the webhook's row: fan-out holds that one most of the time while it
 * works through a long backlog, which is when sends matter.
 */
export async function claimDue(sql: Sql, places: Places): Promise<ClaimedDelivery[]> {
  return (await sql.begin(async (tx) => {
    const locked = await tx<{ id: string }[]>`
      with due as materialized (
        select w.id from webhooks w
        where w.status = 'enabled'
          and case when w.failing_since is null then ${places.healthy}::int else ${places.failing}::int end > 0
          and now() >= (
            select d.next_attempt_at from deliveries d
            where d.webhook_id = w.id and d.state = 'pending' and (d.locked_until is null or d.locked_until <= now())
            order by d.next_attempt_at limit 1)
          and ${sendsOfOneWebhook}::int > (
            select count(*) from deliveries d where d.webhook_id = w.id and d.locked_until > now())
        order by random() limit ${places.healthy + places.failing}
      )
      select id from due where pg_try_advisory_xact_lock(${lockClass}, hashtext(id::text))`
    if (locked.length === 0) return []
    return tx<ClaimedDelivery[]>`
      with due as (
        select w.id as webhook_id, w.failing_since is not null as failing, d.id,
               row_number() over (partition by w.id order by d.next_attempt_at, d.id) as turn
        from webhooks w cross join lateral (
          select d.id, d.next_attempt_at from deliveries d
          where d.webhook_id = w.id and d.state = 'pending' and d.next_attempt_at <= now()
            and (d.locked_until is null or d.locked_until <= now())
          order by d.next_attempt_at, d.id
          limit greatest(0, ${sendsOfOneWebhook} - (
            select count(*) from deliveries u where u.webhook_id = w.id and u.locked_until > now()))
          for update skip locked) d
        where w.id = any(${locked.map(({ id }) => id)}::uuid[])
      ), chosen as (
        select webhook_id, id, failing, row_number() over (partition by failing order by turn, random()) as place from due
      )
      ${lease(tx, sql`(select * from chosen where place <= case when failing then ${places.failing}::int else ${places.healthy}::int end)`)}`
  })) as ClaimedDelivery[]
}
