import type { Point } from '../pictures/view.ts'
import { atNextDoubt, inDoubt } from './doubts.ts'
import { type Plane, seenPart } from './plane.ts'
import { type Shape, within } from './shape.ts'
import { type Board, type Sketch, stepped, withSelection } from './sketch.ts'
import { finished, movedAll, replaced } from './stroke.ts'

// What is done to the shapes without a pointer: by keys, by buttons, by the list beside the picture.

/** Names what is selected or being drawn, and whatever is drawn next. */
export function labelled<S extends Shape>(board: Board<S>, sketch: Sketch<S>, index: number): Sketch<S> {
  const label = board.labels[index]
  if (label === undefined) return sketch
  const now = { ...sketch, label }
  if (now.stroke?.do === 'draw') return { ...now, stroke: { ...now.stroke, label } }
  const renamed = now.selected.flatMap((at) => {
    const shape = now.shapes?.[at]
    return shape ? ([[at, { ...shape, label }]] as const) : []
  })
  return { ...replaced(now, new Map(renamed)), stroke: now.stroke }
}

/** Moves what is selected; with a corner in hand, that corner. */
export function nudged<S extends Shape>(board: Board<S>, sketch: Sketch<S>, { x, y }: Point): Sketch<S> {
  const { stroke } = sketch
  if (stroke?.do !== 'pull') return replaced(sketch, movedAll(board, sketch, x, y), `move ${sketch.selected.join(' ')}`)
  const at = board.kind.handles(stroke.shape)[stroke.handle]!
  const shape = board.kind.pulled(stroke.shape, stroke.handle, { x: at.x + x, y: at.y + y }, board.limits)
  return { ...sketch, stroke: { ...stroke, shape: shape ?? stroke.shape } }
}

/** Moves one edge of the only one that is selected: the one of its corner that the arrow goes across. */
export function nudgedEdge<S extends Shape>(board: Board<S>, sketch: Sketch<S>, { x, y }: Point): Sketch<S> {
  const [index] = sketch.selected
  const shape = sketch.selected.length === 1 ? sketch.shapes?.[index!] : undefined
  if (!shape) return sketch
  const handle = board.kind.edge(sketch.corner, x !== 0)
  const at = board.kind.handles(shape)[handle]!
  const pulled = board.kind.pulled(shape, handle, { x: at.x + x, y: at.y + y }, board.limits)
  if (!pulled) return sketch
  return replaced(sketch, new Map([[index!, pulled]]), `edge ${index} ${handle}`)
}

/** Takes a corner of the only one that is selected, the nearest to the pointer; again: the next corner. */
export function cornerTaken<S extends Shape>({ kind }: Board<S>, sketch: Sketch<S>, pointer: Point | null): Sketch<S> {
  const [index] = sketch.selected
  const shape = sketch.selected.length === 1 ? sketch.shapes?.[index!] : undefined
  if (!shape) return sketch
  const corners = kind.corners(shape)
  const places = kind.handles(shape)
  const far = (corner: number) =>
    pointer ? Math.hypot(places[corner]!.x - pointer.x, places[corner]!.y - pointer.y) : 0
  const held = sketch.stroke?.do === 'pull' ? sketch.stroke.handle : null
  const corner =
    held === null
      ? corners.toSorted((a, b) => far(a) - far(b))[0]!
      : corners[(corners.indexOf(held) + 1) % corners.length]!
  const stroke = { do: 'pull', index: index!, handle: corner, off: { x: 0, y: 0 }, held: false, shape } as const
  return { ...sketch, corner, stroke }
}

/** Takes away the last point of what is being drawn, the corner in the hand or the one that was tapped, or what is selected. */
export function removed<S extends Shape>(board: Board<S>, sketch: Sketch<S>): Sketch<S> {
  const { kind, emptied, doubts } = board
  const { stroke } = sketch
  if (stroke?.do === 'draw') return withoutLastPoint(sketch)
  const [shape, corner] =
    stroke?.do === 'pull' && !stroke.held
      ? [stroke.shape, stroke.handle]
      : [sketch.shapes?.[sketch.selected[0] ?? -1], sketch.tapped]
  const less = shape && corner !== null && kind.corners(shape).includes(corner) && kind.withoutCorner(shape, corner)
  if (less) return replaced({ ...sketch, stroke: null }, new Map([[sketch.selected[0]!, less]]))
  const gone = new Set(sketch.selected)
  if (gone.size === 0 || !sketch.shapes) return sketch
  const left = sketch.shapes.filter((_, index) => !gone.has(index))
  // That nothing is there must be said by who answers; it does not follow from taking away what was wrong.
  const after = stepped(sketch, { shapes: left.length > 0 ? left : emptied, selected: [] })
  const [first] = sketch.selected
  return doubts.has(sketch.shapes[first!]!) ? atNextDoubt(board, after, first! - 1) : after
}

/** That there is nothing, as an answer; once more takes it back. What is drawn must go first, so that no key takes it all away. */
export function nothingSaid<S extends Shape>(sketch: Sketch<S>): Sketch<S> {
  if (sketch.shapes?.length) return sketch
  return stepped(sketch, { shapes: sketch.shapes === null ? [] : null, selected: [] })
}

/**
 * The next or the one before, around the whole list; while some are in doubt, of those. null: all have been gone through, and the keyboard leaves the picture: it must
 * not be caught there.
 */
export function nextSelected<S extends Shape>(board: Board<S>, sketch: Sketch<S>, by: 1 | -1): Sketch<S> | null {
  const open = inDoubt(board, sketch)
  const count = open.length || (sketch.shapes?.length ?? 0)
  const now = sketch.selected.at(by === 1 ? -1 : 0)
  const left = sketch.tour ?? (now === undefined ? count : count - 1)
  if (left <= 0) return null
  if (open.length > 0) return { ...atNextDoubt(board, sketch, now ?? (by === 1 ? -1 : Infinity), by), tour: left - 1 }
  const next = ((now ?? (by === 1 ? -1 : count)) + by + count) % count
  return { ...withSelection({ ...sketch, stroke: null }, [next]), tour: left - 1 }
}

/** One click back; without the first there is nothing being drawn. */
export function withoutLastPoint<S extends Shape>(sketch: Sketch<S>): Sketch<S> {
  const { stroke } = sketch
  if (stroke?.do !== 'draw') return sketch
  const points = stroke.points.slice(0, -1)
  return { ...sketch, notice: null, stroke: points.length > 0 ? { ...stroke, points } : null }
}

export function allSelected<S extends Shape>(sketch: Sketch<S>): Sketch<S> {
  return withSelection(sketch, sketch.shapes?.map((_, index) => index) ?? [])
}

/** A new one in the middle of what is seen, a quarter as wide and high; to be moved and sized by keys. */
export function madeInMiddle<S extends Shape>(board: Board<S>, sketch: Sketch<S>, plane: Plane): Sketch<S> {
  if ((sketch.shapes?.length ?? 0) >= board.maxCount) return { ...sketch, notice: 'too_many' }
  const { from, to } = seenPart(plane)
  const side = (a: number, b: number) => Math.round(Math.max((b - a) / 4, board.limits.minSize, 1))
  const start = (a: number, b: number, length: number) => Math.round(within((a + b - length) / 2, 0, b))
  const [width, height] = [side(from.x, to.x), side(from.y, to.y)]
  const [x, y] = [start(from.x, to.x, width), start(from.y, to.y, height)]
  const points = board.kind.block({ x, y }, { x: x + width, y: y + height })
  return finished(board, { ...sketch, stroke: null }, points)
}

/** What the item before had, beside what is there; only what fits onto this picture. */
export function copied<S extends Shape>(board: Board<S>, sketch: Sketch<S>, before: readonly S[]): Sketch<S> {
  const own = sketch.shapes ?? []
  const { width, height } = board.limits.picture
  const fits = (shape: S) =>
    board.kind.outline(shape).every(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)
  const fitting = before.filter(fits).slice(0, Math.max(0, board.maxCount - own.length))
  if (fitting.length === 0) return sketch
  return stepped(sketch, { shapes: [...own, ...fitting], selected: fitting.map((_, index) => own.length + index) })
}
