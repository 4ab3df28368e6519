/** `kitty = cat`: what is said, and what it means. */
export type Synonym = { from: string; to: string }

/** Two texts that are not the same, whatever joins them. */
export type Apart = readonly [string, string]

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
export function resolveSynonyms(synonyms: readonly Synonym[], keyOf: (text: string) => string): ResolvedSynonyms {
  const next = new Map<string, string>()
  for (const synonym of synonyms) {
    const from = keyOf(synonym.from)
    const to = keyOf(synonym.to)
    if (from === '' || to === '') return { ok: false, problem: 'empty', synonym }
    if (from === to) continue
    const meant = next.get(from)
    if (meant !== undefined && meant !== to) return { ok: false, problem: 'contradiction', synonym }
    next.set(from, to)
  }
  const { ends, cycle } = followAll(next)
  return cycle ? { ok: false, problem: 'cycle', cycle } : { ok: true, canonical: ends }
}

/**
 * The same for synonyms that were taken long ago, by other keys perhaps: those of another language, or of a field that joins
 * less. What contradicts an earlier one or closes a circle is left out, and so is what would join two names that are to stay
 * apart.
 *
 * @param apart pairs of keys.
 */
export function followSynonyms(
  synonyms: readonly Synonym[],
  keyOf: (text: string) => string,
  apart: readonly Apart[],
): Map<string, string> {
  const next = new Map<string, string>()
  for (const synonym of synonyms) {
    const from = keyOf(synonym.from)
    const to = keyOf(synonym.to)
    if (from === '' || to === '' || from === to || next.has(from)) continue
    if (endOf(to, next) !== from) next.set(from, to)
  }
  for (const [a, b] of apart) if (endOf(a, next) === endOf(b, next)) next.delete(next.has(a) ? a : b)
  return followAll(next).ends
}

function endOf(name: string, next: ReadonlyMap<string, string>): string {
  let at = name
  for (let to = next.get(at); to !== undefined; to = next.get(at)) at = to
  return at
}

function followAll(next: ReadonlyMap<string, string>): { ends: Map<string, string>; cycle?: string[] } {
  const ends = new Map<string, string>()
  for (const start of next.keys()) {
    const path: string[] = []
    const onPath = new Set<string>()
    let at = start
    while (next.has(at) && !ends.has(at)) {
      if (onPath.has(at)) return { ends, cycle: [...path.slice(path.indexOf(at)), at] }
      onPath.add(at)
      path.push(at)
      at = next.get(at)!
    }
    const end = ends.get(at) ?? at
    for (const name of path) ends.set(name, end)
  }
  return { ends }
}
