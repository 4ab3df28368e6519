import type { Draft } from './draft.ts'
import type { Entry } from './entry.ts'
import type { Shelf, Shelves } from './shelves.ts'

/** What holds things where the browser refuses to keep any, and in tests. */
export function memoryShelves(): Shelves {
  const drafts = new Map<string, Draft>()
  const outbox = new Map<string, Entry>()
  return {
    drafts: shelf(drafts),
    outbox: shelf(outbox),
    lasting: false,
    async clear() {
      drafts.clear()
      outbox.clear()
    },
  }
}

function shelf<T extends { id: string }>(things: Map<string, T>): Shelf<T> {
  return {
    all: async () => [...things.values()].map((thing) => structuredClone(thing)),
    put: async (thing) => void things.set(thing.id, structuredClone(thing)),
    remove: async (id) => void things.delete(id),
  }
}
