import type { Sql } from '../database/connect.ts'
import { type ClaimedBucket, held, LeaseLost } from './lease.ts'
import type { ListedObject, ObjectPage } from './object-page.ts'
import { trouble } from './trouble.ts'

/** What may be otherwise although the object is the same: rights, and the limit for sizes (which costs no request). */
const worthAnotherTry = ['forbidden', 'vanished', 'unavailable', 'busy', 'storage', 'too_large']

/**
 * Compares a page of the listing with what is known between its first and its last name, in one statement: what is new or written anew
 * waits to be read, what is not named is gone. An object that is as it was costs nothing, and nothing is written of it; a whole pass
 * over 100,000 such objects is 100 requests and 100 of these statements.
 *
 * An object that never became a task is forgotten when it is gone. One that comes back as it was is taken as it was.
 *
 * @param wants whether an object is one that is to become a task
 */
export async function notePage(
  sql: Sql,
  bucket: ClaimedBucket,
  page: ObjectPage,
  { wants, maxBytes, requests }: { wants: (object: ListedObject) => boolean; maxBytes: number; requests: number },
): Promise<void> {
  const { project_id, pass_after: after, pass_again: again } = bucket
  const upTo = page.more ? (page.objects.at(-1)?.key ?? after) : null
  const rows = page.objects.map((object) => ({
    ...{ key: object.key, etag: object.etag, size_bytes: object.sizeBytes, wanted: wants(object) },
    ...(object.sizeBytes > maxBytes && tooLarge(object.sizeBytes, maxBytes)),
  }))
  const [noted] = await sql`
    with ours as materialized (${held(sql, bucket)}),
    listed as materialized (
      select * from jsonb_to_recordset(${sql.json(rows as never)})
        as l (key text, etag text, size_bytes bigint, wanted boolean, code text, detail text)
    ), put as (
      insert into bucket_objects as o (project_id, key, etag, size_bytes, state, code, detail)
      select ${project_id}, l.key, l.etag, l.size_bytes, case when l.code is null then 'waiting' else 'failed' end, l.code, l.detail
      from listed l cross join ours where l.wanted
      on conflict (project_id, key) do update set
        etag = excluded.etag, size_bytes = excluded.size_bytes, code = excluded.code, detail = excluded.detail,
        state = case when excluded.state = 'failed' then 'failed'
                     when o.state = 'removed' and o.etag = excluded.etag and o.task_id is not null then 'taken'
                     else 'waiting' end,
        tries = 0, changed_at = now()
      where o.etag <> excluded.etag or o.state = 'removed'
         or o.state = 'failed' and o.code is distinct from excluded.code and (${again} or o.code = any(${worthAnotherTry}))
      returning state
    ), gone as (
      update bucket_objects o set state = 'removed', code = null, detail = null, changed_at = now()
      from ours
      where o.project_id = ${project_id} and o.key > ${after} and (${upTo}::text is null or o.key <= ${upTo})
        and o.state <> 'removed' and o.task_id is not null and not exists (select from listed l where l.key = o.key)
      returning 1
    ), forgotten as (
      delete from bucket_objects o using ours
      where o.project_id = ${project_id} and o.key > ${after} and (${upTo}::text is null or o.key <= ${upTo})
        and o.task_id is null and not exists (select from listed l where l.key = o.key)
    )
    update buckets b set
      pass_after = coalesce(${upTo}, b.pass_after), pass_ends = ${upTo === null}, pass_listed = b.pass_listed + ${page.objects.length},
      pass_requests = b.pass_requests + ${requests},
      pass_removed = b.pass_removed + (select count(*)::int from gone),
      pass_failed = b.pass_failed + (select count(*)::int from put where state = 'failed')
    from ours where b.project_id = ${project_id} returning 1`
  if (!noted) throw new LeaseLost()
  bucket.pass_after = upTo ?? after
  bucket.pass_ends = upTo === null
}

function tooLarge(sizeBytes: number, maxBytes: number) {
  const [has, max] = [sizeBytes, maxBytes].map((bytes) => (bytes / 1e6).toFixed(1))
  const { code } = trouble('too_large')
  return {
    code,
    detail: `The object has ${has} MB; pictures of at most ${max} MB are taken. It was not read. Put a smaller one there.`,
  }
}
