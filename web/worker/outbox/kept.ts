import type { Entry } from '../storage/entry.ts'
import type { Shelf } from '../storage/shelves.ts'

/** The entries, in the page's memory and on the device. */
export type Kept = {
  /** Reads what an earlier page left behind, once. */
  load(): Promise<void>
  /** @returns once it is on the device; a device that is full must not stop the work: the entry is then sent from memory. */
  put(entry: Entry): Promise<void>
  /** For this page alone. */
  replace(entry: Entry): void
  remove(id: string): Promise<void>
  get(id: string): Entry | undefined
  /** In the order they were given. */
  list(): Entry[]
  /** Whether it may have reached the service: sent by this page, or left behind by an earlier one. */
  wasTried(id: string): boolean
  noteTried(id: string): void
}

export function createKept(shelf: Shelf<Entry>): Kept {
  const entries = new Map<string, Entry>()
  const tried = new Set<string>()
  let loading: Promise<void> | null = null

  async function load(): Promise<void> {
    for (const entry of await shelf.all().catch(() => [])) {
      if (!entries.has(entry.id)) entries.set(entry.id, entry)
      tried.add(entry.id)
    }
  }

  return {
    load() {
      loading ??= load()
      return loading
    },
    put(entry) {
      entries.set(entry.id, entry)
      return shelf.put(entry).catch(() => {})
    },
    replace: (entry) => void entries.set(entry.id, entry),
    remove(id) {
      entries.delete(id)
      return shelf.remove(id).catch(() => {})
    },
    get: (id) => entries.get(id),
    list: () => [...entries.values()].sort((a, b) => a.at - b.at),
    wasTried: (id) => tried.has(id),
    noteTried: (id) => void tried.add(id),
  }
}
