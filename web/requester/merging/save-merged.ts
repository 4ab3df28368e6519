import { explain } from '../../service/problem.ts'
import { type Conflict, mergeDrafts, type Side } from './merge.ts'

// Two people who save again and again: at some time a person is told.
const maxMerges = 5

export type Saving<T, D extends object> = {
  /** The thing as it was when the draft began */
  base: T
  draft: D
  draftOf: (stored: T) => D
  /** Sends the settings that differ from `base` (one at least), and says that they are based on it. */
  send: (changes: Partial<D>, base: T) => Promise<T | 'cancelled'>
  read: () => Promise<T>
}

/** Which stands where both have changed the same; null: nothing is saved, and the person goes on. `told`: by whom, when. */
export type AskWhich = (conflicts: readonly Conflict[], told: string) => Promise<Side | null>

/** The settings of a draft that are something else than before. */
function changesOf<D extends object>(before: D, after: D): Partial<D> {
  const keys = Object.keys(after) as (keyof D)[]
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  return Object.fromEntries(changed.map((key) => [key, after[key]])) as Partial<D>
}

/**
 * Saves a draft. What somebody else has saved since it began is put together with it, and where both have changed the same,
 * the person is asked.
 */
export async function saveMerged<T, D extends object>(saving: Saving<T, D>, ask: AskWhich): Promise<T | 'cancelled'> {
  const { draftOf, send, read } = saving
  let { base, draft } = saving
  for (let merges = 0; ; merges++) {
    const changes = changesOf(draftOf(base), draft)
    // Theirs stands, and is all that there is.
    if (Object.keys(changes).length === 0) return base
    try {
      return await send(changes, base)
    } catch (error) {
      const { code, told } = explain(error)
      if (code !== 'changed_meanwhile' || merges === maxMerges) throw error
      const theirs = await read()
      let merged = mergeDrafts(draftOf(base), draft, draftOf(theirs), 'mine')
      if (merged.conflicts.length > 0) {
        const side = await ask(merged.conflicts, told)
        if (side === null) return 'cancelled'
        merged = mergeDrafts(draftOf(base), draft, draftOf(theirs), side)
      }
      draft = merged.draft
      base = theirs
    }
  }
}
