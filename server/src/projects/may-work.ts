import type { Fragment, Queryable } from '../database/connect.ts'

/** Condition: a person may work on project `p`. They joined it, or it is open to all; and they were not removed. */
export const mayWork = (sql: Queryable, personId: string | Fragment) => sql`(
  exists (select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.removed_at is null)
  or p.access = 'open' and not exists (
    select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.removed_at is not null))`
