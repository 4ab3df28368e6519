/**
 * What systems, network drives and archives leave in folders: previews, bins, indexes. Pictures in there are copies or
 * thrown away, and nobody means to send them.
 */
const folders = new Set([
  '@eadir',
  '@tmp',
  '@recycle',
  '@recently-snapshot',
  '#recycle',
  '#snapshot',
  '$recycle.bin',
  'recycler',
  'system volume information',
  '__macosx',
  'lost+found',
  'network trash folder',
  'temporary items',
])
const files = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r'])

/**
 * Why a file or folder with this name (without the way to it) is passed over, as the word under which it is counted;
 * null when it is not. Whatever begins with a dot is hidden: `.thumbnails`, `.DS_Store`, macOS's `._x.jpg`.
 */
export function litterOf(name: string): string | null {
  if (name.startsWith('.')) return 'hidden'
  const folded = name.toLowerCase()
  return folders.has(folded) || files.has(folded) ? name.replace(/[\r\n]/g, '') : null
}
