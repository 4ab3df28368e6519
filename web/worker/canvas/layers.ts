import { inDoubt } from './doubts.ts'
import { paintNames, placedNames } from './paint-names.ts'
import { cleared, type Pen, paintHandles, paintShapes, paintStroke, wholeFrame } from './paint-shapes.ts'
import { type Plane, toScreen } from './plane.ts'
import type { Scenery } from './scenery.ts'
import { type Edges, edgesAround, outlineOnScreen } from './screen.ts'
import type { Shape } from './shape.ts'
import type { Board, Sketch } from './sketch.ts'
import { seen } from './stroke.ts'

export type Layers = {
  /** With the next frame of the screen. */
  paint(): void
}

/**
 * Two canvases over the picture. What is selected is on the upper one, on top of all others; it alone is painted with each
 * movement of a stroke, so that what it costs does not depend on how many shapes there are.
 */
export function createLayers<S extends Shape>(
  canvases: { still: HTMLCanvasElement; hand: HTMLCanvasElement },
  scenery: () => Scenery<S> | null,
  onPaint: (scenery: Scenery<S>) => void,
): Layers {
  let asked = false
  let painted: readonly unknown[] = []

  function paint(): void {
    asked = false
    const now = scenery()
    if (!now) return
    const { sketch, plane, hidden } = now
    const about = [sketch.shapes, sketch.selected, plane, hidden, isMoving(now)]
    if (about.some((part, index) => part !== painted[index])) paintStill(canvases.still, now)
    painted = about
    paintHand(canvases.hand, now)
    onPaint(now)
  }

  return {
    paint() {
      if (asked) return
      asked = true
      requestAnimationFrame(paint)
    },
  }
}

function isMoving<S extends Shape>({ sketch: { stroke } }: Scenery<S>): boolean {
  return stroke?.do === 'move' || stroke?.do === 'pull'
}

function paintStill<S extends Shape>(canvas: HTMLCanvasElement, now: Scenery<S>): void {
  const { board, sketch, plane, hidden, textOf } = now
  const pen = cleared(canvas, plane)
  if (!pen || hidden === 'shapes') return
  const shapes = sketch.shapes ?? []
  const selected = new Set(sketch.selected)
  const walk = new Set(inDoubt(board, sketch))
  paintByDoubt(
    pen,
    board,
    shapes.filter((_, index) => !selected.has(index)),
    walk.size > 0,
  )
  if (hidden === 'names') return
  // The name of what moves is shown again where it comes to rest.
  const names = placedNames(pen, board, shapes, textOf).filter(({ index }) =>
    selected.has(index) ? !isMoving(now) : walk.size === 0 || walk.has(index),
  )
  paintNames(pen, board, shapes, names)
}

/** As long as some are in doubt, the others stand back. */
const backLight = 0.35
const offeredDash = [7, 5]

function paintByDoubt<S extends Shape>(pen: Pen, board: Board<S>, shapes: readonly S[], isWalk: boolean): void {
  const { context } = pen
  context.globalAlpha = isWalk ? backLight : 1
  paintShapes(
    pen,
    board,
    shapes.filter((shape) => !board.doubts.has(shape)),
  )
  context.globalAlpha = 1
  if (!isWalk) return
  for (const offered of [false, true]) {
    context.setLineDash(offered ? offeredDash : [])
    paintShapes(
      pen,
      board,
      shapes.filter((shape) => board.doubts.get(shape)?.offered === offered),
    )
  }
  context.setLineDash([])
}

function paintHand<S extends Shape>(canvas: HTMLCanvasElement, { board, sketch, plane, hidden }: Scenery<S>): void {
  const { stroke, selected, tapped } = sketch
  const shapes = seen(sketch)
  const own = selected.flatMap((index) => shapes[index] ?? [])
  const pen = cleared(canvas, plane, areaOf(own, board, sketch, plane))
  if (!pen || hidden === 'shapes') return
  pen.context.setLineDash(own.length === 1 && board.doubts.get(own[0]!)?.offered ? offeredDash : [])
  paintShapes(pen, board, own, true)
  pen.context.setLineDash([])
  const held = stroke?.do === 'pull' && !stroke.held ? stroke.handle : (tapped ?? -1)
  if (own.length === 1) paintHandles(pen, board, own[0]!, held)
  paintStroke(pen, board, sketch)
}

/** Lines and handles stand out so far, px; and a canvas that grows with each movement would be made anew each time. */
const margin = 12
const step = 64

/** What moves is small, and so is the canvas that it is painted on. */
function areaOf<S extends Shape>(own: readonly S[], board: Board<S>, { stroke }: Sketch<S>, plane: Plane): Edges {
  const corners = own.flatMap((shape) => outlineOnScreen(board.kind, plane, shape))
  const begun =
    stroke?.do === 'draw'
      ? [...stroke.points, stroke.from ?? stroke.to, stroke.to]
      : stroke?.do === 'band'
        ? [stroke.from, stroke.to]
        : []
  const all = edgesAround([...corners, ...begun.map((point) => toScreen(plane, point))])
  if (all.left > all.right) return { left: 0, top: 0, right: 0, bottom: 0 }
  const frame = wholeFrame(plane)
  const size = (from: number, to: number) => Math.ceil((to - from + margin * 2) / step) * step
  const [left, top] = [Math.max(all.left - margin, frame.left), Math.max(all.top - margin, frame.top)]
  const [right, bottom] = [Math.min(all.right, frame.right), Math.min(all.bottom, frame.bottom)]
  const [x, y] = [Math.floor(left), Math.floor(top)]
  return { left: x, top: y, right: x + Math.max(0, size(left, right)), bottom: y + Math.max(0, size(top, bottom)) }
}
