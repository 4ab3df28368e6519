import type { Plane } from './plane.ts'
import type { Shape } from './shape.ts'
import type { Board, Sketch } from './sketch.ts'

/** What is hidden as long as a key is held. */
export type Hidden = 'nothing' | 'names' | 'shapes'

/** All that is to be painted. */
export type Scenery<S extends Shape> = {
  board: Board<S>
  sketch: Sketch<S>
  plane: Plane
  hidden: Hidden
  /** What stands beside a shape; empty: nothing. */
  textOf: (shape: S) => string
}
