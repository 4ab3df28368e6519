import { textKey } from './normalise-text.ts'

/** `kitty = cat`: what is said, and what it means. */
export type Synonym = { from: string; to: string }

export type ResolvedSynonyms =
  /** Keys (normalise-text.ts) to the last key of their chain. */
  | { ok: true; canonical: Map<string, string> }
  /** The names of a circle, the first repeated at the end: ["cat", "kitty", "cat"]. */
  | { ok: false; problem: 'cycle'; cycle: string[] }
  | { ok: false; problem: 'empty' | 'contradiction'; synonym: Synonym }

/**
 * Follows every chain to its end (`kitten = kitty`, `kitty = cat` gives kitten -> cat), in linear time.
 *
 * @returns an error value when the synonyms go round in a circle, when one name is given two meanings, or when one side is
 *   empty after normalisation. A name that means itself is harmless and left out.
 */
export function resolveSynonyms(synonyms: readonly Synonym[]): ResolvedSynonyms {
  const next = new Map<string, string>()
  for (const synonym of synonyms) {
    const from = textKey(synonym.from)
    const to = textKey(synonym.to)
    if (from === '' || to === '') return { ok: false, problem: 'empty', synonym }
    if (from === to) continue
    const meant = next.get(from)
    if (meant !== undefined && meant !== to) return { ok: false, problem: 'contradiction', synonym }
    next.set(from, to)
  }
  const canonical = new Map<string, string>()
  for (const start of next.keys()) {
    const path: string[] = []
    const onPath = new Set<string>()
    let at = start
    while (next.has(at) && !canonical.has(at)) {
      if (onPath.has(at)) return { ok: false, problem: 'cycle', cycle: [...path.slice(path.indexOf(at)), at] }
      onPath.add(at)
      path.push(at)
      at = next.get(at)!
    }
    const end = canonical.get(at) ?? at
    for (const name of path) canonical.set(name, end)
  }
  return { ok: true, canonical }
}

/** What a text key means; by synonyms that cannot be followed, itself. */
export function meaningBy(synonyms: readonly Synonym[]): (key: string) => string {
  const resolved = resolveSynonyms(synonyms)
  return (key) => (resolved.ok ? (resolved.canonical.get(key) ?? key) : key)
}
