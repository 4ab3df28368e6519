import type { Role } from '@whisker/api/endpoint.ts'
import type { Invitation } from '@whisker/api/invitations.ts'
import type { z } from 'zod'
import type { Queryable } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { hashSecret, newSecret } from './secrets.ts'

export type InvitationRow = {
  id: string
  role: Role | 'worker'
  project_id: number | null
  email: string | null
  uses: number
  max_uses: number | null
  expires_at: string | null
  created_at: string
  token: string | null
}

type Draft =
  | { role: Role; email?: string | undefined }
  | { role: 'worker'; project_id: number; max_uses?: number | undefined }

/**
 * Makes an invitation: for a member it works once and for seven days, for workers it is a link for many.
 * @returns null when the project is not one of the workspace.
 */
export async function makeInvitation(
  sql: Queryable,
  workspaceId: number,
  draft: Draft,
): Promise<{ row: InvitationRow; token: string } | null> {
  const token = newSecret('whi')
  const worker = draft.role === 'worker'
  const projectId = worker ? draft.project_id : null
  const [row] = await sql<InvitationRow[]>`
    insert into invitations (workspace_id, project_id, role, email, token_hash, token, max_uses, expires_at)
    select ${workspaceId}, ${projectId}::int, ${draft.role}, ${worker ? null : (draft.email ?? null)}, ${hashSecret(token)},
           ${worker ? token : null}, ${worker ? (draft.max_uses ?? null) : 1}::int, ${worker ? null : sql`now() + interval '7 days'`}
    where ${projectId}::int is null
       or exists (select from projects where id = ${projectId} and workspace_id = ${workspaceId})
    returning id, role, project_id, email, uses, max_uses, expires_at, created_at, token`
  return row ? { row, token } : null
}

/** Invitations of the workspace that can be used. */
export const openInvitations = (sql: Queryable, workspaceId: number) => sql<InvitationRow[]>`
  select id, role, project_id, email, uses, max_uses, expires_at, created_at, token from invitations
  where workspace_id = ${workspaceId} and revoked_at is null
    and (expires_at is null or expires_at > now()) and (max_uses is null or uses < max_uses)
  order by created_at desc limit 500`

/** Whether there was such an invitation. */
export async function revoke(sql: Queryable, workspaceId: number, invitationId: string): Promise<boolean> {
  const [revoked] = await sql`
    update invitations set revoked_at = now()
    where id = ${invitationId} and workspace_id = ${workspaceId} and revoked_at is null returning 1`
  return revoked !== undefined
}

export function showInvitation(server: Ground, row: InvitationRow, token: string | null): z.input<typeof Invitation> {
  const { token: _, ...shown } = row
  if (!token) return shown
  const page = row.role === 'worker' ? 'work' : 'join'
  return { ...shown, url: `${server.url()}/app/${page}#${token}` }
}

/** The link into a project that is shown everywhere; it is made with the project. Null when it has been revoked. */
export async function labelLink(server: Ground, workspaceId: number, projectId: number): Promise<string | null> {
  const [open] = await server.sql<{ token: string }[]>`
    select token from invitations
    where workspace_id = ${workspaceId} and project_id = ${projectId} and role = 'worker' and revoked_at is null
      and max_uses is null and expires_at is null
    order by created_at limit 1`
  return open ? `${server.url()}/app/work#${open.token}` : null
}
