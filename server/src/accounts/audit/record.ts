import type { AuditAction } from '@whisker/api/audit.ts'
import type { Queryable } from '../../database/connect.ts'

export type Noted = {
  action: AuditAction
  keyId?: string | null
  personId: string | null
  /** null: every workspace of which the person is a member. */
  workspaceId: number | null
  projectId?: number | null
  subject?: string | null
  detail?: Record<string, unknown>
  address: string
}
export type Entry = { workspace_id: number; id: string }

/** Writes entries, one a workspace. */
export const writeEntries = (sql: Queryable, noted: Noted) => sql<Entry[]>`
  insert into audit_log (workspace_id, action, person_id, key_id, project_id, subject, detail, address)
  select w.id, ${noted.action}, ${noted.personId}::uuid, ${noted.keyId ?? null}::uuid, ${noted.projectId ?? null}::int,
         ${noted.subject ?? null}, ${sql.json((noted.detail ?? {}) as never)}, ${noted.address}
  from (select ${noted.workspaceId}::int as id where ${noted.workspaceId}::int is not null
        union select workspace_id from members where person_id = ${noted.personId} and ${noted.workspaceId}::int is null) w
  returning workspace_id, id`

/** What became of it. @param code why it was refused; null: it was done */
export async function writeOutcomes(sql: Queryable, entries: Entry[], code: string | null, subject: string | null) {
  if (entries.length === 0) return
  await sql`
    insert into audit_outcomes (workspace_id, log_id, code, subject)
    select e.workspace_id, e.id, ${code}, ${subject}
    from jsonb_to_recordset(${sql.json(entries as never)}) as e (workspace_id int, id uuid)
    on conflict do nothing`
}

/** Of something that is done in the same transaction. */
export async function noteDone(sql: Queryable, noted: Noted): Promise<void> {
  await writeOutcomes(sql, await writeEntries(sql, noted), null, null)
}

export async function noteRefused(sql: Queryable, noted: Noted, code: string): Promise<void> {
  await writeOutcomes(sql, await writeEntries(sql, noted), code, null)
}
