import { recordEvent } from '../events/tell.ts'
import type { WithTasks } from '../tasks/has.ts'
import { freshPass, passAsJson } from './figures.ts'
import { type ClaimedBucket, held, LeaseLost } from './lease.ts'

const restS = 30

/** Ends the pass: all is listed, and nothing waits. */
export async function finish({ sql }: WithTasks, bucket: ClaimedBucket): Promise<void> {
  const { project_id, workspace_id } = bucket
  await sql.begin(async (tx) => {
    const [ours] = await tx`${held(tx, bucket)}`
    if (!ours) throw new LeaseLost()
    const [ended] = await tx<{ found: { taken: number; replaced: number; removed: number; failed: number } }[]>`
      update buckets set
        lease = null, leased_until = null, due_at = now() + interval_minutes * interval '1 minute',
        troubles = 0, trouble_code = null, trouble = null,
        last_pass = ${passAsJson(tx)} || jsonb_build_object('finished_at', now()), ${freshPass(tx)}
      where project_id = ${project_id} returning last_pass as found`
    const { taken, replaced, removed, failed } = ended!.found
    if (taken + removed + failed > 0)
      await recordEvent(tx, { workspaceId: workspace_id, projectId: project_id }, 'bucket.followed', {
        ...{ project_id, taken, replaced, removed, failed },
      })
  })
}

/** Leaves the bucket alone for a while: longer each time, up to the interval that was set. The pass goes on from where it is. */
export async function rest(
  { sql }: WithTasks,
  bucket: ClaimedBucket,
  { code, detail }: { code: string; detail: string },
): Promise<void> {
  const { project_id, workspace_id, interval_minutes, troubles } = bucket
  const waitS = Math.min(interval_minutes * 60, restS * 2 ** Math.min(troubles, 10))
  await sql.begin(async (tx) => {
    const [ours] = await tx`${held(tx, bucket)}`
    if (!ours) return
    await tx`
      update buckets set lease = null, leased_until = null, due_at = now() + ${waitS} * interval '1 second',
        troubles = troubles + 1, trouble_code = ${code}, trouble = ${detail}
      where project_id = ${project_id}`
    if (troubles === 0)
      await recordEvent(tx, { workspaceId: workspace_id, projectId: project_id }, 'bucket.troubled', {
        project_id,
        code,
        detail,
      })
  })
}
