/**
 * The first key of JSON that stands twice in one object, or is `__proto__`: a parser keeps the last of the two without a
 * word, and what stands under the other is lost. Undefined when there is none. For text that has been parsed already.
 *
 * Only keys are looked at: a value is stepped over by a search for its end.
 */
export function findDoubtfulKey(text: string): { key: string; isTwice: boolean } | undefined {
  const open: (Set<string> | null)[] = []
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case brace:
        open.push(new Set())
        break
      case bracket:
        open.push(null)
        break
      case braceEnd:
      case bracketEnd:
        open.pop()
        break
      case quote: {
        const end = endOfText(text, at + 1)
        const keys = open.at(-1)
        if (keys && isKey(text, end + 1)) {
          const raw = text.slice(at + 1, end)
          // One key can be written in many ways.
          const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
          if (key === '__proto__') return { key, isTwice: false }
          if (keys.has(key)) return { key, isTwice: true }
          keys.add(key)
        }
        at = end
      }
    }
  }
  return undefined
}

const [quote, brace, braceEnd, bracket, bracketEnd, colon] = [34, 123, 125, 91, 93, 58]

function isKey(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) <= 32) at++
  return text.charCodeAt(at) === colon
}

function endOfText(text: string, from: number): number {
  let end = text.indexOf('"', from)
  // A quote behind an odd number of backslashes does not end it.
  for (;;) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return end
    end = text.indexOf('"', end + 1)
  }
}
