import type { InputField } from '@whisker/api/fields.ts'
import type { Queryable } from '../database/connect.ts'
import { contentHash } from './insert.ts'

type Found = { external_id: string; task_id: string; names: string[] }

const ofPicture = /^sha256:([0-9a-f]{64})$/

/**
 * Tasks by their ids; those that say the hash of a picture, and are not there under this id, by that picture alone in one of
 * the project's image fields: so a picture is found whichever way it came in.
 */
export async function findByIds(sql: Queryable, projectId: number, externalIds: string[]): Promise<Found[]> {
  const names = sql`array_remove(name || coalesce(also, '{}'), null) as names`
  const found = await sql<Found[]>`
    select external_id, id as task_id, ${names} from tasks
    where project_id = ${projectId} and external_id = any(${externalIds.filter((id) => !id.includes('\0'))})`
  const known = new Set(found.map((task) => task.external_id))
  const pictures = externalIds.filter((id) => !known.has(id) && ofPicture.test(id))
  if (pictures.length === 0) return found
  const specs = await sql<{ input_spec: InputField[] }[]>`
    select distinct v.input_spec from project_versions v where v.project_id = ${projectId}`
  const fields = new Set(
    specs.flatMap((row) => row.input_spec.filter(({ type }) => type === 'image').map(({ name }) => name)),
  )
  const idsByHash = new Map(
    pictures.flatMap((id) =>
      [...fields].map((field) => [contentHash({ items: [{ [field]: id.replace('sha256:', 'asset:') }] }), id] as const),
    ),
  )
  const same = await sql<{ content_hash: string; task_id: string; names: string[] }[]>`
    select content_hash, id as task_id, ${names} from tasks
    where project_id = ${projectId} and content_hash = any(${[...idsByHash.keys()]}) and not repeated`
  return [
    ...found,
    ...same.map(({ content_hash, ...task }) => ({ external_id: idsByHash.get(content_hash) as string, ...task })),
  ]
}
