export type DiffLine = { change: 'same' | 'added' | 'removed' | 'skipped'; text: string }

/** Lines around a change that are shown with it. */
const context = 2

/**
 * What changed between two texts, line by line (longest common subsequence). Specs have a few hundred lines; beyond
 * `maxCells` the table of the algorithm would be too large, and the whole is told as removed and added.
 */
const maxCells = 4_000_000

export function diffLines(before: string, after: string): DiffLine[] {
  return fold(compare(before.split('\n'), after.split('\n')))
}

function compare(before: string[], after: string[]): DiffLine[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++
  const a = before.slice(head, before.length - tail)
  const b = after.slice(head, after.length - tail)
  const same = (lines: string[]) => lines.map((text): DiffLine => ({ change: 'same', text }))
  return [...same(before.slice(0, head)), ...middle(a, b), ...same(before.slice(before.length - tail))]
}

function middle(a: string[], b: string[]): DiffLine[] {
  const width = b.length + 1
  if (a.length * b.length > maxCells) return changes(a, 'removed').concat(changes(b, 'added'))
  // lengths[i * width + j]: the longest common subsequence of a[i..] and b[j..].
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ change: 'same', text: a[i] ?? '' })
      i++
      j++
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push({ change: 'removed', text: a[i++] ?? '' })
    else lines.push({ change: 'added', text: b[j++] ?? '' })
  }
  return lines
}

function changes(lines: string[], change: DiffLine['change']): DiffLine[] {
  return lines.map((text) => ({ change, text }))
}

/** Long unchanged stretches become one line that says how long they are. */
function fold(lines: DiffLine[]): DiffLine[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some((l) => l.change !== 'same'),
  )
  const folded: DiffLine[] = []
  for (let i = 0; i < lines.length; ) {
    if (near[i]) {
      folded.push(lines[i++]!)
      continue
    }
    let end = i
    while (end < lines.length && !near[end]) end++
    folded.push({ change: 'skipped', text: `… ${end - i} unchanged ${end - i === 1 ? 'line' : 'lines'}` })
    i = end
  }
  return folded
}
