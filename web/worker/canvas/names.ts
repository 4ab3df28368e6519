import type { Edges } from './screen.ts'

/** A name to be written beside a shape. */
export type Name = { index: number; text: string; width: number }
export type PlacedName = Name & { left: number; top: number }

export const nameHeight = 18
const gap = 3

/**
 * Where names stand so that none covers a shape: above, below, or at a side of its own, in the first place that is free of all
 * others. A shape that lies inside of another has its name in there too, beside itself. Where no place is free the name is
 * left out: the colour says it, and the list.
 */
export function placeNames(names: readonly Name[], shapes: readonly Edges[], frame: Edges): PlacedName[] {
  const placed: (PlacedName & Edges)[] = []
  for (const name of names) {
    const own = shapes[name.index]
    if (!own) continue
    const around = shapes.filter((shape) => shape !== own && isInside(own, shape))
    const others = shapes.filter((shape) => shape === own || !around.includes(shape))
    const free = (spot: Edges, obstacles: readonly Edges[]) =>
      isInside(spot, frame) &&
      !obstacles.some((one) => overlaps(one, spot)) &&
      !placed.some((one) => overlaps(one, spot))
    const spots = spotsBeside(own, name.width)
    const spot = spots.find((one) => free(one, shapes)) ?? spots.find((one) => free(one, others))
    if (spot) placed.push({ ...name, ...spot })
  }
  return placed.map(({ index, text, width, left, top }) => ({ index, text, width, left, top }))
}

function spotsBeside({ left, top, right, bottom }: Edges, width: number): Edges[] {
  const at = (x: number, y: number) => ({ left: x, top: y, right: x + width, bottom: y + nameHeight })
  const [above, below] = [top - gap - nameHeight, bottom + gap]
  return [
    at(left, above),
    at(right - width, above),
    at(left, below),
    at(right - width, below),
    at(right + gap, top),
    at(left - gap - width, top),
  ]
}

function overlaps(a: Edges, b: Edges): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

function isInside(inner: Edges, outer: Edges): boolean {
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  )
}
