import { hash } from 'node:crypto'
import type { ResultRow } from '@whisker/api/results.ts'

/** How a data set is parted. `group`: `folder`, or `metadata:` and a key. */
export type Splitting = { split?: string | undefined; seed?: string | undefined; group?: string | undefined }

/** The folders that a data set is parted into; one without a name where it is not. */
export function namesOfSplits({ split }: Splitting): string[] {
  return split === undefined ? [''] : [...new Set(split.split(',').map((part) => part.split(':')[0] as string))]
}

/**
 * Which part a task goes to: by a hash of what it belongs to, so that tasks that come later move none, and what belongs together
 * is never torn apart.
 *
 * @param sha256 of the picture that stands for all that belong together (belonging.ts)
 */
export function splitOf(row: ResultRow, sha256: string, splitting: Splitting): string {
  const parts = (splitting.split ?? '').split(',').map((part) => {
    const [name = '', share = '1'] = part.split(':')
    return { name, share: Number(share) }
  })
  if (parts.length === 1) return parts[0]!.name
  const digest = hash('sha256', `${splitting.seed ?? ''}\0${groupOf(row, sha256, splitting.group)}`)
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  let place = (Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48) * total
  for (const { name, share } of parts) {
    if (place < share) return name
    place -= share
  }
  return parts.at(-1)!.name
}

/** A task that says nothing of the key stands for itself. */
function groupOf(row: ResultRow, sha256: string, group: string | undefined): string {
  if (group === 'folder') {
    const end = Math.max(row.name?.lastIndexOf('/') ?? -1, row.name?.lastIndexOf('\\') ?? -1)
    return `folder ${row.name?.slice(0, end + 1) ?? ''}`
  }
  const key = group?.slice('metadata:'.length)
  const value = key === undefined ? undefined : (row.metadata as Record<string, unknown> | null)?.[key]
  return value === undefined ? `picture ${sha256}` : `key ${JSON.stringify(value)}`
}
