import type { FieldObject } from '@whisker/api/fields.ts'

/** What may stand in an answer: where it is, and what it is called. */
export type Bounds = { left: number; top: number; right: number; bottom: number }

/** How objects of one kind lie to each other. Pure, and cheap: it is asked for each pair that lies near. */
export type Geometry<O extends FieldObject = FieldObject> = {
  /** Two objects whose bounds do not meet are not alike. */
  bounds(object: O): Bounds
  /** 0 (apart) to 1 (the same). */
  overlap(a: O, b: O): number
  /** One place for several, the heavier counting more; without a label. */
  middle(objects: readonly O[], weights: readonly number[]): O
  /** How far an object's place is from another one's: relative to the size of that, as the root of the mean square over its edges. */
  deviation(object: O, from: O): number
  /** What a relative deviation is multiplied with to give pixels. */
  size(object: O): number
}
