import type { Project } from '@whisker/api/project-settings.ts'
import type { Sql } from '../database/connect.ts'
import { digits } from '../http/cursor.ts'
import { listPage } from '../http/list-page.ts'

type VersionRow = Pick<Project, 'version' | 'input_spec' | 'output_spec' | 'created_at'>

/** A page of the versions of a project's form, newest first. */
export const versionsPage = (sql: Sql, projectId: number, query: { limit?: number; after?: string }) =>
  listPage<VersionRow>(
    sql,
    query,
    {
      usual: 1000,
      shape: [digits],
      key: ({ version }) => [version],
      weigh: (size) => sql`${size(sql`x.input_spec`)} + ${size(sql`x.output_spec`)}`,
    },
    (limit, [before = '2147483648'] = []) => sql`
      select row_number() over (order by version desc) as pos, version, input_spec, output_spec, created_at
      from project_versions where project_id = ${projectId} and version < ${before}::bigint
      order by version desc limit ${limit}`,
  )
