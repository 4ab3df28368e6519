import { removeFiles } from '../assets/remove-files.ts'
import { mayNowSweep } from '../assets/sweep-pause.ts'
import type { Server } from '../context.ts'
import type { Round } from '../jobs/loop.ts'

const batch = 500

/**
 * Removes what has had its time: receipts after 72 hours, events (with their deliveries) after 30 days, the audit log after AUDIT_DAYS, used links,
 * ended sessions, counters, and pictures that nothing has pointed to for a day. In small batches: nothing here is urgent.
 */
export function keepHouse(server: Server): Round {
  const { sql, config } = server
  return async () => {
    const counts = [
      await sql`delete from receipts where ctid = any(array(
        select ctid from receipts where created_at < now() - interval '72 hours' limit ${batch}))`,
      await sql`delete from events where ctid = any(array(
        select ctid from events where created_at < now() - interval '30 days' limit ${batch}))`,
      await sql`delete from audit_log where ${config.auditDays} > 0 and ctid = any(array(
        select ctid from audit_log where at < now() - make_interval(days => ${config.auditDays}) limit ${batch}))`,
      await sql`delete from one_time_links where expires_at < now() - interval '1 day'`,
      await sql`delete from sign_ins where expires_at < now()`,
      await sql`delete from sessions where id in (select session_id from provider_sessions where ends_at < now())`,
      await sql`delete from attempts where expires_at < now()`,
      await sql`delete from shares_in_use where at < now() - interval '1 minute'`,
      await sql`delete from sessions
        where last_seen_at < now() - interval '14 days' or created_at < now() - interval '30 days'`,
    ].map((result) => result.count)
    const swept = await sweepAssets(server)
    return Math.max(...counts.slice(0, 3), swept) >= batch ? 'again' : 'done'
  }
}

/**
 * Pictures that nothing has pointed to for a day. First the row goes, and only if nothing points to it; then the files.
 */
async function sweepAssets(server: Server): Promise<number> {
  const gone = await server.sql.begin(async (tx): Promise<{ workspace_id: number; sha256: string }[]> => {
    if (!(await mayNowSweep(tx))) return []
    return tx<{ workspace_id: number; sha256: string }[]>`
      delete from assets where (workspace_id, sha256) in (
        select a.workspace_id, a.sha256 from assets a
        where a.created_at < now() - interval '1 day'
          and not exists (select from task_assets t where t.workspace_id = a.workspace_id and t.sha256 = a.sha256)
        limit ${batch} for update skip locked)
      returning workspace_id, sha256`
  })
  await removeFiles(server, gone)
  return gone.length
}
