import type { BucketDraft } from '@whisker/api/buckets.ts'
import type { z } from 'zod'
import { changeIn, type Locked, newStamp } from '../accounts/overwrite.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { sealedOf } from './credentials.ts'
import { freshPass } from './figures.ts'
import type { Keyring } from './keyring.ts'
import { type BucketRow, findBucket } from './queries.ts'

type Draft = z.output<typeof BucketDraft> & { field: string }
type Whose = { workspaceId: number; personId: string | null }

/**
 * Follows a bucket from now on. What is known of its objects stays as far as the new settings mean the same objects; else it is
 * forgotten, and pictures that have a task are found by their content.
 *
 * @throws 404, `changed_meanwhile`
 */
export async function keepBucket(
  sql: Sql,
  keyring: Keyring,
  caller: Whose,
  projectId: number,
  draft: Draft,
): Promise<BucketRow> {
  const { credentials, based_on, ...settings } = draft
  return sql.begin(async (tx) => {
    await tx`select from projects where id = ${projectId} and workspace_id = ${caller.workspaceId} for no key update`
    const before = await findBucket(tx, caller.workspaceId, projectId, 'for update').catch(() => null)
    const kept = sealedOf(keyring, projectId, before, draft)
    if (!before) {
      await tx`insert into buckets ${tx({ ...settings, ...kept, project_id: projectId })}`
      return findBucket(tx, caller.workspaceId, projectId)
    }
    const [locked] = await tx<Locked[]>`
      select changed, ${newStamp(tx)} as now from buckets where project_id = ${projectId}`
    const held = { ...before, ...(locked as Locked) }
    const changed = (await changeIn(tx, 'bucket', held, settings, { based_on, by: caller.personId })) ?? {}
    await forgetObjects(tx, projectId, before, settings)
    await tx`
      update buckets set ${tx({ ...settings, ...kept })}, updated_at = ${held.now}, changed = changed || ${tx.json(changed as never)},
        lease = null, leased_until = null, due_at = now(), troubles = 0, trouble_code = null, trouble = null, ${freshPass(tx)}
      where project_id = ${projectId}`
    return findBucket(tx, caller.workspaceId, projectId)
  }) as Promise<BucketRow>
}

/** What is not meant any more. */
async function forgetObjects(
  tx: Transaction,
  projectId: number,
  before: BucketRow,
  { endpoint, bucket, field, prefix, pattern }: Pick<Draft, 'endpoint' | 'bucket' | 'field' | 'prefix' | 'pattern'>,
): Promise<void> {
  if (endpoint !== before.endpoint || bucket !== before.bucket || field !== before.field)
    await tx`delete from bucket_objects where project_id = ${projectId}`
  else if (prefix !== before.prefix)
    await tx`delete from bucket_objects where project_id = ${projectId} and not starts_with(key, ${prefix})`
  if (pattern !== before.pattern)
    await tx`delete from bucket_objects where project_id = ${projectId} and state in ('waiting', 'failed')`
}
