import type { Entry } from '../storage/entry.ts'
import { backoffMs } from './verdict.ts'

/** Entries that the service cannot take yet: each waits by itself, longer each time, and lets the others go before. */
export type Postponed = {
  postpone(id: string): void
  forget(id: string): void
  /** All may go at once. */
  clear(): void
  /** How long this one still has to wait, ms; 0 or less: it may go now. */
  pauseMs(entry: Entry): number
  /** The first that may go now, else the one that may go soonest. */
  next(entries: readonly Entry[]): Entry | null
}

export function createPostponed(): Postponed {
  const waits = new Map<string, { failures: number; until: number }>()
  const until = ({ id }: Entry) => waits.get(id)?.until ?? 0
  return {
    postpone(id) {
      const failures = (waits.get(id)?.failures ?? 0) + 1
      waits.set(id, { failures, until: Date.now() + Math.ceil(backoffMs(failures + 1)) })
    },
    forget: (id) => void waits.delete(id),
    clear: () => waits.clear(),
    pauseMs: (entry) => until(entry) - Date.now(),
    next: (entries) =>
      entries.find((entry) => until(entry) <= Date.now()) ?? entries.toSorted((a, b) => until(a) - until(b))[0] ?? null,
  }
}
