import { StorageError } from '../assets/store.ts'
import { CannotRun } from '../beside.ts'

/** Full, over the quota, or at the most that one file may have. */
const codes = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** What to tell the operator when there was no room to write to; any other error as it is. */
export function noRoom(error: unknown, sentence: string): unknown {
  const full =
    error instanceof StorageError
      ? error.code === 'storage_full'
      : error instanceof Error && 'code' in error && codes.includes(String(error.code))
  return full ? new CannotRun(sentence) : error
}
