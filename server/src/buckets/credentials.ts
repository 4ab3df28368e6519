import type { Queryable, Sql } from '../database/connect.ts'
import { invalidField } from '../problem.ts'
import { type Keyring, placeOfSeal, type Sealed } from './keyring.ts'
import type { ClaimedBucket } from './lease.ts'
import type { Credentials } from './place.ts'
import { type BucketRow, findBucket } from './queries.ts'

type Sent = { endpoint: string; credentials?: Credentials | null | undefined }

const isSealed = (bucket: { sealed: Buffer | null; sealed_with: string | null }): bucket is Sealed =>
  bucket.sealed !== null

/** undefined: they cannot be opened here. What an older key had sealed is sealed anew. */
export async function openForPass(sql: Sql, keyring: Keyring, bucket: ClaimedBucket) {
  if (!isSealed(bucket)) return null
  const place = placeOfSeal(bucket.project_id)
  const text = keyring.open(bucket, place)
  if (text === null) return undefined
  if (bucket.sealed_with !== keyring.names[0]) {
    const { sealed, sealed_with } = keyring.seal(text, place)
    await sql`
      update buckets set sealed = ${sealed}, sealed_with = ${sealed_with}
      where project_id = ${bucket.project_id} and lease = ${bucket.lease}`
  }
  return JSON.parse(text) as Credentials
}

type MaybeSealed = Sealed | { sealed: null; sealed_with: null }

/** What is to be kept of credentials that were sent, or left out. */
export function sealedOf(keyring: Keyring, projectId: number, before: BucketRow | null, sent: Sent): MaybeSealed {
  if (sent.credentials === null) return { sealed: null, sealed_with: null }
  if (sent.credentials) return keyring.seal(JSON.stringify(sent.credentials), placeOfSeal(projectId))
  mayLeaveOut(before, sent)
  const { sealed, sealed_with } = before as BucketRow
  return { sealed, sealed_with } as MaybeSealed
}

/** Those of before are good for the store that they were given for: nobody who may not see them can send them elsewhere. */
function mayLeaveOut(before: BucketRow | null, { endpoint }: Sent): void {
  if (before && before.endpoint === endpoint) return
  const why = before
    ? 'are asked for again, since the endpoint is another one.'
    : 'are missing: say null for a bucket that everybody may read.'
  throw invalidField('/credentials', 'required', why)
}

/** The credentials to look into a bucket with: those that were sent, or those of the bucket that is followed. */
export async function credentialsFor(
  sql: Queryable,
  keyring: Keyring,
  workspaceId: number,
  projectId: number,
  sent: Sent,
): Promise<Credentials | null> {
  if (sent.credentials !== undefined) return sent.credentials
  const before = await findBucket(sql, workspaceId, projectId).catch(() => null)
  mayLeaveOut(before, sent)
  if (!before || !isSealed(before)) return null
  const text = keyring.open(before, placeOfSeal(projectId))
  if (text === null)
    throw invalidField(
      '/credentials',
      'required',
      'are sealed with a key that this server does not have. Send them again.',
    )
  return JSON.parse(text) as Credentials
}
