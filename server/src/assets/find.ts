import type { Asset } from '@whisker/api/assets.ts'
import type { Sql } from '../database/connect.ts'
import { notFound } from '../problem.ts'

type Kept = Asset & { rendition_type: string | null; unreadable: string | null }

/** One picture of the workspace. @throws 404, the same for unknown and foreign ones */
export async function findAsset(sql: Sql, workspaceId: number, sha256: string): Promise<Kept> {
  const [asset] = await sql<Kept[]>`
    select sha256, content_type, size_bytes::float8 as size_bytes, width, height, animated, has_gps, rendition_type, unreadable
    from assets where workspace_id = ${workspaceId} and sha256 = ${sha256}`
  if (!asset) throw notFound('picture')
  return asset
}

/**
 * Which of these the workspace has. Whoever asks is about to use them: their day begins anew, so that no sweep takes them away
 * meanwhile.
 */
export async function aboutToUse(sql: Sql, workspaceId: number, asked: readonly string[]): Promise<string[]> {
  const sha256s = [...asked]
  const found = await sql<{ sha256: string }[]>`
    with asked as (
      update assets set created_at = now()
      where workspace_id = ${workspaceId} and sha256 = any(${sha256s}) and created_at < now() - interval '1 hour')
    select sha256 from assets where workspace_id = ${workspaceId} and sha256 = any(${sha256s})`
  return found.map((row) => row.sha256)
}
