import { ApiProblem } from '../problem.ts'
import type { WithTasks } from '../tasks/has.ts'
import { findIntakeProject, type IntakeProject } from '../tasks/intake-project.ts'
import { openForPass } from './credentials.ts'
import { finish, rest } from './end-pass.ts'
import type { Keyring } from './keyring.ts'
import { type ClaimedBucket, giveBack, keepLease, LeaseLost } from './lease.ts'
import { notePage } from './note-page.ts'
import { openPlace, type Place } from './place.ts'
import { ownTrouble, takeObjects, waitingObjects } from './take-objects.ts'
import { trouble } from './trouble.ts'
import { fieldFor, wanted } from './wanted.ts'

/** A pass is done in slices, so that many buckets share few places; what a slice leaves, the next one finds in the tables. */
const sliceMs = 10_000

/**
 * Goes on with the pass over a bucket for a while. First what was listed and waits is read, then the next page is listed: so no more than a
 * page ever waits, and a pass that was cut off anywhere goes on from what stands in the tables.
 */
export async function goOn(
  server: WithTasks,
  keyring: Keyring,
  bucket: ClaimedBucket,
  stop: AbortSignal,
): Promise<void> {
  const lost = new AbortController()
  const signal = AbortSignal.any([stop, lost.signal])
  const release = keepLease(server.sql, bucket, () => lost.abort())
  try {
    const credentials = await openForPass(server.sql, keyring, bucket)
    if (credentials === undefined) return await rest(server, bucket, trouble('no_credentials'))
    const project = await findIntakeProject(server.sql, bucket.workspace_id, bucket.project_id)
    if (!fieldFor(project.input_spec, bucket.field)) return await rest(server, bucket, trouble('no_field'))
    const place = openPlace(server, { ...bucket, credentials }, { lane: String(bucket.workspace_id), signal })
    await slice(server, bucket, project, place, signal)
  } catch (error) {
    if (error instanceof LeaseLost || signal.aborted) return await giveBack(server.sql, bucket).catch(() => {})
    // Archived or deleted since it was claimed: nobody waits for it.
    if (error instanceof ApiProblem && error.status < 500) return await giveBack(server.sql, bucket)
    const ours = ownTrouble(error)
    if (ours === null) throw error
    await rest(server, bucket, { ...trouble('storage'), detail: ours })
  } finally {
    release()
    server.wake('renditions')
    server.wake('passed_over')
  }
}

async function slice(
  server: WithTasks,
  bucket: ClaimedBucket,
  project: IntakeProject,
  place: Place,
  signal: AbortSignal,
) {
  const wants = wanted(bucket.pattern)
  for (const end = performance.now() + sliceMs; performance.now() < end && !signal.aborted; ) {
    const objects = await waitingObjects(server.sql, bucket.project_id)
    if (objects.length > 0) {
      const stuck = await takeObjects(server, bucket, project, place, objects)
      if (stuck) return rest(server, bucket, stuck)
      continue
    }
    if (bucket.pass_ends) return finish(server, bucket)
    const before = place.requests
    const page = await place.list(bucket.pass_after)
    if (signal.aborted) break
    if (!page.ok) return rest(server, bucket, page)
    await notePage(server.sql, bucket, page, {
      ...{ wants, maxBytes: server.config.maxPictureBytes, requests: place.requests - before },
    })
  }
  await giveBack(server.sql, bucket)
}
