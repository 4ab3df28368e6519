import type { Release } from '@whisker/api/releases.ts'
import type { Queryable, Sql } from '../../database/connect.ts'
import { digits } from '../../http/cursor.ts'
import { listPage } from '../../http/list-page.ts'
import { notFound } from '../../problem.ts'

/** What is counted when a release is made. */
export type ReleaseFacts = Omit<
  Release,
  'number' | 'name' | 'notes' | 'likely' | 'digest' | 'jsonl_sha256' | 'created_at'
> & {
  /** As the project was then. */
  title: string
  description: string
  instructions: string
  language: string | null
  /** Fields whose values are objects, or lists of them. */
  structured: string[]
}

export type StoredRelease = Pick<
  Release,
  'number' | 'name' | 'notes' | 'likely' | 'digest' | 'jsonl_sha256' | 'created_at'
> & { facts: ReleaseFacts }

export const releaseColumns = (sql: Queryable) =>
  sql`r.number, r.name, r.notes, r.likely, r.digest, r.jsonl_sha256, r.facts, r.created_at`

/** Condition: release `r` is one of a project of the workspace, and has not been deleted. */
const isOf = (sql: Queryable, workspaceId: number, projectId: number) => sql`
  r.project_id = ${projectId} and r.deleted_at is null
  and exists (select from projects p where p.id = r.project_id and p.workspace_id = ${workspaceId})`

/** @throws 404, the same for unknown, foreign and deleted ones */
export async function findRelease(
  sql: Queryable,
  workspaceId: number,
  projectId: number,
  number: number,
): Promise<StoredRelease> {
  const [release] = await sql<StoredRelease[]>`
    select ${releaseColumns(sql)} from releases r where ${isOf(sql, workspaceId, projectId)} and r.number = ${number}`
  if (!release) throw notFound('release')
  return release
}

/** Nothing of it is left but its number. @throws 404 */
export async function forgetRelease(sql: Sql, workspaceId: number, projectId: number, number: number): Promise<void> {
  const [release] = await sql`
    with forgotten as (
      update releases r set deleted_at = now(), name = '', notes = '', facts = '{}', specs = '[]'
      where ${isOf(sql, workspaceId, projectId)} and r.number = ${number} returning r.project_id, r.number
    ), parts as (
      delete from release_parts p using forgotten f where p.project_id = f.project_id and p.number = f.number
    )
    select from forgotten`
  if (!release) throw notFound('release')
}

/** Newest first. */
export async function releasesPage(
  sql: Queryable,
  workspaceId: number,
  projectId: number,
  query: { limit?: number | undefined; after?: string | undefined },
): Promise<{ data: Release[]; next?: string }> {
  const { data, ...more } = await listPage<StoredRelease>(
    sql,
    query,
    {
      usual: 100,
      shape: [digits],
      key: ({ number }) => [number],
      weigh: (size) => sql`${size(sql`x.facts`)} + ${size(sql`x.notes`)}`,
    },
    (limit, [before = '2147483648'] = []) => sql`
      select row_number() over (order by r.number desc) as pos, ${releaseColumns(sql)}
      from releases r where ${isOf(sql, workspaceId, projectId)} and r.number < ${before}::bigint
      order by r.number desc limit ${limit}`,
  )
  return { data: data.map(shownRelease), ...more }
}

/** The one before `number`; without it the newest. */
export async function numberBefore(sql: Queryable, projectId: number, number?: number): Promise<number | null> {
  const [before] = await sql<{ number: number }[]>`
    select number from releases
    where project_id = ${projectId} and deleted_at is null and (${number ?? null}::int is null or number < ${number ?? null})
    order by number desc limit 1`
  return before?.number ?? null
}

export async function countReleases(sql: Queryable, projectId: number): Promise<number> {
  const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
    select count(*)::int from releases where project_id = ${projectId} and deleted_at is null`
  return count
}

export function shownRelease({ facts, ...release }: StoredRelease): Release {
  const { title: _, description: _d, instructions: _i, language: _l, structured: _s, ...counted } = facts
  return { ...release, ...counted }
}
