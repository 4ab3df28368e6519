import type { Fault } from './kind.ts'

// Where the picture is not known: no number may be so large that it loses its digits.
const maxSide = 1_000_000

/** A number that lies outside of a side of the picture, whose length may not be known. */
export function outsideOf(value: number, side = maxSide, at: string): Fault | null {
  if (value >= 0 && value <= side) return null
  return { code: 'outside', detail: `lies outside of the picture: from 0 to ${side}.`, at }
}
