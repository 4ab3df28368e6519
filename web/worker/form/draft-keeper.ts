import type { Shelf } from '../storage/shelves.ts'
import type { Draft } from './draft.ts'

export type DraftKeeper = { keep(draft: Draft): void; forget(id: string): void }

/**
 * Writes each keystroke to the device. One write at a time for each draft, always of the newest: the first goes at once,
 * so that a closed tab loses at most what was typed within the milliseconds of one write.
 */
export function createDraftKeeper(shelf: Shelf<Draft>): DraftKeeper {
  const next = new Map<string, Draft | null>()
  const writing = new Set<string>()

  async function write(id: string): Promise<void> {
    if (writing.has(id)) return
    writing.add(id)
    while (next.has(id)) {
      const draft = next.get(id) ?? null
      next.delete(id)
      // A device that is full or refuses: the typing stays on the page, and the outbox still sends it.
      await (draft ? shelf.put(draft) : shelf.remove(id)).catch(() => {})
    }
    writing.delete(id)
  }

  function set(id: string, draft: Draft | null): void {
    next.set(id, draft)
    void write(id)
  }

  return { keep: (draft) => set(draft.id, draft), forget: (id) => set(id, null) }
}
