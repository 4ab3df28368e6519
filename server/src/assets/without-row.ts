import { type Sql, sqlState } from '../database/connect.ts'

/**
 * Does something to the files of a picture while there is no row of it, and nobody can make one: under a row of the
 * same key that is never committed. Whoever takes in the same picture meanwhile waits at that key, and then finds that
 * the file has to be written again (`keepPictures`).
 *
 * @returns false, with nothing done, when there is a row.
 */
export async function withoutRow(
  sql: Sql,
  workspaceId: number,
  sha256: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const connection = await sql.reserve()
  try {
    await connection`begin`
    const [lock] = await connection`
      insert into assets (workspace_id, sha256, content_type, size_bytes, width, height, animated, has_gps)
      values (${workspaceId}, ${sha256}, '', 0, 0, 0, false, false) on conflict do nothing returning 1`
    if (!lock) return false
    await work()
    return true
  } catch (error) {
    // A workspace that is gone: its pictures are nobody's, and none can come, since numbers are not given out twice.
    if (sqlState(error) !== '23503') throw error
    await work()
    return true
  } finally {
    await connection`rollback`
    connection.release()
  }
}
