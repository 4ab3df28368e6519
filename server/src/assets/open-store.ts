import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openFolderStore } from './folder-store.ts'
import type { AssetStore } from './store.ts'

/** The store that the settings name: a folder in the data directory, or an S3-compatible one (its client is loaded only then). */
export async function openStore(config: Config, alone = false): Promise<AssetStore> {
  if (!config.s3)
    return openFolderStore({
      root: join(config.dataDir, 'assets'),
      // Temporary files of a killed server go at once if no other server can be writing one.
      ...(alone && { tempMaxAgeMs: 0 }),
    })
  const { openS3Store } = await import('./s3-store.ts')
  return openS3Store(config.s3)
}
