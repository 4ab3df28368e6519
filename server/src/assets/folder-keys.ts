import type { Dirent } from 'node:fs'
import fs from 'node:fs/promises'
import { join } from 'node:path'
import { type AssetKey, isAssetKey } from './store.ts'

/** On the disk: `<workspace>/<kind>/<first digit>/<hash>`, see folder-store.ts. In the order of its keys, too. */
const depth = 4

/** Where an object lies below the folder, part by part; where a key is no whole one, as far as it goes. */
export function partsOf(key: string): string[] {
  const [workspace = '', kind = '', , , hash = ''] = key.split('/')
  return [workspace, kind, hash.slice(0, 1), hash]
}

function keyOf(parts: string[]): string {
  const [workspace, kind, , hash = ''] = parts
  return `${workspace}/${kind}/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`
}

/**
 * One page of the keys below a folder, in their order, after `after`. Goes down only where keys of the page can be, and
 * holds the names of four folders at most: a sixteenth of a kind's pictures, however many there are.
 */
export async function listKeys(
  base: string,
  after: string,
  limit: number,
): Promise<{ keys: AssetKey[]; next: string | null }> {
  const from = partsOf(after)
  const keys: AssetKey[] = []

  /** `onEdge`: everything above is as in `after`, so what comes before it here was on an earlier page. */
  async function walk(parts: string[], onEdge: boolean): Promise<void> {
    const level = parts.length
    const edge = onEdge ? (from[level] ?? '') : ''
    for (const { name } of await entries(join(base, ...parts), level < depth - 1)) {
      if (name < edge || keys.length >= limit) continue
      const path = [...parts, name]
      if (level < depth - 1) {
        await walk(path, onEdge && name === edge)
        continue
      }
      const key = keyOf(path)
      if (isAssetKey(key) && key !== after) keys.push(key)
    }
  }
  await walk([], after !== '')
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
