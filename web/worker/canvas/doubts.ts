import type { Doubts } from './doubt.ts'
import type { Shape } from './shape.ts'
import { type Board, type Sketch, stepped, withSelection } from './sketch.ts'

/** The shapes that are the answer. */
export function taken<S extends Shape>(shapes: readonly S[] | null, doubts: Doubts<S>): readonly S[] | null {
  return doubts.size === 0 ? shapes : (shapes?.filter((shape) => !doubts.get(shape)?.offered) ?? null)
}

/** The other way round: what is offered stands behind the answer. */
export function withOffered<S extends Shape>(answer: readonly S[] | null, doubts: Doubts<S>): readonly S[] | null {
  const offered = [...doubts].flatMap(([shape, doubt]) => (doubt.offered ? [shape] : []))
  return offered.length > 0 ? [...(answer ?? []), ...offered] : answer
}

export function inDoubt<S extends Shape>({ doubts }: Board<S>, { shapes }: Sketch<S>): number[] {
  if (doubts.size === 0) return []
  return shapes?.flatMap((shape, index) => (doubts.has(shape) ? [index] : [])) ?? []
}

/** The only one that is selected is there, as it is; on to the next. null: nothing is in doubt that is selected. */
export function accepted<S extends Shape>(board: Board<S>, sketch: Sketch<S>): Sketch<S> | null {
  const [index] = sketch.selected
  const shape = sketch.selected.length === 1 ? sketch.shapes?.[index!] : undefined
  if (!shape || !board.doubts.has(shape)) return null
  const shapes = sketch.shapes!.with(index!, { ...shape })
  return atNextDoubt(board, stepped(sketch, { shapes }), index!)
}

/** Selects the next one that is in doubt behind this place of the list, around the whole of it. */
export function atNextDoubt<S extends Shape>(
  board: Board<S>,
  sketch: Sketch<S>,
  from: number,
  by: 1 | -1 = 1,
): Sketch<S> {
  const open = inDoubt(board, sketch)
  const ordered = by === 1 ? open : open.toReversed()
  const next = ordered.find((index) => (index - from) * by > 0) ?? ordered[0]
  return next === undefined ? sketch : withSelection({ ...sketch, stroke: null }, [next])
}
