import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import type { Place } from '../../src/consolidation/objects/simulate-spans.ts'

/**
 * The usual rule: people vote on each word, and words in a row that get the same label are one span. A word has a label where so many
 * gave it and no other one has more.
 *
 * @param words where they lie; whoever marks half of one means it.
 */
export function byWords(text: string, words: Place[], answers: Span[][], votes: number): Span[] {
  const labels = words.map((word) => {
    const said = answers.flatMap((spans) => spans.find((span) => shared(span, word) * 2 >= word.end - word.start) ?? [])
    return mostly(
      said.map(({ label }) => label),
      votes,
    )
  })
  const spans: Span[] = []
  for (const [w, label] of labels.entries()) {
    if (label === null) continue
    const last = spans.at(-1)
    const goesOn = w > 0 && labels[w - 1] === label && last !== undefined
    const start = goesOn ? last.start : words[w]!.start
    const end = words[w]!.end
    const span = { label, start, end, text: text.slice(start, end) }
    if (goesOn) spans[spans.length - 1] = span
    else spans.push(span)
  }
  return spans
}

/** What so many marked just so, to the character. */
export function byWhole(answers: Span[][], votes: number): Span[] {
  const counts = new Map<string, { span: Span; count: number }>()
  for (const span of answers.flat()) {
    const key = `${span.start} ${span.end} ${span.label}`
    const known = counts.get(key) ?? { span, count: 0 }
    known.count++
    counts.set(key, known)
  }
  return [...counts.values()].flatMap(({ span, count }) => (count >= votes ? [span] : []))
}

function shared(a: Place, b: Place): number {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start)
}

function mostly(labels: string[], votes: number): string | null {
  let best: string | null = null
  let max = 0
  for (const label of new Set(labels)) {
    const count = labels.filter((one) => one === label).length
    if (count >= votes && count > max) [best, max] = [label, count]
  }
  return best
}
