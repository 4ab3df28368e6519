import type { Bucket } from '@whisker/api/buckets.ts'

/** A bucket and how far it is, for a person. */
export function describe(bucket: Bucket): string {
  const { objects, pass, last_pass, trouble, status, next_pass_at } = bucket
  const counts = [
    `${objects.taken} taken`,
    objects.waiting > 0 && `${objects.waiting} waiting`,
    objects.failed > 0 && `${objects.failed} failed`,
    objects.replaced > 0 && `${objects.replaced} written anew`,
    objects.removed > 0 && `${objects.removed} gone`,
  ].filter(Boolean)
  const lines = [
    `s3://${bucket.bucket}/${bucket.prefix}${bucket.pattern && `  ${bucket.pattern}`}  at ${bucket.endpoint}`,
    `objects: ${counts.join(', ')}`,
    pass ? `a pass is under way: ${pass.listed} listed, ${pass.taken} taken, ${pass.failed} failed` : lastOf(last_pass),
    trouble && `stopped: ${trouble.detail}`,
    bucket.credentials === 'unreadable' && 'its credentials cannot be opened here: follow it again with its keys set',
    status === 'paused'
      ? 'paused'
      : next_pass_at && !pass && `next pass: ${next_pass_at.slice(0, 16).replace('T', ' ')} UTC`,
  ]
  return lines.flatMap((line) => (line ? [`${line}\n`] : [])).join('')
}

function lastOf(pass: Bucket['last_pass']): string {
  if (!pass) return 'no pass has come to its end yet'
  const { listed, requests, taken, removed, failed } = pass
  return `last pass: ${listed} listed with ${requests} requests, ${taken} taken, ${removed} gone, ${failed} failed`
}
