import type { AuditAction, AuditEntry } from '@whisker/api/audit.ts'
import type { Sql } from '../../database/connect.ts'
import { decodeCursor, encodeCursor, uuid } from '../../http/cursor.ts'

export type AuditQuery = {
  after?: string | undefined
  limit?: number | undefined
  actor?: string | undefined
  action?: AuditAction | undefined
  project_id?: number | undefined
  since?: string | undefined
  until?: string | undefined
}

/** A page of a workspace's audit log, newest first. */
export async function auditPage(
  sql: Sql,
  workspaceId: number,
  query: AuditQuery,
): Promise<{ data: AuditEntry[]; next?: string }> {
  const { actor, action, project_id, since, until } = orNull(query)
  const limit = query.limit ?? 100
  const [before = null] = query.after === undefined ? [] : decodeCursor(query.after, [uuid])
  const rows = await sql<AuditEntry[]>`
    select a.id, a.at, a.action, a.person_id, a.key_id, nullif(coalesce(k.name, p.name), '') as actor,
           coalesce(a.project_id, case when a.action = 'project.made' then o.subject::int end) as project_id,
           -- What was asked for and is not there may be somebody else's.
           case when o.code is distinct from 'not_found' then coalesce(o.subject, a.subject) end as subject, a.detail, a.address,
           case when o.log_id is not null then coalesce(o.code, 'done') end as outcome
    from audit_log a
    left join audit_outcomes o on o.workspace_id = a.workspace_id and o.log_id = a.id
    left join people p on p.id = a.person_id
    left join api_keys k on k.id = a.key_id and k.workspace_id = a.workspace_id
    where a.workspace_id = ${workspaceId}
      and (${before}::uuid is null or (a.at, a.id) < (
        select at, id from audit_log where id = ${before} and workspace_id = ${workspaceId}))
      and (${actor}::uuid is null or a.person_id = ${actor} or a.key_id = ${actor})
      and (${action}::text is null or a.action = ${action})
      and (${project_id}::int is null or a.project_id = ${project_id}
           or a.action = 'project.made' and o.subject = ${project_id}::int::text)
      and (${since}::timestamptz is null or a.at >= ${since})
      and (${until}::timestamptz is null or a.at < ${until})
    order by a.at desc, a.id desc limit ${limit + 1}`
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, ...(rows.length > limit && last && { next: encodeCursor([last.id]) }) }
}

/** SQL knows no `undefined`. */
function orNull({ actor = '', action, project_id = 0, since = '', until = '' }: AuditQuery) {
  return {
    ...{ actor: actor || null, action: action ?? null, project_id: project_id || null },
    ...{ since: since || null, until: until || null },
  }
}
