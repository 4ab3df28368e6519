import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { likeliestEdge, lowerMedian } from './edges.ts'
import type { Geometry } from './geometry.ts'

/** A span has two edges, where the judge counts with four: it loses half as much for each as a box would (judge.ts). */
const edges = 2 / 4

/** Spans lie on one line of characters: as boxes of one height they overlap as much as their characters do. */
export const spanGeometry: Geometry<Span> = {
  bounds({ start, end }, out, at) {
    out[at] = start
    out[at + 1] = 0
    out[at + 2] = end
    out[at + 3] = 1
  },
  overlap: null,
  edges: ({ start, end }) => [start, end],
  middle(spans, weights) {
    const starts = spans.map((span) => span.start)
    const ends = spans.map((span) => span.end)
    const [start, end] = [likeliestEdge(starts, weights), likeliestEdge(ends, weights)]
    const text = textOf(spans, start, end)
    if (text !== null) return { start, end, text } as Span
    const [first, last] = [lowerMedian(starts, weights), lowerMedian(ends, weights)]
    return { start: first, end: last, text: textOf(spans, first, last) } as Span
  },
  deviation(a, b) {
    const square = ((a.start - b.start) ** 2 + (a.end - b.end) ** 2) / 2
    return (edges * Math.sqrt(square)) / (b.end - b.start)
  },
  size: ({ start, end }) => (end - start) / edges,
}

/** In a form whose spans share no characters. */
export const apartSpanGeometry: Geometry<Span> = {
  ...spanGeometry,
  excludes: (a, b) => a.start < b.end && b.start < a.end,
}

/**
 * What stands between two edges, of what people marked: the text itself is not at hand. null: there is a character between them that
 * nobody marked, or nothing. Invariant: between two lower medians there is neither. Half of the weight begins at the one or before, and
 * more than half ends behind it.
 */
function textOf(spans: readonly Span[], start: number, end: number): string | null {
  const whole = spans.find((span) => span.start === start && span.end === end)
  if (whole) return whole.text
  const points = spans.map(({ text }) => [...text])
  let text = ''
  for (let at = start; at < end; at++) {
    const n = spans.findIndex((span) => span.start <= at && at < span.end)
    if (n < 0) return null
    text += points[n]![at - spans[n]!.start] ?? ''
  }
  return text || null
}
