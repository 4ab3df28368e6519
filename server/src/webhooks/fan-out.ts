import type { Sql } from '../database/connect.ts'
import { newDeliveryId } from './delivery-id.ts'

const eventsOfOneWebhook = 500
const webhooksOfOneRound = 20

/**
 * Turns events into deliveries: each webhook has a cursor in its workspace's events, and moves on by up to 500 of them,
 * whether they are for it or not.
 *
 * One statement takes the webhook's row, inserts and moves the cursor, so each event becomes a delivery exactly once
 * however many servers do this and whenever they die. The events themselves are the outbox: an event has been written
 * if and only if its change was committed. Readers stay below the oldest running transaction, because a lower
 * transaction may commit later (events/routes.ts).
 *
 * Who is behind is found by one look into the index of events for each enabled webhook. Twenty webhooks at random: one that is a million events
 * behind must not keep the others waiting.
 *
 * A test goes only to the webhook that is tested (its delivery is made by the route), and a webhook that was enabled
 * again is not told that it had been disabled.
 *
 * @returns how many deliveries were made, and whether there is more to do at once.
 */
export async function fanOut(sql: Sql): Promise<{ queued: number; more: boolean }> {
  const [done] = await sql<{ queued: number; read: number; webhooks: number }[]>`
    with behind as materialized (
      select w.id, w.workspace_id, w.project_id, w.event_types, w.cursor_xid, w.cursor_id, w.begins_after
      from webhooks w
      where w.status = 'enabled' and pg_snapshot_xmin(pg_current_snapshot()) > (
        select e.xid from events e
        where e.workspace_id = w.workspace_id and (e.xid, e.id) > (w.cursor_xid, w.cursor_id)
        order by e.xid, e.id limit 1)
      order by random() limit ${webhooksOfOneRound}
      for no key update of w skip locked
    ), read as materialized (
      select b.id as webhook_id, e.project_id, e.xid, e.id, row_number() over (partition by b.id order by e.xid, e.id) as place,
             e.type <> 'webhook.test'
             and not (e.type = 'webhook.disabled' and e.data ->> 'webhook_id' = b.id::text)
             and (b.project_id is null or e.project_id = b.project_id)
             and (b.event_types = '{}' or e.type = any(b.event_types))
             and not pg_visible_in_snapshot(e.xid, b.begins_after) as wanted
      from behind b cross join lateral (
        select e.project_id, e.xid, e.id, e.type, e.data from events e
        where e.workspace_id = b.workspace_id and (e.xid, e.id) > (b.cursor_xid, b.cursor_id)
          and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by e.xid, e.id limit ${eventsOfOneWebhook}) e
    ), queued as (
      insert into deliveries (webhook_id, id, event_project_id, event_id)
      select webhook_id, ${newDeliveryId(sql, sql`place`)}, project_id, id from read where wanted order by webhook_id, place
      on conflict do nothing
      returning 1
    ), moved as (
      update webhooks w set cursor_xid = r.xid, cursor_id = r.id
      from (select distinct on (webhook_id) webhook_id, xid, id from read order by webhook_id, place desc) r
      where w.id = r.webhook_id
    )
    select (select count(*) from queued)::int as queued, coalesce(max(place), 0)::int as read,
           count(distinct webhook_id)::int as webhooks from read`
  const { queued, read, webhooks } = done as { queued: number; read: number; webhooks: number }
  return { queued, more: read === eventsOfOneWebhook || webhooks === webhooksOfOneRound }
}
