import type { Dirent } from 'node:fs'
import fs from 'node:fs/promises'
import { join } from 'node:path'
import { type AssetKey, isAssetKey } from './store.ts'

/** `<workspace>/<kind>/aa/bb/<hash>` */
const depth = 5

/**
 * One page of the keys below a folder, in their order, after `after`. Goes down only where keys of the page can be, and
 * holds the names of five folders at most, however many pictures there are.
 */
export async function listKeys(
  base: string,
  after: string,
  limit: number,
): Promise<{ keys: AssetKey[]; next: string | null }> {
  const from = after.split('/')
  const keys: AssetKey[] = []

  /** `onEdge`: everything above is as in `after`, so what comes before it here was on an earlier page. */
  async function walk(folder: string, level: number, onEdge: boolean): Promise<void> {
    const edge = onEdge ? (from[level] ?? '') : ''
    for (const { name } of await entries(join(base, folder), level < depth - 1)) {
      if (name < edge || keys.length >= limit) continue
      const path = folder === '' ? name : `${folder}/${name}`
      if (level < depth - 1) await walk(path, level + 1, onEdge && name === edge)
      else if (isAssetKey(path) && path !== after) keys.push(path)
    }
  }
  await walk('', 0, after !== '')
  return { keys, next: keys.length < limit ? null : (keys.at(-1) ?? null) }
}

async function entries(folder: string, isInner: boolean): Promise<Dirent[]> {
  const found = await fs.readdir(folder, { withFileTypes: true }).catch((error) => {
    // Nobody removes folders but the operator.
    if (error.code === 'ENOENT') return []
    throw error
  })
  return found
    .filter((entry) => entry.isDirectory() === isInner && entry.name !== 'tmp')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
