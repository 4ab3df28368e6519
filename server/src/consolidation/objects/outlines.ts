import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'

/** Objects as numbers: four edges each, and what they are called. A thousand of them are compared in a moment. */
export type Outlines = { count: number; edges: Float64Array; names: readonly (string | undefined)[] }

export function outlinesOf<O extends FieldObject>(geometry: Geometry<O>, objects: readonly O[]): Outlines {
  const edges = new Float64Array(4 * objects.length)
  const names = objects.map(({ label }) => label)
  for (let i = 0; i < objects.length; i++) geometry.bounds(objects[i]!, edges, 4 * i)
  return { count: objects.length, edges, names }
}

/** Intersection over union (Jaccard, 1901) of rectangle `i` of one and `j` of another. */
export function overlapOf(a: Float64Array, i: number, b: Float64Array, j: number): number {
  const [p, q] = [4 * i, 4 * j]
  const width = Math.min(a[p + 2]!, b[q + 2]!) - Math.max(a[p]!, b[q]!)
  if (width <= 0) return 0
  const height = Math.min(a[p + 3]!, b[q + 3]!) - Math.max(a[p + 1]!, b[q + 1]!)
  if (height <= 0) return 0
  const both = width * height
  const own = (a[p + 2]! - a[p]!) * (a[p + 3]! - a[p + 1]!)
  const other = (b[q + 2]! - b[q]!) * (b[q + 3]! - b[q + 1]!)
  return both / (own + other - both)
}
