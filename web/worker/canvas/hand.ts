import type { Point } from '../pictures/view.ts'
import type { Hand } from '../pictures/viewer.ts'
import { type Plane, scaleOf, toPicture } from './plane.ts'
import type { Shape } from './shape.ts'
import type { Board, Sketch } from './sketch.ts'
import { type Aim, dragged, pressed, released } from './stroke.ts'

/** Where the pointer is, from the middle of the frame. */
export type Pointer = { place: Point; isFinger: boolean }

type Options<S extends Shape> = {
  frame: HTMLElement
  board: Board<S>
  plane(): Plane | null
  sketch(): Sketch<S>
  /** The picture is to be moved by this press. */
  isPanning(): boolean
  onPress(): void
  onSketch(sketch: Sketch<S>): void
  onPointer(pointer: Pointer | null): void
  onShow: Hand['show']
}

/** How near is near enough, px: a finger covers 44 of them. */
const reaches = { finger: 22, mouse: 8 }
const slops = { finger: 10, mouse: 4 }

/** What pointers and fingers do to the sketch. */
export function createHand<S extends Shape>(options: Options<S>): Hand {
  const { frame, board, plane, sketch } = options

  function aimed(event: PointerEvent): Aim | null {
    const now = plane()
    if (!now) return null
    const box = frame.getBoundingClientRect()
    const place = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
    const isFinger = event.pointerType === 'touch'
    options.onPointer({ place, isFinger })
    const by = isFinger ? 'finger' : 'mouse'
    const scale = scaleOf(now)
    return { at: toPicture(now, place), reach: reaches[by] / scale, slop: slops[by] / scale, add: event.shiftKey }
  }

  return {
    press(event) {
      const scrolls = event.pointerType === 'touch' && frame.dataset.scrolls === 'true'
      if (event.button !== 0 || scrolls || options.isPanning()) return false
      const aim = aimed(event)
      if (!aim) return false
      options.onPress()
      options.onSketch(pressed(board, sketch(), aim))
      return true
    },
    move(event) {
      const aim = aimed(event)
      if (aim) options.onSketch(dragged(board, sketch(), aim))
    },
    release(event) {
      const aim = aimed(event)
      if (aim) options.onSketch(released(board, sketch(), aim))
      if (event.pointerType === 'touch') options.onPointer(null)
    },
    cancel() {
      options.onSketch(interrupted(sketch()))
      options.onPointer(null)
    },
    leave: () => options.onPointer(null),
    show: options.onShow,
  }
}

/** What has been clicked stays; what was only begun with this press does not. */
function interrupted<S extends Shape>(sketch: Sketch<S>): Sketch<S> {
  const { stroke } = sketch
  const settled = stroke?.do === 'draw' && stroke.points.length > 0
  return { ...sketch, stroke: settled ? { ...stroke, from: null } : null }
}
