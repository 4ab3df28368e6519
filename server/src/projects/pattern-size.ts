/**
 * About how many instructions a pattern becomes, told from its text before anything is compiled: `(?:.{0,1000})` 38 times is
 * 76,000 of them, and 0.3 s. It is never less than a tenth of the truth (an element counts as one, a repetition as often as
 * it may repeat); what the engine made of a pattern that passes is looked at again.
 */
export function estimateSize(pattern: string): number {
  const groups = [{ before: 0, last: 0 }]
  const top = () => groups.at(-1) as { before: number; last: number }
  const element = (size: number) => {
    top().before += top().last
    top().last = size
  }
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]
    const repeats = character === '{' && /^\{(\d+)(,\d*)?\}/.exec(pattern.slice(at, at + 16))
    if (repeats) {
      const [whole, min = '0', max = ''] = repeats
      top().last *= Math.max(1, Number(min), Number(max.slice(1)))
      at += whole.length - 1
    } else if (character === '(') groups.push({ before: 0, last: 0 })
    else if (character === ')' && groups.length > 1) {
      const { before, last } = groups.pop() as { before: number; last: number }
      element(before + last + 1)
    } else if (character === '[') {
      at = endOfClass(pattern, at)
      element(1)
    } else {
      if (character === '\\') at++
      element(1)
    }
  }
  return groups.reduce((sum, { before, last }) => sum + before + last, 0)
}

/** The closing bracket: one that stands first, or behind a backslash, belongs to the class. */
function endOfClass(pattern: string, start: number): number {
  let at = pattern[start + 1] === '^' ? start + 2 : start + 1
  if (pattern[at] === ']') at++
  for (; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1)
    else if (pattern[at] === ']') return at
  }
  return at
}
