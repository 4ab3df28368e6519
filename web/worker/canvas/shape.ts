import type { Point, Size } from '../pictures/view.ts'

/** What is drawn over a picture, as it is sent: pixels of the upright original, two decimals. */
export type Shape = { label?: string | undefined }

/** What every shape of a field must keep to. */
export type Limits = {
  picture: Size
  /** Width and height at least, in pixels of the picture. */
  minSize: number
}

/** How a shape is drawn: by so many points. `corners` may also be dragged from one to the other. */
export type Way = { name: 'corners' | 'extremes' | 'place' | 'outline'; points: number }

/**
 * All that the canvas knows of one kind of shape. Handles are numbered; what a number means is the kind's own affair.
 * Nothing here changes a shape: each gives a new one, and numbers that were not meant stay as they were, to the last bit.
 */
export type ShapeKind<S extends Shape = Shape> = {
  ways: readonly Way[]
  /** What is wrong with points that make no shape. */
  refusal: 'too_small' | 'crossing'
  /** Its corners, in the order in which they are joined; a place has one. */
  outline(shape: S): Point[]
  /** The places that can be pulled. */
  handles(shape: S): Point[]
  /** The handle within reach of a place, if any. */
  handleAt(shape: S, at: Point, reach: number): number | null
  /** The handles that a key takes, one after the other. */
  corners(shape: S): number[]
  /** The handle of the one edge that goes along when a corner is moved across or down. */
  edge(corner: number, across: boolean): number
  /** null: it cannot be so. */
  pulled(shape: S, handle: number, to: Point, limits: Limits): S | null
  /** As far as the picture goes. */
  moved(shape: S, dx: number, dy: number, limits: Limits): S
  /** null: it has no corner to spare. */
  withoutCorner(shape: S, corner: number): S | null
  isHit(shape: S, at: Point, reach: number): boolean
  /** In square pixels: of a stack the smallest is on top. */
  area(shape: S): number
  /** The points of a shape that takes this room. */
  block(from: Point, to: Point): Point[]
  /** A shape of the points that were given so far; null: they are none, or too small a one. */
  made(points: readonly Point[], label: string | undefined, limits: Limits): S | null
}

export function within(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}

/** Inside of the picture, with two decimals. */
export function placeIn({ x, y }: Point, { picture }: Limits): Point {
  const at = (value: number, max: number) => within(Math.round(value * 100), 0, Math.floor(max * 100)) / 100
  return { x: at(x, picture.width), y: at(y, picture.height) }
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
