import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { Id, numeric, Page, ProjectId, page, Sha256, Timestamp } from './ids.ts'
import { ResultRow, resultMethods } from './results.ts'
import { nonEmptyText, text } from './text.ts'

/** Counts up in a project; one that was deleted is not given again. */
export const ReleaseNumber = z.int().min(1).max(2_147_483_647)

const Difference = z.object({ added: z.int(), removed: z.int(), changed: z.int() })

export const Release = z
  .object({
    number: ReleaseNumber,
    name: z.string(),
    notes: z.string(),
    likely: z.boolean().meta({ description: 'Tasks that waited for a review are in it too' }),
    tasks: z.int(),
    pictures: z.int(),
    bytes: z.int().meta({ description: 'Of its pictures' }),
    digest: Sha256.meta({ description: 'Of all rows and forms: equal results have equal digests' }),
    jsonl_sha256: Sha256.meta({ description: 'Of the file that `format=jsonl` gives' }),
    workers: z.int().meta({ description: 'People and models who had answered in the project' }),
    answers: z.int().meta({ description: 'Answers that its results are made of' }),
    answers_per_task: z.object({ min: z.int(), mean: z.number(), max: z.int() }),
    methods: z.partialRecord(z.enum(resultMethods), z.int()).meta({ description: 'How many tasks were decided how' }),
    agreement: z.record(z.string(), z.number()).meta({
      description: 'By field: the share of answers that say what the result says, where two or more were given',
    }),
    since_previous: Difference.nullable().meta({
      description: 'Tasks, against the release before it; null: it is the first',
    }),
    created_at: Timestamp,
  })
  .meta({ id: 'Release' })
export type Release = z.infer<typeof Release>

const OfProject = z.strictObject({ project_id: numeric(ProjectId) })
const OfRelease = z.strictObject({ project_id: numeric(ProjectId), number: numeric(ReleaseNumber) })

export const createRelease = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/releases',
  tag: 'releases',
  summary: 'Keep the results of now as they are, under a name',
  description:
    'A release never changes: `GET /projects/{project_id}/export?release=` gives it in every format, later too, byte for byte, whatever is answered or corrected meanwhile. It keeps rows (with texts that were sent) and the hashes of pictures, not their bytes: a picture that is deleted later is named as missing. To forget a row, delete the releases that have it.',
  policy: write,
  params: OfProject,
  body: z.strictObject({
    name: nonEmptyText(200),
    notes: text(10_000).default(''),
    likely: z
      .boolean()
      .default(false)
      .meta({ description: 'Tasks that wait for a review too, with what their answers make likely' }),
  }),
  status: 201,
  response: Release,
  idempotent: true,
  errors: ['quota_exceeded'],
})

export const listReleases = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/releases',
  tag: 'releases',
  summary: 'Releases of a project, newest first',
  policy: read,
  params: OfProject,
  query: z.strictObject(Page),
  status: 200,
  response: page(Release),
  errors: ['invalid_cursor'],
})

export const readRelease = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/releases/{number}',
  tag: 'releases',
  summary: 'One release',
  policy: read,
  params: OfRelease,
  status: 200,
  response: Release,
})

export const deleteRelease = endpoint({
  method: 'DELETE',
  path: '/projects/{project_id}/releases/{number}',
  tag: 'releases',
  summary: 'Forget a release; its number is not given again',
  policy: write,
  params: OfRelease,
  status: 204,
})

export const ManifestLine = z
  .object({
    task_id: Id,
    external_id: z.string().nullable(),
    sha256: Sha256.meta({ description: 'Of the line of the task in `format=jsonl`, without its end of line' }),
    pictures: z.array(Sha256),
  })
  .meta({ id: 'ManifestLine' })
export type ManifestLine = z.infer<typeof ManifestLine>

export const readReleaseManifest = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/releases/{number}/manifest',
  tag: 'releases',
  summary: 'What is in a release: a line a task, with hashes',
  policy: read,
  params: OfRelease,
  status: 200,
  response: ManifestLine,
  responseStream: 'ndjson',
})

export const differences = ['result', 'confidence', 'status', 'answers', 'form', 'task'] as const

export const ReleaseChange = z
  .object({
    task_id: Id,
    change: z.enum(['added', 'removed', 'changed']),
    what: z.array(z.enum(differences)).meta({
      description:
        'Of a changed one. `result`: a label is another; `confidence`: labels are the same, how sure they are is not; `answers`: their number, method, correction or time; `form`: the version of the form; `task`: what was sent, names, metadata, gold',
    }),
    before: ResultRow.nullable(),
    after: ResultRow.nullable(),
  })
  .meta({ id: 'ReleaseChange' })
export type ReleaseChange = z.infer<typeof ReleaseChange>

export const readReleaseChanges = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/releases/{number}/changes',
  tag: 'releases',
  summary: 'What has changed since another release: a line a task',
  policy: read,
  params: OfRelease,
  query: z.strictObject({
    since: numeric(ReleaseNumber).optional().meta({ description: 'Another release. Default: the one before' }),
  }),
  status: 200,
  response: ReleaseChange,
  responseStream: 'ndjson',
})

export const describeRelease = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/releases/{number}/croissant',
  tag: 'releases',
  summary: 'A release described as Croissant, for programs that read data sets and for who judges them',
  description:
    'Croissant 1.1 (JSON-LD) with the fields about responsible use: who labeled, how many answers, how far they agree, what people were told, and the hash of the rows.',
  policy: read,
  params: OfRelease,
  status: 200,
  response: z.record(z.string(), z.unknown()),
})
