import type { Queryable } from '../database/connect.ts'

/** How large pictures are when they stand upright, by their hashes. */
export type Sizes = Map<string, { width: number; height: number }>

/** Of those of these that the workspace has. */
export async function sizesOfPictures(sql: Queryable, workspaceId: number, sha256s: string[]): Promise<Sizes> {
  const rows = await sql<{ sha256: string; width: number; height: number }[]>`
    select sha256, width, height from assets where workspace_id = ${workspaceId} and sha256 = any(${sha256s})`
  return new Map(rows.map(({ sha256, ...size }) => [sha256, size]))
}
