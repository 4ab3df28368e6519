import type { WorkerProject } from '@whisker/api/assignments.ts'
import type { Sql } from '../database/connect.ts'
import type { Worker } from '../http/callers.ts'
import { digits } from '../http/cursor.ts'
import { listPage } from '../http/list-page.ts'
import { mayWork } from '../projects/may-work.ts'
import { isFor } from '../workers/who-may-take.ts'

/** A page of the projects that are for somebody, newest first. */
export const workerProjectsPage = (
  sql: Sql,
  { personId, projectIds: only }: Pick<Worker, 'personId' | 'projectIds'>,
  { language = null, ...query }: { language?: string | null; limit?: number; after?: string },
) =>
  listPage<WorkerProject>(
    sql,
    query,
    {
      usual: 200,
      shape: [digits],
      key: ({ id }) => [id],
      weigh: (size) =>
        sql`${size(sql`x.input_spec`)} + ${size(sql`x.output_spec`)} + ${size(sql`x.public_description`)}`,
    },
    (limit, [before = '2147483648'] = []) => sql`
      select row_number() over (order by p.id desc) as pos, p.id, p.title, p.public_description, p.language, p.version,
             p.status, v.input_spec, v.output_spec
      from projects p join project_versions v on v.project_id = p.id and v.version = p.version
      where p.status <> 'archived' and ${isFor(sql, personId)} and (${only}::int[] is null or array[p.id] <@ ${only}) and p.id < ${before}::bigint
        and (${language}::text is null or split_part(p.language, '-', 1) = split_part(${language}, '-', 1))
      order by p.id desc limit ${limit}`,
  )

/** One of them, in a version of its form or the newest one; null when it is not for this person. */
export async function findWorkerProject(
  sql: Sql,
  personId: string,
  projectId: number,
  version: number | null,
): Promise<WorkerProject | null> {
  const [project] = await sql<WorkerProject[]>`
    select p.id, p.title, p.public_description, p.language, v.version, p.status, v.input_spec, v.output_spec
    from projects p join project_versions v on v.project_id = p.id and v.version = coalesce(${version}, p.version)
    where p.id = ${projectId} and ${mayWork(sql, personId)}`
  return project ?? null
}
