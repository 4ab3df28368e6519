import type { Bucket, BucketObject, objectFilters } from '@whisker/api/buckets.ts'
import type { Queryable } from '../database/connect.ts'
import { listPage } from '../http/list-page.ts'
import { notFound } from '../problem.ts'
import { countObjects, passAsJson } from './figures.ts'
import type { Keyring } from './keyring.ts'

type Pass = NonNullable<Bucket['pass']>
type Settings = Pick<
  Bucket,
  'endpoint' | 'region' | 'bucket' | 'prefix' | 'pattern' | 'field' | 'interval_minutes' | 'created_at' | 'updated_at'
>
export type BucketRow = Settings & {
  project_id: number
  sealed: Buffer | null
  sealed_with: string | null
  paused_at: string | null
  due_at: string
  is_at_work: boolean
  trouble_code: string | null
  trouble: string | null
  pass: Pass | null
  last_pass: Pass | null
}

/** The bucket of a project of the workspace, its row locked if asked for. @throws 404, the same for unknown and foreign ids */
export async function findBucket(
  sql: Queryable,
  workspaceId: number,
  projectId: number,
  lock?: 'for update',
): Promise<BucketRow> {
  const [bucket] = await sql<BucketRow[]>`
    select b.project_id, b.endpoint, b.region, b.bucket, b.prefix, b.pattern, b.field, b.interval_minutes, b.sealed, b.sealed_with,
      b.paused_at, b.due_at, coalesce(b.leased_until > now(), false) as is_at_work, b.trouble_code, b.trouble, b.last_pass,
      case when b.pass_started_at is not null then ${passAsJson(sql)} end as pass, b.created_at, b.updated_at
    from buckets b
    where b.project_id = ${projectId}
      and exists (select from projects p where p.id = b.project_id and p.workspace_id = ${workspaceId})
    ${lock ? sql`for update` : sql``}`
  if (!bucket) throw notFound('bucket')
  return bucket
}

/** As the API shows it: nothing of its credentials. */
export async function shownBucket(sql: Queryable, keyring: Keyring, row: BucketRow): Promise<Bucket> {
  const { sealed, sealed_with, paused_at, due_at, trouble_code, trouble, pass, last_pass, ...settings } = row
  const isOurs = sealed_with !== null && keyring.names.includes(sealed_with)
  return {
    ...settings,
    credentials: sealed === null ? 'none' : isOurs ? 'sealed' : 'unreadable',
    status: paused_at === null ? 'following' : 'paused',
    trouble: trouble_code === null ? null : { code: trouble_code, detail: trouble ?? '' },
    objects: await countObjects(sql, row.project_id),
    pass: pass && shownPass(pass),
    last_pass: last_pass && shownPass(last_pass),
    next_pass_at: paused_at === null ? due_at : null,
  }
}

// Times inside JSON have the database's spelling.
const spelled = (time: string) => new Date(time).toISOString()

function shownPass({ started_at, finished_at, ...figures }: Pass): Pass {
  return { ...figures, started_at: spelled(started_at), finished_at: finished_at ? spelled(finished_at) : null }
}

/** Objects of a bucket that was looked up, by name. */
export async function objectsPage(
  sql: Queryable,
  projectId: number,
  { state, ...asked }: { limit?: number; after?: string; state?: (typeof objectFilters)[number] },
): Promise<{ data: BucketObject[]; next?: string }> {
  const which =
    state === undefined
      ? sql``
      : state === 'replaced'
        ? sql`and o.replaced_task_id is not null`
        : sql`and o.state = ${state}`
  return listPage<BucketObject>(
    sql,
    asked,
    {
      usual: 100,
      shape: [/^[^\0]*$/],
      key: ({ key }) => [key],
      weigh: (size) => sql`${size(sql`x.key`)} + ${size(sql`x.detail`)}`,
    },
    (limit, [after = ''] = []) => sql`
      select row_number() over (order by o.key) as pos, o.key, o.state, o.etag, o.size_bytes::float8 as size_bytes,
        (select t.id from tasks t where t.project_id = ${projectId} and t.id = o.task_id) as task_id,
        (select t.id from tasks t where t.project_id = ${projectId} and t.id = o.replaced_task_id) as replaced_task_id,
        o.code, o.detail, o.changed_at
      from bucket_objects o where o.project_id = ${projectId} and o.key > ${after} ${which}
      order by o.key limit ${limit}`,
  )
}
