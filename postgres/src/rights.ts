import { statSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account.ts'

/**
 * The first folder on the way to `target` that the account may not pass through, by the mode bits; `undefined` when
 * the way is free. An access list may allow more than the bits say: then we only take the longer way, which works too.
 */
export function blockedAt(target: string, account: Account | undefined): string | undefined {
  if (!account) return undefined
  const way: string[] = []
  for (let at = path.dirname(target); ; at = path.dirname(at)) {
    way.unshift(at)
    if (at === path.dirname(at)) break
  }
  return way.find((folder) => !allows(folder, account, 0o1))
}

/**
 * True if the account has all these rights (4 read, 2 write, 1 run or pass through), by the mode bits of the file.
 * Nobody has any to a missing one.
 */
export function allows(file: string, account: Account, rights: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return false
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0
  return ((found.mode >> shift) & rights) === rights
}
