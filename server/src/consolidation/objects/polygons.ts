import type { Polygon } from '@whisker/api/kinds/schema/polygons.ts'
import type { Geometry } from './geometry.ts'

/** The lines on which two outlines are compared: the overlap is right to one or two hundredths. */
const lines = 64
/** How much less two boxes overlap whose edges are off by so much, relative to the side (judge.ts). */
const lossPerEdge = 4 * Math.sqrt(2 / Math.PI)

export const polygonGeometry: Geometry<Polygon> = {
  bounds({ points }, out, at) {
    const across = points.map(([x]) => x)
    const down = points.map(([, y]) => y)
    out[at] = Math.min(...across)
    out[at + 1] = Math.min(...down)
    out[at + 2] = Math.max(...across)
    out[at + 3] = Math.max(...down)
  },
  overlap: overlapOfOutlines,
  /** The outline that is most like all others: a mean of outlines is none that anybody drew. */
  middle(polygons, weights) {
    const alike = polygons.map((own) =>
      polygons.reduce((sum, other, n) => sum + (own === other ? 0 : weights[n]! * overlapOfOutlines(own, other)), 0),
    )
    return { points: polygons[alike.indexOf(Math.max(...alike))]!.points }
  },
  deviation: (a, b) => (1 - overlapOfOutlines(a, b)) / lossPerEdge,
  size: ({ points }) => Math.sqrt(areaOf(points)),
}

type Corners = Polygon['points']

/** Intersection over union, line by line: how much of each line lies in both, and how much in one of them. */
export function overlapOfOutlines({ points: a }: Polygon, { points: b }: Polygon): number {
  const heights = [...a, ...b].map(([, y]) => y)
  const top = Math.min(...heights)
  const step = (Math.max(...heights) - top) / lines
  let both = 0
  let either = 0
  for (let line = 0; line < lines; line++) {
    const y = top + (line + 0.5) * step
    const [own, other] = [cutsOf(a, y), cutsOf(b, y)]
    const inBoth = sharedOf(own, other)
    both += inBoth
    either += lengthOf(own) + lengthOf(other) - inBoth
  }
  return either === 0 ? 0 : both / either
}

/** Where a level line enters an outline and leaves it, from the left. */
function cutsOf(corners: Corners, y: number): number[] {
  const cuts: number[] = []
  let [fromX, fromY] = corners.at(-1)!
  for (const [x, toY] of corners) {
    if (fromY < y !== toY < y) cuts.push(fromX + ((y - fromY) / (toY - fromY)) * (x - fromX))
    fromX = x
    fromY = toY
  }
  return cuts.sort((p, q) => p - q)
}

function lengthOf(cuts: number[]): number {
  let length = 0
  for (let i = 0; i + 1 < cuts.length; i += 2) length += cuts[i + 1]! - cuts[i]!
  return length
}

function sharedOf(a: number[], b: number[]): number {
  let shared = 0
  for (let i = 0; i + 1 < a.length; i += 2)
    for (let j = 0; j + 1 < b.length; j += 2)
      shared += Math.max(0, Math.min(a[i + 1]!, b[j + 1]!) - Math.max(a[i]!, b[j]!))
  return shared
}

/** By Gauss's shoelace. */
function areaOf(corners: Corners): number {
  let twice = 0
  let [fromX, fromY] = corners.at(-1)!
  for (const [x, y] of corners) {
    twice += fromX * y - x * fromY
    fromX = x
    fromY = y
  }
  return Math.abs(twice) / 2
}
