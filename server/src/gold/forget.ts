import type { Fragment, Queryable } from '../database/connect.ts'

/** Part of a statement: tasks are no gold any more; their scores go with the row. @param taskIds a query for ids */
export const forgetGold = (sql: Queryable, projectId: number, taskIds: Fragment) => sql`
  delete from gold g where g.project_id = ${projectId} and g.task_id = any(array(${taskIds}))`
