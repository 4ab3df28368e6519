import { ownName } from '../../service/base.ts'
import type { Draft } from './draft.ts'

/**
 * Where typing goes in the moment in which the page goes away. IndexedDB gives no promise then: what it was writing, and all
 * that waited for that, may be gone after a reload (half of "half a word" was). localStorage writes before it returns.
 */
export type LastWords = {
  /** null: the draft is not needed any more. */
  say(id: string, draft: Draft | null): void
  unsay(id: string): void
  all(): [id: string, draft: Draft | null][]
}

const prefix = `${ownName('whisker-draft')}:`

/** A browser that refuses, or is full, keeps no last words: that is what there was before. */
export function lastWordsIn(storage: () => Storage): LastWords {
  const attempt = <T>(run: (storage: Storage) => T, otherwise: T): T => {
    try {
      return run(storage())
    } catch {
      return otherwise
    }
  }
  return {
    say: (id, draft) => attempt((kept) => kept.setItem(prefix + id, JSON.stringify(draft)), undefined),
    unsay: (id) => attempt((kept) => kept.removeItem(prefix + id), undefined),
    all: () =>
      attempt(
        (kept) =>
          Array.from({ length: kept.length }, (_, n) => kept.key(n) ?? '')
            .filter((key) => key.startsWith(prefix))
            .map((key) => [key.slice(prefix.length), JSON.parse(kept.getItem(key) ?? 'null') as Draft | null]),
        [],
      ),
  }
}
