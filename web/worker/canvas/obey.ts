import type { CanvasIntent } from '../keys/canvas-keys.ts'
import type { CanvasAction } from '../keys/keymap.ts'
import type { Point } from '../pictures/view.ts'
import * as commands from './commands.ts'
import { accepted } from './doubts.ts'
import { directionInPicture, type Plane } from './plane.ts'
import type { Shape } from './shape.ts'
import { type Board, redone, type Sketch, undone, withSelection } from './sketch.ts'
import { finished, released } from './stroke.ts'

type Circumstances<S extends Shape> = {
  board: Board<S>
  sketch: Sketch<S>
  plane: Plane
  pointer: Point | null
  before(): readonly S[]
}

/** What a key or a button makes of the sketch. null: nothing to do here, the press is somebody else's. */
export function obey<S extends Shape>(intent: NonNullable<CanvasIntent>, about: Circumstances<S>): Sketch<S> | null {
  const { board, sketch } = about
  switch (intent.do) {
    case 'name':
      return intent.index < board.labels.length ? commands.labelled(board, sketch, intent.index) : null
    case 'nudge':
      return nudge(intent, about)
    case 'next':
      return commands.nextSelected(board, sketch, intent.by)
    case 'act':
      return act(intent.action, about)
    case 'all':
      return commands.allSelected(sketch)
    // One too many must not take back the answer before.
    case 'undo':
      if (sketch.stroke?.do === 'draw') return commands.withoutLastPoint(sketch)
      return sketch.past.length + sketch.future.length > 0 ? undone(sketch) : null
    case 'redo':
      return sketch.future.length > 0 ? redone(sketch) : null
    case 'finish':
      return finish(about)
    case 'cancel':
      if (sketch.stroke) return { ...sketch, stroke: null }
      return sketch.selected.length > 0 ? withSelection(sketch, []) : null
    case 'pan':
      return sketch
  }
}

function nudge<S extends Shape>(
  { x, y, edge }: { x: number; y: number; edge: boolean },
  { board, sketch, plane }: Circumstances<S>,
): Sketch<S> | null {
  if (sketch.selected.length === 0) return null
  const by = directionInPicture(plane, { x, y })
  return edge ? commands.nudgedEdge(board, sketch, by) : commands.nudged(board, sketch, by)
}

/** Enter puts down what is in the hand, ends what is drawn by clicks, and takes what is in doubt; else it sends. */
function finish<S extends Shape>({ board, sketch }: Circumstances<S>): Sketch<S> | null {
  const { stroke } = sketch
  if (stroke?.do === 'pull') return released(board, sketch, { at: { x: 0, y: 0 }, reach: 0, slop: 0, add: false })
  if (!stroke) return accepted(board, sketch)
  if (stroke.do !== 'draw') return null
  const [first] = stroke.points
  return first ? finished(board, sketch, stroke.points.length > 1 ? stroke.points : [first, stroke.to]) : null
}

function act<S extends Shape>(
  action: CanvasAction,
  { board, sketch, plane, pointer, before }: Circumstances<S>,
): Sketch<S> | null {
  switch (action) {
    case 'draw':
      return { ...sketch, tool: 'draw', way: 0, stroke: null }
    case 'pick':
      return { ...sketch, tool: 'select', stroke: null }
    case 'fourPoints':
      if (board.kind.ways.length < 2) return null
      return { ...sketch, tool: 'draw', way: sketch.tool === 'draw' && sketch.way === 1 ? 0 : 1, stroke: null }
    case 'newShape':
      return commands.madeInMiddle(board, sketch, plane)
    case 'takeCorner':
      return commands.cornerTaken(board, sketch, pointer)
    case 'deleteShape':
      return sketch.selected.length > 0 || sketch.stroke?.do === 'draw' ? commands.removed(board, sketch) : null
    case 'copyBefore':
      return commands.copied(board, sketch, before())
    case 'nothingHere':
      return board.maySayNothing ? commands.nothingSaid(sketch) : null
    // It is said beside the picture.
    case 'sayMore':
      return null
    // They are held down: whoever hears the key knows for how long.
    case 'hideShapes':
    case 'hideNames':
      return sketch
  }
}
