import type { Source } from './sources.ts'

/**
 * The room of a file: a noun of the server, a page of the dashboard, a command of the CLI. What lies beside the rooms is one by
 * itself, for it ties them together.
 */
export function roomOf(path: string): string {
  const parts = path.split('/')
  const depth = parts[0] === 'web' && parts[1] !== 'worker' ? 4 : 3
  return (
    parts.slice(0, Math.min(depth, Math.max(parts.length - 1, 2))).join('/') +
    (parts.length <= 3 ? `/${parts.at(-1)}` : '')
  )
}

export function arrowsOfRooms(sources: Source[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>()
  for (const { path, imports } of sources) {
    const own = roomOf(path)
    const to = arrows.get(own) ?? new Set()
    for (const target of imports) if (roomOf(target) !== own) to.add(roomOf(target))
    arrows.set(own, to)
  }
  return arrows
}
