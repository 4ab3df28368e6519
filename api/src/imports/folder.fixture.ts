import type { ImportFolder } from './folder.ts'
import { ImportFault } from './imported.ts'

/** A folder in memory: texts by path, and sizes of pictures, null for one that cannot be read. */
export function folderOf(files: Record<string, string | { width: number; height: number } | null>): ImportFolder {
  return {
    paths: Object.keys(files).sort(),
    async readText(path) {
      const text = files[path]
      if (typeof text !== 'string') throw new ImportFault(`${path} is no text.`)
      return text
    },
    async sizeOf(path) {
      const size = files[path]
      return typeof size === 'string' ? null : (size ?? null)
    },
  }
}
