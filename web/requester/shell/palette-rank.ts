/**
 * The entries that contain every typed word, the better first: a label that begins with the words, then one in which a
 * word begins with them, then the rest; the given order within each. `words` are found and not
 * shown. Without words, all but the pages of single projects.
 */
export function rank<T extends { label: string; hint: string; words: string }>(
  entries: readonly T[],
  typed: string,
): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries.filter((entry) => !entry.label.includes(' › '))
  const scored = entries.flatMap((entry) => {
    const text = `${entry.label} ${entry.hint} ${entry.words}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) return []
    const score = text.startsWith(words.join(' ')) ? 0 : words.every((word) => ` ${text}`.includes(` ${word}`)) ? 1 : 2
    return [{ entry, score }]
  })
  return scored.sort((a, b) => a.score - b.score).map(({ entry }) => entry)
}
