import type { Draft } from '../storage/draft.ts'
import type { LastWords } from '../storage/last-words.ts'
import type { Shelf } from '../storage/shelves.ts'

export type DraftKeeper = {
  keep(draft: Draft): void
  forget(id: string): void
  /** The page goes away, perhaps for good. */
  leave(): void
  /** Takes in what was said in leaving, before drafts are read. */
  recover(): Promise<void>
}

/**
 * Writes each keystroke to the device. One write at a time for each draft, always of the newest; what is not written when
 * the page goes away becomes its last words.
 */
export function createDraftKeeper(shelf: Shelf<Draft>, words?: LastWords): DraftKeeper {
  /** What is being written, or waits for that; null: to be removed. */
  const unwritten = new Map<string, Draft | null>()
  const writing = new Set<string>()

  // A device that is full or refuses: the typing stays on the page, and the outbox still sends it.
  const put = (id: string, draft: Draft | null) => (draft ? shelf.put(draft) : shelf.remove(id)).catch(() => {})

  async function write(id: string): Promise<void> {
    if (writing.has(id)) return
    writing.add(id)
    for (let written: Draft | null | undefined; unwritten.get(id) !== written; ) {
      written = unwritten.get(id) ?? null
      await put(id, written)
    }
    unwritten.delete(id)
    writing.delete(id)
    // The page stayed after all, or came back: nothing older than the device has may be taken in later.
    words?.unsay(id)
  }

  function set(id: string, draft: Draft | null): void {
    unwritten.set(id, draft)
    void write(id)
  }

  return {
    keep: (draft) => set(draft.id, draft),
    forget: (id) => set(id, null),
    leave() {
      for (const [id, draft] of unwritten) words?.say(id, draft)
    },
    async recover() {
      for (const [id, draft] of words?.all() ?? []) {
        await put(id, draft)
        words?.unsay(id)
      }
    },
  }
}
