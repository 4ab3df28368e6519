import type { Draft } from './draft.ts'
import type { Entry } from './entry.ts'

/** One table of things kept on this device, by id. No pictures: a shelf holds what the person typed and nothing else. */
export type Shelf<T extends { id: string }> = {
  all(): Promise<T[]>
  put(value: T): Promise<void>
  remove(id: string): Promise<void>
}

export type Shelves = {
  drafts: Shelf<Draft>
  outbox: Shelf<Entry>
  /** Empties everything, at sign-out. */
  clear(): Promise<void>
  /** false: the browser keeps nothing (private mode, storage refused), so that leaving loses what is unsent. */
  lasting: boolean
}
