import type { Point } from '../pictures/view.ts'
import { type Plane, toScreen } from './plane.ts'
import type { Shape, ShapeKind } from './shape.ts'

/** Of a shape on the screen, from the middle of the frame. */
export type Edges = { left: number; top: number; right: number; bottom: number }

export function outlineOnScreen<S extends Shape>(kind: ShapeKind<S>, plane: Plane, shape: S): Point[] {
  return kind.outline(shape).map((corner) => toScreen(plane, corner))
}

export function edgesAround(points: readonly Point[]): Edges {
  const edges = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y } of points) {
    edges.left = Math.min(edges.left, x)
    edges.right = Math.max(edges.right, x)
    edges.top = Math.min(edges.top, y)
    edges.bottom = Math.max(edges.bottom, y)
  }
  return edges
}

/** So far the dot of a place stands out, px. */
export const dot = 6

/** What a name must not cover: of a place its dot. */
export function edgesOfShape(points: readonly Point[]): Edges {
  const { left, top, right, bottom } = edgesAround(points)
  const out = points.length === 1 ? dot + 2 : 0
  return { left: left - out, top: top - out, right: right + out, bottom: bottom + out }
}

export function isSeen(edges: Edges, { scene: { frame } }: Plane): boolean {
  const [x, y] = [frame.width / 2, frame.height / 2]
  return edges.right >= -x && edges.left <= x && edges.bottom >= -y && edges.top <= y
}
