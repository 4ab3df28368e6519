import type { Correction } from '@whisker/api/corrections.ts'
import type { z } from 'zod'
import type { Sql } from '../database/connect.ts'
import { digits } from '../http/cursor.ts'
import { listPage } from '../http/list-page.ts'
import { projectOf } from '../projects/ids.ts'

/** A page of what reviewers said of a task, newest first. */
export async function correctionsPage(sql: Sql, taskId: string, query: { limit?: number; after?: string }) {
  return listPage<z.infer<typeof Correction> & { id: string }>(
    sql,
    query,
    { usual: 100, shape: [digits], key: ({ id }) => [id] },
    (limit, [before = '9223372036854775807'] = []) => sql`
      select row_number() over (order by c.id desc) as pos, c.id, c.result as payload, c.result, c.comment, p.name as by,
             c.created_at, c.ended_at
      from corrections c left join people p on p.id = c.person_id
      where c.project_id = ${projectOf(taskId)} and c.task_id = ${taskId} and c.id < ${before}::bigint
      order by c.id desc limit ${limit}`,
  )
}
