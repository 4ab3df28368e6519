import { fitScale, type Point, type Scene, type Size, type View } from '../pictures/view.ts'

/**
 * How the picture lies in its frame: what `transformOf` does to the shown copy, for places. On the screen places are measured from
 * the middle of the frame, in the picture from its top left corner, in pixels of the upright original (the copy may be smaller).
 */
export type Plane = { view: View; scene: Scene; original: Size }

/** Screen pixels for one of the original. Both sides of a copy are rounded, so that the two may differ by a hair. */
function scalesOf({ view, scene, original }: Plane): Point {
  const scale = fitScale(scene, view.turn) * view.zoom
  return { x: (scale * scene.picture.width) / original.width, y: (scale * scene.picture.height) / original.height }
}

export function scaleOf(plane: Plane): number {
  const { x, y } = scalesOf(plane)
  return Math.min(x, y)
}

/** A quarter is exact; the sine of 90 degrees in floating point is not. */
function turnBy({ x, y }: Point, degrees: number): Point {
  const quarter = ((Math.round(degrees / 90) % 4) + 4) % 4
  if (quarter === 1) return { x: -y, y: x }
  if (quarter === 2) return { x: -x, y: -y }
  return quarter === 3 ? { x: y, y: -x } : { x, y }
}

export function toScreen(plane: Plane, { x, y }: Point): Point {
  const { view, original } = plane
  const scales = scalesOf(plane)
  const turned = turnBy({ x: (x - original.width / 2) * scales.x, y: (y - original.height / 2) * scales.y }, view.turn)
  return { x: view.x + turned.x, y: view.y + turned.y }
}

export function toPicture(plane: Plane, { x, y }: Point): Point {
  const { view, original } = plane
  const scales = scalesOf(plane)
  const turned = turnBy({ x: x - view.x, y: y - view.y }, -view.turn)
  return { x: turned.x / scales.x + original.width / 2, y: turned.y / scales.y + original.height / 2 }
}

/** A direction on the screen, as it lies in the picture: an arrow key means what one sees. */
export function directionInPicture({ view }: Plane, direction: Point): Point {
  const { x, y } = turnBy(direction, -view.turn)
  return { x: x + 0, y: y + 0 }
}

/** The part of the picture that is seen. */
export function seenPart(plane: Plane): { from: Point; to: Point } {
  const { frame } = plane.scene
  const corners = [-1, 1].map((side) => toPicture(plane, { x: (side * frame.width) / 2, y: (side * frame.height) / 2 }))
  const clip = (value: number, max: number) => Math.min(Math.max(value, 0), max)
  const xs = corners.map(({ x }) => clip(x, plane.original.width))
  const ys = corners.map(({ y }) => clip(y, plane.original.height))
  return { from: { x: Math.min(...xs), y: Math.min(...ys) }, to: { x: Math.max(...xs), y: Math.max(...ys) } }
}
