import { z } from 'zod'
import { maxPatternCharacters } from './bucket-names.ts'
import { endpoint, read, write } from './endpoint.ts'
import { basedOn, Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'
import { nonEmptyText, text, webAddress } from './text.ts'

export const bucketStates = ['waiting', 'taken', 'failed', 'removed'] as const
export const objectFilters = [...bucketStates, 'replaced'] as const

const place = {
  endpoint: webAddress(500).meta({
    description: 'Where the store is, e.g. `https://s3.eu-central-1.amazonaws.com`; the bucket is named beside it',
  }),
  region: nonEmptyText(60).default('us-east-1'),
  bucket: z.string().regex(/^[a-zA-Z0-9](?!.*\.\.)[a-zA-Z0-9._-]{1,252}[a-zA-Z0-9]$/, {
    error: 'is no name of a bucket: 3 letters, digits, dots and hyphens or more, without slashes',
  }),
  prefix: text(1000).default('').meta({ description: 'Only objects whose names begin so, e.g. `cameras/2026/`' }),
  pattern: text(maxPatternCharacters).default('').meta({
    description:
      'Only objects whose names fit: `*` within a folder, `**` across folders, `?` one character; without a `/` it speaks of the last part. Empty: what ends like a picture (`.jpg`, `.png` ...) and is not hidden',
  }),
  credentials: z
    .strictObject({ access_key_id: nonEmptyText(200), secret_access_key: nonEmptyText(1000) })
    .nullable()
    .optional()
    .meta({
      description:
        'Kept sealed, and never shown again. `null`: a bucket that everybody may read. Left out: those that are there, as long as the endpoint is the same',
    }),
}

export const BucketDraft = z
  .strictObject({
    ...place,
    field: nonEmptyText(200).optional().meta({
      description: 'The input field that gets the picture. May be left out where only one takes pictures',
    }),
    interval_minutes: z.int().min(5).max(10_080).default(60).meta({
      description: 'From the end of a pass over the bucket to the beginning of the next',
    }),
    based_on: basedOn('bucket').optional(),
  })
  .meta({ id: 'BucketDraft' })
export type BucketDraft = z.infer<typeof BucketDraft>

const count = z.int()

const BucketPass = z.object({
  started_at: Timestamp,
  finished_at: Timestamp.nullable(),
  listed: count.meta({ description: 'Objects that the bucket has named' }),
  requests: count.meta({ description: 'Requests to the bucket, repeated ones too' }),
  taken: count.meta({ description: 'Pictures that became tasks, or that a task had already' }),
  replaced: count.meta({ description: 'Of these, objects whose earlier content is another task' }),
  removed: count.meta({ description: 'Objects that are no longer there; their tasks stay' }),
  failed: count,
})

export const Bucket = z
  .object({
    project_id: ProjectId,
    endpoint: z.string(),
    region: z.string(),
    bucket: z.string(),
    prefix: z.string(),
    pattern: z.string(),
    field: z.string(),
    interval_minutes: z.int(),
    credentials: z.enum(['sealed', 'none', 'unreadable']).meta({
      description: '`unreadable`: sealed with a key that this server does not have. Send them again',
    }),
    status: z.enum(['following', 'paused']),
    is_at_work: z.boolean().meta({ description: 'A pass is under way' }),
    trouble: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .meta({ description: 'Why the last pass did not come to its end; it goes on from there at the next time' }),
    objects: z
      .object({ waiting: count, taken: count, failed: count, removed: count, replaced: count })
      .meta({ description: 'Objects by what became of them. `replaced` are also counted by their state of today' }),
    pass: BucketPass.nullable().meta({ description: 'The one under way' }),
    last_pass: BucketPass.nullable().meta({ description: 'The last one that came to its end' }),
    next_pass_at: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Bucket' })
export type Bucket = z.infer<typeof Bucket>

export const BucketObject = z
  .object({
    key: z.string(),
    state: z.enum(bucketStates),
    etag: z.string(),
    size_bytes: z.int(),
    task_id: Id.nullable().meta({ description: 'null: it has none, or its task was deleted' }),
    replaced_task_id: Id.nullable().meta({
      description: 'The task of what the object was before. It stays as it is; cancel it where it is no longer wanted',
    }),
    code: z.string().nullable(),
    detail: z.string().nullable().meta({ description: 'Why there is no task, and what to do' }),
    changed_at: Timestamp,
  })
  .meta({ id: 'BucketObject' })
export type BucketObject = z.infer<typeof BucketObject>

export const BucketCheck = z
  .object({
    objects: z
      .array(z.object({ key: z.string(), size_bytes: z.int(), etag: z.string(), last_modified: z.string() }))
      .meta({ description: 'The first ten that would become tasks' }),
    fitting: count.meta({ description: 'How many of the first page would become tasks' }),
    listed: count.meta({ description: 'Objects of the first page, 1,000 at most' }),
    more: z.boolean().meta({ description: 'The bucket has more than the first page' }),
    readable: z.boolean().nullable().meta({
      description: 'Whether the first of them may be read, not only listed; null: there is none',
    }),
    unreadable_reason: z.string().nullable(),
  })
  .meta({ id: 'BucketCheck' })
export type BucketCheck = z.infer<typeof BucketCheck>

const params = z.strictObject({ project_id: numeric(ProjectId) })
const one = { tag: 'buckets', params, status: 200, response: Bucket } as const

export const putBucket = endpoint({
  ...one,
  method: 'PUT',
  path: '/projects/{project_id}/bucket',
  summary: 'Follow a bucket: its pictures become tasks, now and later',
  description:
    'A project follows one place of an S3-compatible store. It is listed again and again; an object that is new becomes a task by a copy of its bytes, as if you had sent it. One that was written anew becomes another task, and its earlier one stays; one that is gone is told (`bucket.followed`, and the list of objects), and its task stays. Another endpoint, bucket, prefix or field begins anew: pictures that have a task get no second one.',
  policy: write,
  body: BucketDraft,
  errors: ['changed_meanwhile'],
})

export const readBucket = endpoint({
  ...one,
  method: 'GET',
  path: '/projects/{project_id}/bucket',
  summary: 'The bucket that a project follows, and how far it is',
  policy: read,
})

export const deleteBucket = endpoint({
  method: 'DELETE',
  path: '/projects/{project_id}/bucket',
  tag: 'buckets',
  summary: 'Follow it no more, and forget its credentials; tasks stay',
  policy: write,
  params,
  status: 204,
})

export const checkBucket = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/bucket/checks',
  tag: 'buckets',
  summary: 'Look into a bucket before anything is made of it',
  description:
    'Lists the first page with these settings, and asks for the first picture without reading it. Nothing is kept. Without `credentials` those of the bucket that is followed are tried, if it has the same endpoint.',
  policy: write,
  params,
  body: z.strictObject(place),
  status: 200,
  response: BucketCheck,
})

export const passBucket = endpoint({
  ...one,
  method: 'POST',
  path: '/projects/{project_id}/bucket/passes',
  summary: 'Look for new pictures now',
  description:
    'The pass goes on in the background; while one is under way it is not begun anew. Every object that failed before is tried again.',
  policy: write,
  status: 202,
  errors: ['conflict'],
})

export const pauseBucket = endpoint({
  ...one,
  method: 'PUT',
  path: '/projects/{project_id}/bucket/pause',
  summary: 'Leave the bucket alone for a while; a pass that is under way stops, and goes on later',
  policy: write,
})

export const resumeBucket = endpoint({
  ...one,
  method: 'DELETE',
  path: '/projects/{project_id}/bucket/pause',
  summary: 'Follow the bucket again',
  policy: write,
})

export const listBucketObjects = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/bucket/objects',
  tag: 'buckets',
  summary: 'Objects of the bucket and what became of them, by name',
  policy: read,
  params,
  query: z.strictObject({
    ...Page,
    // Names have up to 1,024 bytes.
    after: z.string().max(9000).optional().meta({ description: '`next` of the page before; leave out for the first' }),
    state: z.enum(objectFilters).optional().meta({ description: '`replaced`: those that have an earlier task' }),
  }),
  status: 200,
  response: page(BucketObject),
  errors: ['invalid_cursor'],
})
