/**
 * What at least two people, and more than half of all, said alike; null where they do not agree, undefined where nobody said a thing.
 * Who said nothing counts among all.
 */
export function agreed(said: readonly (readonly unknown[] | null)[]): readonly unknown[] | null | undefined {
  const counts = new Map<string, { value: readonly unknown[]; count: number }>()
  for (const value of said) {
    if (value === null) continue
    const key = JSON.stringify(value)
    const entry = counts.get(key) ?? { value, count: 0 }
    entry.count++
    counts.set(key, entry)
  }
  if (counts.size === 0) return undefined
  const [first] = [...counts.values()].sort((a, b) => b.count - a.count)
  return first!.count >= 2 && first!.count > said.length / 2 ? first!.value : null
}
