import type { AssetStore } from './store.ts'
export function openS3Store(_: unknown): AssetStore {
  throw new Error('S3')
}
