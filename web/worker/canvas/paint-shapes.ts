import type { Point } from '../pictures/view.ts'
import { colourOf } from './colours.ts'
import { type Plane, toScreen } from './plane.ts'
import { dot, type Edges, edgesAround, isSeen, outlineOnScreen } from './screen.ts'
import type { Shape } from './shape.ts'
import type { Board, Sketch } from './sketch.ts'

export type Pen = { context: CanvasRenderingContext2D; plane: Plane }

export const around = 'rgb(0 0 0 / 55%)'
const [thin, thick] = [2, 3]

/**
 * An empty canvas over this part of the frame, in the pixels of the screen; its origin is the middle of the frame. What it costs to
 * bring a canvas to the screen grows with its size.
 */
export function cleared(canvas: HTMLCanvasElement, plane: Plane, area: Edges = wholeFrame(plane)): Pen | null {
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [area.right - area.left, area.bottom - area.top]
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across
    canvas.height = down
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  canvas.style.transform = `translate(${area.left}px, ${area.top}px)`
  const context = canvas.getContext('2d')
  if (!context) return null
  context.setTransform(ratio, 0, 0, ratio, -area.left * ratio, -area.top * ratio)
  context.clearRect(area.left, area.top, width, height)
  context.lineJoin = 'round'
  return { context, plane }
}

export function wholeFrame({ scene: { frame } }: Plane): Edges {
  return { left: -frame.width / 2, top: -frame.height / 2, right: frame.width / 2, bottom: frame.height / 2 }
}

export function pathOf(points: readonly Point[]): Path2D {
  const path = new Path2D()
  const [first] = points
  if (!first) return path
  if (points.length === 1) path.arc(first.x, first.y, dot, 0, Math.PI * 2)
  for (const [index, { x, y }] of points.entries())
    if (points.length > 1) index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)
  path.closePath()
  return path
}

/** Many shapes are few strokes: one for the dark line around all of them, one for each colour. */
export function paintShapes<S extends Shape>(pen: Pen, board: Board<S>, shapes: readonly S[], bold = false): void {
  const { context, plane } = pen
  const all = new Path2D()
  const byColour = new Map<string, Path2D>()
  for (const shape of shapes) {
    const points = outlineOnScreen(board.kind, plane, shape)
    if (!isSeen(edgesAround(points), plane)) continue
    const path = pathOf(points)
    const colour = colourOf(board.labels, shape.label)
    all.addPath(path)
    byColour.set(colour, byColour.get(colour) ?? new Path2D())
    byColour.get(colour)!.addPath(path)
  }
  const width = bold ? thick : thin
  context.lineWidth = width + 2
  context.strokeStyle = around
  context.stroke(all)
  context.lineWidth = width
  for (const [colour, path] of byColour) {
    context.strokeStyle = colour
    context.stroke(path)
  }
}

export function paintHandles<S extends Shape>({ context, plane }: Pen, board: Board<S>, shape: S, held: number): void {
  context.lineWidth = 1
  for (const [handle, place] of board.kind.handles(shape).entries()) {
    const { x, y } = toScreen(plane, place)
    const half = handle === held ? 6 : 4
    context.fillStyle = handle === held ? colourOf(board.labels, shape.label) : '#fff'
    context.strokeStyle = around
    context.fillRect(x - half, y - half, half * 2, half * 2)
    context.strokeRect(x - half, y - half, half * 2, half * 2)
  }
}

/** What is not a shape yet: points that were clicked, and the line to the pointer. */
export function paintStroke<S extends Shape>(pen: Pen, board: Board<S>, sketch: Sketch<S>): void {
  const { stroke } = sketch
  const { context, plane } = pen
  if (stroke?.do === 'band') {
    const [a, b] = [toScreen(plane, stroke.from), toScreen(plane, stroke.to)]
    context.setLineDash([5, 4])
    context.lineWidth = 1
    for (const [colour, offset] of [
      ['#fff', 0],
      ['#000', 4.5],
    ] as const) {
      context.lineDashOffset = offset
      context.strokeStyle = colour
      context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y)
    }
    context.setLineDash([])
  }
  if (stroke?.do !== 'draw') return
  const points = [...stroke.points, ...(stroke.points.length === 0 && stroke.from ? [stroke.from] : []), stroke.to]
  const way = board.kind.ways[sketch.way] ?? board.kind.ways[0]!
  const shape = way.name === 'outline' ? null : board.kind.made(points, stroke.label, { ...board.limits, minSize: 0 })
  if (shape) paintShapes(pen, board, [shape], true)
  else if (way.name === 'outline')
    paintLine(
      context,
      points.map((point) => toScreen(plane, point)),
      colourOf(board.labels, stroke.label),
    )
  context.lineWidth = 1
  for (const point of points.slice(0, -1)) {
    const { x, y } = toScreen(plane, point)
    context.fillStyle = '#fff'
    context.strokeStyle = around
    context.fillRect(x - 3, y - 3, 6, 6)
    context.strokeRect(x - 3, y - 3, 6, 6)
  }
}

/** An outline that is not closed yet. */
function paintLine(context: CanvasRenderingContext2D, points: readonly Point[], colour: string): void {
  const line = new Path2D()
  for (const { x, y } of points) line.lineTo(x, y)
  for (const [width, style] of [
    [thick + 2, around],
    [thick, colour],
  ] as const) {
    context.lineWidth = width
    context.strokeStyle = style
    context.stroke(line)
  }
}
