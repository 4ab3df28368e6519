import { within } from './shape.ts'

/** One axis of a box: where it begins and how long it is, in pixels. */
export type Span = { from: number; length: number }

// Ends are counted in hundredths of a pixel, in whole numbers: sums of those are exact, and those of decimals are not.
const hundredths = (value: number) => Math.round(value * 100)

export function endOf({ from, length }: Span): number {
  return (hundredths(from) + hundredths(length)) / 100
}

/** Moves one end and leaves the other where it is, however often this is done. */
export function withEnd(span: Span, end: 'from' | 'to', to: number, room: number, min: number): Span {
  const start = hundredths(span.from)
  const stop = start + hundredths(span.length)
  const [minLength, whole] = [Math.max(1, hundredths(min)), Math.floor(room * 100)]
  if (end === 'to') {
    const moved = within(hundredths(to), Math.min(start + minLength, whole), whole)
    return moved === stop ? span : { from: span.from, length: (moved - start) / 100 }
  }
  const moved = within(hundredths(to), 0, Math.max(0, stop - minLength))
  return moved === start ? span : { from: moved / 100, length: (stop - moved) / 100 }
}

/** Moves both ends as far as there is room; its length stays. */
export function shifted(span: Span, by: number, room: number): Span {
  const last = Math.max(0, Math.floor(room * 100) - hundredths(span.length))
  const moved = within(hundredths(span.from) + hundredths(by), 0, last)
  return moved === hundredths(span.from) ? span : { from: moved / 100, length: span.length }
}

/** Between two places, inside of the picture. */
export function between(a: number, b: number, room: number): Span {
  const ends = [a, b].map((value) => within(hundredths(value), 0, Math.floor(room * 100)))
  const [start, stop] = [Math.min(...ends), Math.max(...ends)]
  return { from: start / 100, length: (stop - start) / 100 }
}
