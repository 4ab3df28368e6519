import type { WithPictures } from './has.ts'
import { assetKey, renditionKeys } from './store.ts'
import { withoutRow } from './without-row.ts'

/**
 * Removes the files of pictures whose rows have gone, under the lock of their keys (`withoutRow`). A crash in between leaves
 * a file without a row, which `sweepOrphans` finds, and never a row without its file.
 */
export async function removeFiles(
  { sql, store }: Pick<WithPictures, 'sql' | 'store'>,
  gone: { workspace_id: number; sha256: string }[],
): Promise<void> {
  for (const { workspace_id, sha256 } of gone)
    await withoutRow(sql, workspace_id, sha256, async () => {
      for (const key of renditionKeys(workspace_id, sha256)) await store.delete(key)
      await store.delete(assetKey(workspace_id, sha256))
    })
}
