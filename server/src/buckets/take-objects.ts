import { nameOfPath } from '@whisker/api/file-names.ts'
import { type Kept, keepPictures } from '../assets/intake.ts'
import { isContention, type Sql, type Transaction } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'
import type { WithTasks } from '../tasks/has.ts'
import { type InsertedTask, insertTasks } from '../tasks/insert.ts'
import type { IntakeProject } from '../tasks/intake-project.ts'
import { readBytes } from '../tasks/media/image.ts'
import type { PreparedTask } from '../tasks/write-drafts.ts'
import { type ClaimedBucket, held, LeaseLost } from './lease.ts'
import type { Place } from './place.ts'

/** Objects of one transaction, and how many of them are read at a time: half of what a workspace may fetch at once. */
const objectsAtOnce = 32
const readAtOnce = 8
/** Bytes that may be in memory until the transaction is over: those of pictures that the store had already. */
const bytesAtOnce = 64_000_000
/** An object that cannot be read so many times is left for the next pass. */
const maxTries = 3

type Waiting = { key: string; etag: string; size_bytes: number; tries: number }
type Outcome =
  | { object: Waiting; task: PreparedTask; again: Kept[] }
  | { object: Waiting; code: string; detail: string; isPassing: boolean }

/** Objects that were listed and not read yet, those that were tried least first. */
export async function waitingObjects(sql: Sql, projectId: number): Promise<Waiting[]> {
  const objects = await sql<Waiting[]>`
    select key, etag, size_bytes::float8 as size_bytes, tries from bucket_objects
    where project_id = ${projectId} and state = 'waiting' order by tries, key limit ${objectsAtOnce}`
  let bytes = 0
  return objects.filter(({ size_bytes }, at) => {
    bytes += size_bytes
    return bytes <= bytesAtOnce || at === 0
  })
}

/**
 * Reads objects, a few at a time, and makes tasks of them by the same statement as `POST /tasks`: same checks, same limits, one picture
 * one task. The tasks and what is noted of the objects are one transaction: after a kill an object has its task, or waits.
 *
 * @returns whether anything could be read at all, and otherwise why not
 */
export async function takeObjects(
  server: WithTasks,
  bucket: ClaimedBucket,
  project: IntakeProject,
  place: Place,
  objects: Waiting[],
): Promise<{ code: string; detail: string } | null> {
  const before = place.requests
  const outcomes: Outcome[] = new Array(objects.length)
  let next = 0
  const lane = async () => {
    for (let at = next++; at < objects.length; at = next++)
      outcomes[at] = await readObject(server, bucket, project, place, objects[at]!)
  }
  const lanes = await Promise.allSettled(Array.from({ length: readAtOnce }, lane))
  for (const one of lanes) if (one.status === 'rejected') throw one.reason
  const kept = outcomes.flatMap((outcome) => ('task' in outcome ? outcome.again : []))
  await keepPictures(server, bucket.workspace_id, kept, () =>
    inTurn(() => server.sql.begin((tx) => note(tx, bucket, project, outcomes, place.requests - before))),
  )
  const stuck = outcomes.flatMap((outcome) => ('code' in outcome && outcome.isPassing ? [outcome] : []))
  return stuck.length === outcomes.length ? (stuck[0] ?? null) : null
}

async function readObject(
  server: WithTasks,
  { workspace_id, bucket, field }: ClaimedBucket,
  { strict_types }: IntakeProject,
  place: Place,
  object: Waiting,
): Promise<Outcome> {
  const read = await place.read(object.key, server.config.maxPictureBytes)
  if (!read.ok) return { object, code: read.code, detail: read.detail, isPassing: read.isPassing }
  const caller = { workspaceId: workspace_id, keyId: null, projectIds: null }
  const where = { server, caller, strictTypes: strict_types }
  const kept = await readBytes(where, read.bytes, read.declaredType)
  if (!kept.ok) return { object, code: kept.fieldCode ?? kept.code, detail: kept.detail, isPassing: false }
  const { asset, again, sha256 } = kept.file!
  return {
    object,
    task: {
      ...{ items: [{ [field]: kept.value }], assets: [asset!], references: [] },
      // The id that the CLI and the page give: whichever door a picture came by first, the others find it there.
      ...{ external_id: `sha256:${sha256}`, name: nameOfPath(object.key).name, metadata: { bucket, key: object.key } },
    },
    again: again ? [{ asset: asset!, again }] : [],
  }
}

async function note(
  tx: Transaction,
  bucket: ClaimedBucket,
  project: IntakeProject,
  outcomes: Outcome[],
  requests: number,
) {
  const { project_id } = bucket
  const [ours] = await tx`${held(tx, bucket)}`
  if (!ours) throw new LeaseLost()
  const read = outcomes.filter((outcome) => 'task' in outcome)
  const made = await insertTasks(
    tx,
    bucket.workspace_id,
    project,
    read.map(({ task }) => task),
  )
  const rows = [
    ...read.map(({ object }, at) => ({ ...object, ...becameOf(made[at]!) })),
    ...outcomes.flatMap((outcome) =>
      'code' in outcome
        ? [
            {
              ...outcome.object,
              ...{
                state: outcome.isPassing && outcome.object.tries + 1 < maxTries ? 'waiting' : 'failed',
                task_id: null,
              },
              ...{ code: outcome.code, detail: outcome.detail },
            },
          ]
        : [],
    ),
  ]
  // What was listed anew meanwhile stays as it was listed then: only what is still the one that was read is noted.
  await tx`
    with known as materialized (
      select * from jsonb_to_recordset(${tx.json(rows as never)})
        as k (key text, etag text, state text, task_id uuid, code text, detail text)
    ), noted as (
      update bucket_objects o set
        state = k.state, code = k.code, detail = k.detail, tries = o.tries + 1, changed_at = now(),
        replaced_task_id = case when k.task_id <> o.task_id then o.task_id else o.replaced_task_id end,
        task_id = coalesce(k.task_id, o.task_id)
      from known k
      where o.project_id = ${project_id} and o.key = k.key and o.etag = k.etag and o.state = 'waiting'
      returning o.state, o.replaced_task_id, k.task_id
    )
    update buckets set
      pass_requests = pass_requests + ${requests},
      pass_taken = pass_taken + (select count(*)::int from noted where state = 'taken'),
      pass_replaced = pass_replaced + (select count(*)::int from noted where state = 'taken' and replaced_task_id is not null and replaced_task_id <> task_id),
      pass_failed = pass_failed + (select count(*)::int from noted where state = 'failed')
    where project_id = ${project_id}`
}

function becameOf(made: InsertedTask) {
  if (made.state === 'unknown_asset') throw new Error('A picture that came with its task was not there.')
  if (made.state === 'conflict')
    return {
      ...{ state: 'failed', task_id: null, code: 'duplicate_external_id' },
      detail: `The task ${made.id} has the hash of this picture as its external_id, and other content.`,
    }
  return { state: 'taken', task_id: made.id, code: null, detail: null }
}

/** Two senders of the same pictures in different orders wait for each other; who is told to give way tries again. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === 4 || !isContention(error)) throw error
    }
  }
}

/** Of an error that is no fault of the bucket's: what to tell; everything else is thrown. */
export function ownTrouble(error: unknown): string | null {
  return error instanceof ApiProblem && error.status === 503 ? error.message : null
}
