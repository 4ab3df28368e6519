import type { Sql } from '../../database/connect.ts'
import { firstWorkspace } from '../workspace.ts'
import type { ProviderSettings } from './provider.ts'

/** The provider, where its groups say who is what in this workspace. */
export async function rulerOf(
  sql: Sql,
  settings: ProviderSettings | null,
  workspaceId: number,
): Promise<ProviderSettings | null> {
  if (!settings) return null
  const first = await firstWorkspace(sql)
  return settings.grants.some((grant) => (grant.workspaceId ?? first) === workspaceId) ? settings : null
}
