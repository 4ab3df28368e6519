import type { Span } from '@whisker/api/kinds/schema/spans.ts'
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
  middle(spans, weights) {
    const start = lowerMedian(
      spans.map((span) => span.start),
      weights,
    )
    const end = lowerMedian(
      spans.map((span) => span.end),
      weights,
    )
    return { start, end, text: textOf(spans, start, end) } as Span
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

/** The least value at which half of the weight is reached: always one that somebody gave, and so a border of a character. */
function lowerMedian(values: readonly number[], weights: readonly number[]): number {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!)
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  let sum = 0
  for (const i of order) {
    sum += weights[i]!
    if (sum >= half * (1 - 1e-9)) return values[i]!
  }
  return values[order.at(-1)!]!
}

/**
 * What stands between two edges, of what people marked: the text itself is not at hand. Invariant: each character between two lower
 * medians lies in a span of somebody. Half of the weight begins at it or before, and more than half ends behind it.
 */
function textOf(spans: readonly Span[], start: number, end: number): string {
  const whole = spans.find((span) => span.start === start && span.end === end)
  if (whole) return whole.text
  const points = spans.map(({ text }) => [...text])
  let text = ''
  for (let at = start; at < end; at++) {
    const n = spans.findIndex((span) => span.start <= at && at < span.end)
    text += points[n]?.[at - spans[n]!.start] ?? ''
  }
  return text
}
