import { type Role, roles } from '@whisker/api/endpoint.ts'

/** A group of the provider and what it may do here; `workspaceId` null: in the first workspace. */
export type Grant = { group: string; role: Role; workspaceId: number | null }

/** Whoever the provider signs in, in whatever groups. */
const everybody = '*'

/**
 * Reads OIDC_ROLES: `group=role` with semicolons between them, and `group=role@3` for workspace 3. A group may have "=" and
 * commas in its name, as those of a directory do. Throws a RangeError in words for the operator.
 */
export function parseGrants(text: string): Grant[] {
  const entries = text.split(';').map((one) => one.trim())
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const match = /^(.+)=\s*(\w+)(?:@([1-9]\d{0,8}))?$/.exec(entry)
      const role = roles.find((one) => one === match?.[2])
      const group = match?.[1]?.trim()
      if (!group || !role)
        throw new RangeError(
          `"${entry}" is not a group and a role. Write group=role, where the role is ${roles.join(', ')}, or group=role@3 for workspace 3`,
        )
      return { group, role, workspaceId: match?.[3] ? Number(match[3]) : null }
    })
}

/** In each workspace that the grants name, the strongest role that these groups give; null where they give none. */
export function rolesGranted(grants: Grant[], groups: string[], firstWorkspaceId: number): Map<number, Role | null> {
  const granted = new Map<number, Role | null>()
  for (const { group, role, workspaceId } of grants) {
    const workspace = workspaceId ?? firstWorkspaceId
    const before = granted.get(workspace) ?? null
    const isMember = group === everybody || groups.includes(group)
    const isStronger = before === null || roles.indexOf(role) > roles.indexOf(before)
    granted.set(workspace, isMember && isStronger ? role : before)
  }
  return granted
}
