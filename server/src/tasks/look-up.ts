import type { InputField } from '@whisker/api/fields.ts'
import { fileName } from '@whisker/api/media/file-name.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { lookUpTasks } from '@whisker/api/tasks.ts'
import type { z } from 'zod'
import type { Queryable } from '../database/connect.ts'
import { passedOverReason } from './passed-over.ts'
import { contentHash } from './write-drafts.ts'

type Found = z.infer<typeof lookUpTasks.response>['found'][number]

const ofPicture = /^sha256:([0-9a-f]{64})$/

/**
 * Tasks by their ids; those that say the hash of a picture, and are not there under this id, by that picture alone in one of
 * the project's image fields: so a picture is found whichever way it came in.
 */
export async function findByIds(sql: Queryable, projectId: number, externalIds: string[]): Promise<Found[]> {
  const columns = sql`
    t.id as task_id, array_remove(t.name || coalesce(t.also, '{}'), null) as names, t.status, t.unreadable_reason,
    ${passedOverReason(sql)}`
  const found = await sql<Found[]>`
    select t.external_id, ${columns} from tasks t
    where t.project_id = ${projectId} and t.external_id = any(${externalIds.filter((id) => !id.includes('\0'))})`
  const known = new Set(found.map((task) => task.external_id))
  const pictures = externalIds.filter((id) => !known.has(id) && ofPicture.test(id))
  if (pictures.length === 0) return found
  const specs = await sql<{ input_spec: InputField[] }[]>`
    select distinct v.input_spec from project_versions v where v.project_id = ${projectId}`
  const fields = new Set(
    specs.flatMap((row) => row.input_spec.filter((field) => mediumOf(field).keeps === 'file').map(({ name }) => name)),
  )
  const idsByHash = new Map(
    pictures.flatMap((id) =>
      [...fields].map(
        (field) => [contentHash({ items: [{ [field]: fileName(id.slice('sha256:'.length)) }] }), id] as const,
      ),
    ),
  )
  const same = await sql<(Omit<Found, 'external_id'> & { content_hash: string })[]>`
    select t.content_hash, ${columns} from tasks t
    where t.project_id = ${projectId} and t.content_hash = any(${[...idsByHash.keys()]}) and not t.repeated`
  return [
    ...found,
    ...same.map(({ content_hash, ...task }) => ({ external_id: idsByHash.get(content_hash) as string, ...task })),
  ]
}
