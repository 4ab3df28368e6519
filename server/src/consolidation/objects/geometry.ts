import type { FieldObject } from '@whisker/api/fields.ts'

/** How objects of one kind lie to each other. Pure, and cheap: it is asked for each pair that lies near. */
export type Geometry<O extends FieldObject = FieldObject> = {
  /** Its left, top, right and bottom edges, into `out` from `at` on. Two objects are no more alike than these rectangles. */
  bounds(object: O, out: Float64Array, at: number): void
  /** 0 (apart) to 1 (the same); null where that of the bounds is all there is. */
  overlap: ((a: O, b: O) => number) | null
  /** Whether one answer cannot have both. Where it is left out, any two may stand together. */
  excludes?(a: O, b: O): boolean
  /** Where they are counted and not measured, so that two people can say just the same: its edges (edges.ts). */
  edges?(object: O): readonly number[]
  /** One place for several, the heavier counting more; without a label. */
  middle(objects: readonly O[], weights: readonly number[]): O
  /** How far an object's place is from another one's: relative to the size of that, as the root of the mean square over its edges. */
  deviation(object: O, from: O): number
  /** What a relative deviation is multiplied with to give pixels. */
  size(object: O): number
}
