import type { FieldObject, OutputField } from '@whisker/api/fields.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { Point } from '@whisker/api/kinds/schema/points.ts'
import type { Polygon } from '@whisker/api/kinds/schema/polygons.ts'

export type Corner = readonly [x: number, y: number]
export type Rectangle = { x: number; y: number; width: number; height: number }

/** What data sets know of a kind of objects. */
type Shape = {
  box(object: FieldObject): Rectangle
  /** Its outline; a place alone has none. */
  outline?(object: FieldObject): Corner[]
  /** Its outline says more than its box. */
  isOutline?: true
  area(object: FieldObject): number
}

const shapes: Partial<Record<FieldKind, Shape>> = {
  boxes: {
    box: (object) => object as Box,
    outline: (object) => cornersOf(object as Box),
    area: (object) => hundredths((object as Box).width * (object as Box).height),
  },
  polygons: {
    box: (object) => around((object as Polygon).points),
    outline: (object) => (object as Polygon).points,
    isOutline: true,
    area: (object) => areaOf((object as Polygon).points),
  },
  points: { box: (object) => ({ x: (object as Point).x, y: (object as Point).y, width: 0, height: 0 }), area: () => 0 },
}

/** @param field whose answers are objects */
export function shapeOf(field: OutputField): Shape {
  const shape = shapes[field.type]
  if (!shape) throw new TypeError(`There is no shape for fields of the kind ${field.type}.`)
  return shape
}

export function isObjects(field: OutputField): boolean {
  return kindOf(field).placesIn === 'pixels'
}

const choosesOne: Partial<Record<FieldKind, true>> = { select: true, radio: true }

/** One of the options is the answer. */
export function isChoice(field: OutputField): boolean {
  return choosesOne[field.type] === true
}

export function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}

function cornersOf({ x, y, width, height }: Rectangle): Corner[] {
  const [right, bottom] = [hundredths(x + width), hundredths(y + height)]
  return [
    [x, y],
    [right, y],
    [right, bottom],
    [x, bottom],
  ]
}

function around(corners: readonly Corner[]): Rectangle {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]
  for (const [x, y] of corners) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: hundredths(right - left), height: hundredths(bottom - top) }
}

function areaOf(corners: readonly Corner[]): number {
  const twice = corners.reduce((sum, [x, y], n) => {
    const [nextX, nextY] = corners[(n + 1) % corners.length]!
    return sum + x * nextY - nextX * y
  }, 0)
  return hundredths(Math.abs(twice) / 2)
}
