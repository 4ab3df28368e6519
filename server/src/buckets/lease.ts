import { randomUUID } from 'node:crypto'
import type { Queryable, Sql } from '../database/connect.ts'

/** Of one server on one bucket; it is made longer while a step lasts, and a server that dies gives it back after it. */
const leaseSeconds = 60
const renewMs = 15_000

export type ClaimedBucket = {
  project_id: number
  workspace_id: number
  endpoint: string
  region: string
  bucket: string
  prefix: string
  pattern: string
  field: string
  interval_minutes: number
  sealed: Buffer | null
  sealed_with: string | null
  lease: string
  pass_again: boolean
  pass_after: string
  pass_ends: boolean
  troubles: number
}

/** The row is another's, paused, changed or gone: what was being done is no longer ours to write down. */
export class LeaseLost extends Error {}

/**
 * Takes the bucket that waits longest: of a pass that is under way, or whose time has come. One server at a time has it. Left out are
 * those of workspaces that have their share of this server, and those whose credentials this server cannot open.
 */
export async function claimBucket(
  sql: Sql,
  { keys, busy }: { keys: string[]; busy: number[] },
): Promise<ClaimedBucket | null> {
  const [bucket] = await sql<ClaimedBucket[]>`
    with due as materialized (
      select b.project_id, p.workspace_id
      from buckets b join projects p on p.id = b.project_id
      where b.paused_at is null and b.due_at <= now() and (b.leased_until is null or b.leased_until <= now())
        and p.status <> 'archived' and p.workspace_id <> all(${busy}::int[])
        and (b.sealed_with is null or b.sealed_with = any(${keys}))
      order by b.due_at limit 1 for update of b skip locked
    )
    update buckets b set lease = ${randomUUID()}, leased_until = now() + ${leaseSeconds} * interval '1 second',
      pass_started_at = coalesce(b.pass_started_at, now())
    from due where b.project_id = due.project_id
    returning b.project_id, due.workspace_id, b.endpoint, b.region, b.bucket, b.prefix, b.pattern, b.field, b.interval_minutes,
      b.sealed, b.sealed_with, b.lease, b.pass_again, b.pass_after, b.pass_ends, b.troubles`
  return bucket ?? null
}

/** For a part of a statement: the row, locked, if it is still ours. Whatever a pass writes hangs on it. */
export const held = (sql: Queryable, { project_id, lease }: Pick<ClaimedBucket, 'project_id' | 'lease'>) => sql`
  select b.project_id from buckets b
  where b.project_id = ${project_id} and b.lease = ${lease} and b.paused_at is null for update`

/** Makes the lease longer until it is stopped. @param onLost when it is no longer ours */
export function keepLease(sql: Sql, { project_id, lease }: ClaimedBucket, onLost: () => void): () => void {
  const timer = setInterval(async () => {
    const kept = await sql`
      update buckets set leased_until = now() + ${leaseSeconds} * interval '1 second'
      where project_id = ${project_id} and lease = ${lease} and paused_at is null`.catch(() => null)
    // A database that does not answer takes it away by itself, in time.
    if (kept?.count === 0) onLost()
  }, renewMs)
  return () => clearInterval(timer)
}

/** Gives it back: others that wait come first. */
export async function giveBack(sql: Sql, { project_id, lease }: ClaimedBucket): Promise<void> {
  await sql`
    update buckets set lease = null, leased_until = null, due_at = now() where project_id = ${project_id} and lease = ${lease}`
}
