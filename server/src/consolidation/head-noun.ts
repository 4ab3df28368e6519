/**
 * "black cat" is a cat: where someone also said "cat" on the same task, the more precise answer is counted with it.
 *
 * Only within one task and only into an answer that was given there, so nothing is ever merged by grammar alone ("hot dog"
 * stays a hot dog where no one said "dog").
 */

/** Languages whose adjectives mostly follow the noun: "chat noir", "gato negro", "kucing hitam". */
const NOUN_FIRST = new Set('ar br ca cy es eu fa fr ga gd gl he id it km lo ms mt oc pt ro sq sw th tl vi'.split(' '))

/** A name is a few words; segmenting a page of text would be slow and mean nothing. */
const LONGEST = 80

/**
 * Which keys of one task are another of its keys with more words around it.
 *
 * @param keys the distinct keys (normalise-text.ts) of one task.
 * @param language BCP 47 tag of the project: on which side of a name its noun stands, and how its script parts words.
 * @returns a map from the longer to the shortest key that it ends with (or begins with, where nouns come first).
 */
export function mergeHeadNouns(keys: readonly string[], language: string): Map<string, string> {
  const merged = new Map<string, string>()
  const split = wordSplitter(language)
  const words = new Map(keys.filter((key) => key.length <= LONGEST).map((key) => [key, split(key)]))
  const nounFirst = NOUN_FIRST.has(language.slice(0, 2).toLowerCase())
  for (const [long, longWords] of words) {
    let head: string | undefined
    for (const [short, shortWords] of words) {
      if (shortWords.length === 0 || shortWords.length >= longWords.length) continue
      const part = nounFirst ? longWords.slice(0, shortWords.length) : longWords.slice(-shortWords.length)
      const isHead = part.every((word, i) => word === shortWords[i])
      if (isHead && (head === undefined || shortWords.length < words.get(head)!.length)) head = short
    }
    if (head !== undefined) merged.set(long, head)
  }
  return merged
}

const splitters = new Map<string, (text: string) => string[]>()
/** Segmenting costs some 10 µs a name, and names come again in task after task. */
const MOST_REMEMBERED = 20_000

/** Words by the rules of the language's script: spaces where it has them, a dictionary for Chinese, Japanese and Thai. */
function wordSplitter(language: string): (text: string) => string[] {
  const kept = splitters.get(language)
  if (kept) return kept
  const known = Intl.Segmenter.supportedLocalesOf(isTag(language) ? [language] : []).length > 0
  const segmenter = new Intl.Segmenter(known ? language : 'und', { granularity: 'word' })
  const remembered = new Map<string, string[]>()
  const split = (text: string) => {
    const known = remembered.get(text)
    if (known) return known
    const words: string[] = []
    for (const segment of segmenter.segment(text)) if (segment.isWordLike) words.push(segment.segment)
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(text, words)
    return words
  }
  // A project has one language; the bound keeps strange callers from filling the memory.
  if (splitters.size < 100) splitters.set(language, split)
  return split
}

function isTag(language: string): boolean {
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)
}
