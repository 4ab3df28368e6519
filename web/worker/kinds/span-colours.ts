import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import type { Piece } from './span-text.ts'

/** Hues far from each other, however many labels there are. The name stands beside the colour in any case. */
export function colourOf(labels: readonly string[], label: string): string {
  const hue = Math.round(Math.max(0, labels.indexOf(label)) * 137.5 + 210) % 360
  return `hsl(${hue} 75% 50% / 35%)`
}

/** Behind a piece of the text. Where several spans lie over it, each has a stripe. */
export function backgroundOf({ over }: Piece, labels: readonly string[]): string {
  const colours = over.map(({ label }: Span) => colourOf(labels, label))
  if (colours.length === 1) return colours[0]!
  const stops = colours.map(
    (colour, n) => `${colour} ${(n / colours.length) * 100}% ${((n + 1) / colours.length) * 100}%`,
  )
  return `linear-gradient(${stops.join(', ')})`
}
