import type { Point } from '../pictures/view.ts'
import type { Shape, ShapeKind } from './shape.ts'

/** The shapes under a place, smallest first: what lies inside of another can be reached. */
export function stackAt<S extends Shape>(kind: ShapeKind<S>, shapes: readonly S[], at: Point, reach: number): number[] {
  return shapes
    .flatMap((shape, index) => (kind.isHit(shape, at, reach) ? [{ index, area: kind.area(shape) }] : []))
    .sort((a, b) => a.area - b.area || b.index - a.index)
    .map(({ index }) => index)
}

/** The next one down from the one that is selected; from the lowest, or when none is, the one on top. */
export function nextDown(stack: readonly number[], selected: readonly number[]): number | undefined {
  const place = selected.length === 1 ? stack.indexOf(selected[0]!) : -1
  return stack[place + 1] ?? stack[0]
}
