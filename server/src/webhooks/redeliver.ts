import type { Sql } from '../database/connect.ts'

const batch = 5000

/**
 * Makes a delivery due now, whatever has become of it: the same event with the same id. Its log and its count of
 * attempts go on, so a delivery that has used up all its tries gets one more. One that is under way stays with its sender.
 */
export async function redeliverOne(sql: Sql, webhookId: string, deliveryId: string): Promise<void> {
  await sql`
    update deliveries set state = 'pending', next_attempt_at = now() where webhook_id = ${webhookId} and id = ${deliveryId}`
}

/**
 * Makes due again what failed for good since then, by the time of the last attempt. In batches, so that no statement is
 * long; what fails again meanwhile is newer than the beginning of this and is not taken twice.
 *
 * @param sinceMs Unix time in milliseconds. @returns how many.
 */
export async function redeliverFailed(sql: Sql, webhookId: string, sinceMs: number): Promise<number> {
  const [clock] = await sql<{ now: string }[]>`select now()::text as now`
  let queued = 0
  for (;;) {
    const { count } = await sql`
      update deliveries set state = 'pending', next_attempt_at = now()
      where webhook_id = ${webhookId} and state = 'failed' and id = any(array(
        select d.id from deliveries d
        join delivery_attempts a on a.webhook_id = d.webhook_id and a.delivery_id = d.id and a.attempt = d.attempts
        where d.webhook_id = ${webhookId} and d.state = 'failed'
          and a.at >= to_timestamp(${sinceMs / 1000}::float8) and a.at < ${clock?.now as string}::text::timestamptz
        limit ${batch}))`
    queued += count
    if (count < batch) return queued
  }
}
