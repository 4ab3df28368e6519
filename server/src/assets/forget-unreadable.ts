import type { Fragment, Queryable } from '../database/connect.ts'

/** Part of a statement: what was thought of pictures is forgotten; they are decoded again before anybody sees them. */
export const forgetUnreadable = (sql: Queryable, workspaceId: number, sha256s: Fragment) => sql`
  update assets a set unreadable = null
  where a.workspace_id = ${workspaceId} and a.unreadable is not null and a.sha256 = any(array(${sha256s}))`
