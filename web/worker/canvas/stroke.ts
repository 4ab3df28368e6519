import type { Point } from '../pictures/view.ts'
import { distance, type Shape } from './shape.ts'
import { type Board, type Sketch, type Stroke, stepped, withSelection } from './sketch.ts'
import { nextDown, stackAt } from './stack.ts'

/** How exactly a pointer is meant, in pixels of the picture. */
export type Aim = { at: Point; reach: number; slop: number; add: boolean }

export function pressed<S extends Shape>(board: Board<S>, sketch: Sketch<S>, aim: Aim): Sketch<S> {
  const { stroke } = sketch
  if (stroke?.do === 'pull' && !stroke.held) return released(board, sketch, aim)
  if (stroke?.do === 'draw') return { ...sketch, stroke: { ...stroke, from: aim.at, to: aim.at } }
  return sketch.tool === 'draw' ? drawing(board, sketch, aim) : grasping(board, sketch, aim)
}

/** Always a new one, whatever lies under the pointer. */
function drawing<S extends Shape>(board: Board<S>, sketch: Sketch<S>, { at }: Aim): Sketch<S> {
  if ((sketch.shapes?.length ?? 0) >= board.maxCount) return { ...sketch, notice: 'too_many' }
  const stroke = { do: 'draw', points: [], from: at, to: at, label: sketch.label } as const
  return { ...sketch, stroke, notice: null }
}

function grasping<S extends Shape>({ kind }: Board<S>, sketch: Sketch<S>, aim: Aim): Sketch<S> {
  const { selected } = sketch
  const { at, reach, add } = aim
  const shapes = sketch.shapes ?? []
  const [only] = selected
  const one = selected.length === 1 ? shapes[only!] : undefined
  const handle = one && !add ? kind.handleAt(one, at, reach) : null
  if (one && handle !== null) return { ...sketch, stroke: grasp(kind.handles(one)[handle]!, only!, handle, one, at) }
  const stack = stackAt(kind, shapes, at, 0)
  const hits = stack.length > 0 ? stack : stackAt(kind, shapes, at, reach)
  const [top] = hits
  if (top === undefined) return { ...sketch, stroke: { do: 'band', from: at, to: at, add } }
  if (add) {
    const others = selected.filter((index) => index !== top)
    return withSelection(sketch, others.length < selected.length ? others : [...selected, top])
  }
  const clicked = selected.some((index) => hits.includes(index))
  const now = clicked ? sketch : withSelection(sketch, [top])
  return { ...now, stroke: { do: 'move', from: at, clicked, moved: null } }
}

function grasp<S extends Shape>(place: Point, index: number, handle: number, shape: S, at: Point): Stroke<S> {
  return { do: 'pull', index, handle, shape, held: true, off: { x: place.x - at.x, y: place.y - at.y } }
}

/** The pointer went on. The shapes themselves change when the stroke ends. */
export function dragged<S extends Shape>(board: Board<S>, sketch: Sketch<S>, { at, slop }: Aim): Sketch<S> {
  const { stroke } = sketch
  const shapes = sketch.shapes ?? []
  if (stroke?.do === 'draw' || stroke?.do === 'band') return { ...sketch, stroke: { ...stroke, to: at } }
  if (stroke?.do === 'pull') {
    const before = shapes[stroke.index]
    if (!before) return sketch
    const to = { x: at.x + stroke.off.x, y: at.y + stroke.off.y }
    return {
      ...sketch,
      stroke: { ...stroke, shape: board.kind.pulled(before, stroke.handle, to, board.limits) ?? stroke.shape },
    }
  }
  if (stroke?.do !== 'move') return sketch
  if (!stroke.moved && distance(stroke.from, at) <= slop) return sketch
  const [dx, dy] = [at.x - stroke.from.x, at.y - stroke.from.y]
  return { ...sketch, stroke: { ...stroke, moved: movedAll(board, sketch, dx, dy) } }
}

/** Several move together, and stop together. */
export function movedAll<S extends Shape>(board: Board<S>, sketch: Sketch<S>, dx: number, dy: number): Map<number, S> {
  const own = sketch.selected.flatMap((index) => {
    const shape = sketch.shapes?.[index]
    return shape ? [{ index, shape, first: board.kind.outline(shape)[0]! }] : []
  })
  let [x, y] = [dx, dy]
  for (const { shape, first } of own) {
    const after = board.kind.outline(board.kind.moved(shape, dx, dy, board.limits))[0]!
    x = nearer(x, after.x - first.x)
    y = nearer(y, after.y - first.y)
  }
  return new Map(own.map(({ index, shape }) => [index, board.kind.moved(shape, x, y, board.limits)]))
}

const nearer = (a: number, b: number) => (Math.abs(b) < Math.abs(a) ? b : a)

/** The pointer lifted off, or a corner that followed it was clicked into its place. */
export function released<S extends Shape>(board: Board<S>, sketch: Sketch<S>, aim: Aim): Sketch<S> {
  const { stroke } = sketch
  if (stroke?.do === 'draw') return drawn(board, sketch, stroke, aim)
  if (stroke?.do === 'pull') return pulled(sketch, stroke)
  if (stroke?.do === 'band') return banded(board, sketch, stroke, aim.slop)
  if (stroke?.do !== 'move') return sketch
  if (stroke.moved) return replaced(sketch, stroke.moved)
  if (!stroke.clicked) return { ...sketch, stroke: null }
  const stack = stackAt(board.kind, sketch.shapes ?? [], aim.at, 0)
  const next = nextDown(stack, sketch.selected)
  return { ...withSelection(sketch, next === undefined ? sketch.selected : [next]), stroke: null }
}

/** Pressed and not moved, a handle is what is meant next: by finger there is no other way to a corner. */
function pulled<S extends Shape>(sketch: Sketch<S>, { index, handle, held, shape }: Pull<S>): Sketch<S> {
  const next = replaced(sketch, new Map([[index, shape]]))
  return held && next.shapes === sketch.shapes ? { ...next, tapped: handle } : next
}

/** A stroke that left all where it was is none to take back. */
export function replaced<S extends Shape>(sketch: Sketch<S>, by: ReadonlyMap<number, S>, why = ''): Sketch<S> {
  const shapes = sketch.shapes?.map((shape, index) => by.get(index) ?? shape) ?? null
  const same = JSON.stringify(shapes) === JSON.stringify(sketch.shapes)
  return same ? { ...sketch, stroke: null } : stepped(sketch, { shapes }, why)
}

type Drawing<S extends Shape> = Extract<Stroke<S>, { do: 'draw' }>
type Pull<S extends Shape> = Extract<Stroke<S>, { do: 'pull' }>

/** A press that moved is a drag; one that did not is the first of several clicks. */
function drawn<S extends Shape>(
  board: Board<S>,
  sketch: Sketch<S>,
  stroke: Drawing<S>,
  { at, slop, reach }: Aim,
): Sketch<S> {
  if (stroke.from === null) return { ...sketch, stroke: { ...stroke, to: at } }
  const first = stroke.points.length === 0
  const isDrag = first && distance(stroke.from, at) > slop
  const points = [...stroke.points, ...(isDrag ? [stroke.from, at] : first ? [stroke.from] : [at])]
  const way = board.kind.ways[sketch.way] ?? board.kind.ways[0]!
  const [start] = points
  // An outline ends where it began.
  const closed = !first && points.length > 3 && start && distance(start, at) <= reach
  if (closed) return finished(board, sketch, points.slice(0, -1))
  if (points.length >= way.points) return finished(board, sketch, points)
  return { ...sketch, stroke: { ...stroke, points, to: at, from: null } }
}

export function finished<S extends Shape>(board: Board<S>, sketch: Sketch<S>, points: readonly Point[]): Sketch<S> {
  const label = sketch.stroke?.do === 'draw' ? sketch.stroke.label : sketch.label
  const shape = board.kind.made(points, label, board.limits)
  const { stroke } = sketch
  // Many clicks are not thrown away for the last one: it can be taken back.
  const kept = stroke?.do === 'draw' && points.length > 2 ? { ...stroke, points, from: null } : null
  if (!shape) return { ...sketch, stroke: kept, notice: board.kind.refusal }
  const shapes = [...(sketch.shapes ?? []), shape]
  return { ...stepped(sketch, { shapes, selected: [shapes.length - 1] }), corner: board.kind.corners(shape)[0] ?? 0 }
}

/** All whose outline lies inside of the band; a click beside everything selects nothing. */
function banded<S extends Shape>(
  { kind }: Board<S>,
  sketch: Sketch<S>,
  { from, to, add }: Extract<Stroke<S>, { do: 'band' }>,
  slop: number,
): Sketch<S> {
  const lies = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b)
  const inside = (shape: S) => kind.outline(shape).every(({ x, y }) => lies(x, from.x, to.x) && lies(y, from.y, to.y))
  const shapes = sketch.shapes ?? []
  const caught = distance(from, to) <= slop ? [] : shapes.flatMap((shape, index) => (inside(shape) ? [index] : []))
  const all = add ? [...new Set([...sketch.selected, ...caught])] : caught
  return { ...withSelection(sketch, all), stroke: null }
}

/** What is to be seen: the shapes with what is being done to them, without what is being drawn. */
export function seen<S extends Shape>({ shapes, stroke }: Sketch<S>): readonly S[] {
  if (!shapes) return []
  if (stroke?.do === 'pull') return shapes.map((shape, index) => (index === stroke.index ? stroke.shape : shape))
  if (stroke?.do !== 'move' || !stroke.moved) return shapes
  const { moved } = stroke
  return shapes.map((shape, index) => moved.get(index) ?? shape)
}
