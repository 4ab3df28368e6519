import type { Shape } from './shape.ts'

/** Why somebody should look at a shape. */
export type Doubt = {
  /** The probability that it is there. */
  sure: number
  /** It is no part of the answer unless somebody takes it. */
  offered: boolean
}

/**
 * Shapes that people do not agree on, by themselves: one that was changed is another one, and whoever changed it has decided. So an
 * undo brings back the doubt with the shape.
 */
export type Doubts<S extends Shape = Shape> = ReadonlyMap<S, Doubt>
