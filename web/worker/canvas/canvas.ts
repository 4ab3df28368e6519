import type { CanvasIntent } from '../keys/canvas-keys.ts'
import type { Point, Scene, View } from '../pictures/view.ts'
import type { Viewer } from '../pictures/viewer.ts'
import { taken } from './doubts.ts'
import { createHand, type Pointer } from './hand.ts'
import { createLayers } from './layers.ts'
import { paintLoupe } from './loupe.ts'
import { obey } from './obey.ts'
import { type Plane, toPicture } from './plane.ts'
import type { Hidden, Scenery } from './scenery.ts'
import type { Shape } from './shape.ts'
import { type Board, given, type Sketch, withSelection } from './sketch.ts'

/** The elements that it paints on. */
export type Easel = {
  frame: HTMLElement
  still: HTMLCanvasElement
  hand: HTMLCanvasElement
  loupe: HTMLCanvasElement
  /** Its two lines follow the pointer. */
  cross: HTMLElement
}

export type CanvasOptions<S extends Shape> = {
  easel: Easel
  viewer: Viewer
  picture: HTMLImageElement
  board: Board<S>
  first: Sketch<S>
  /** What the item before had. */
  before(): readonly S[]
  textOf: Scenery<S>['textOf']
  onPress(): void
  onShapes(shapes: readonly S[] | null): void
  onSelect(selected: readonly number[]): void
  /** Anything that buttons and words beside the picture tell of. */
  onState(sketch: Sketch<S>): void
}

export type Canvas<S extends Shape> = {
  sketch(): Sketch<S>
  set(sketch: Sketch<S>): void
  /** false: it meant nothing here. */
  run(intent: NonNullable<CanvasIntent>): boolean
  hide(what: Hidden): void
  pan(on: boolean): void
  /** What stands in the form was changed beside the canvas. */
  take(shapes: readonly S[] | null): void
  select(selected: readonly number[]): void
  destroy(): void
}

/** Draws over one picture until it is destroyed. Each change is told as soon as its stroke has ended. */
export function createCanvas<S extends Shape>(options: CanvasOptions<S>): Canvas<S> {
  const { easel, viewer, picture, board } = options
  let sketch = options.first
  let plane: Plane | null = null
  let pointer: Pointer | null = null
  let hidden: Hidden = 'nothing'
  let panning = false

  const scenery = (): Scenery<S> | null => plane && { board, sketch, plane, hidden, textOf: options.textOf }
  const layers = createLayers(easel, scenery, (now) => {
    const shown = pointer?.isFinger === true && now.sketch.stroke !== null
    if (easel.loupe.hidden === shown) easel.loupe.hidden = !shown
    if (shown && pointer) paintLoupe(easel.loupe, picture, now, pointer.place, toPicture(now.plane, pointer.place))
  })

  function set(next: Sketch<S>): void {
    const before = sketch
    if (next === before) return
    sketch = next
    layers.paint()
    if (next.shapes !== before.shapes) options.onShapes(taken(next.shapes, board.doubts))
    if (String(next.selected) !== String(before.selected)) options.onSelect(next.selected)
    if (isToldOf(next, before)) options.onState(next)
    showPointer(pointer)
  }

  function showPointer(next: Pointer | null): void {
    pointer = next
    const crosses = next !== null && !next.isFinger && sketch.tool === 'draw' && !panning
    if (easel.cross.hidden === crosses) easel.cross.hidden = !crosses
    const tool = panning ? 'pan' : sketch.tool
    if (easel.frame.dataset.tool !== tool) easel.frame.dataset.tool = tool
    if (crosses) {
      easel.cross.style.setProperty('--x', `${next.place.x}px`)
      easel.cross.style.setProperty('--y', `${next.place.y}px`)
    }
    layers.paint()
  }

  const atPointer = (): Point | null => pointer && plane && toPicture(plane, pointer.place)
  const hand = createHand({
    ...{ frame: easel.frame, board, plane: () => plane, sketch: () => sketch, isPanning: () => panning },
    onPress: options.onPress,
    onSketch: set,
    onPointer: showPointer,
    onShow(view: View, scene: Scene) {
      plane = { view, scene, original: board.limits.picture }
      layers.paint()
    },
  })
  viewer.give(hand)

  return {
    sketch: () => sketch,
    set,
    run(intent) {
      if (!plane) return false
      const before = sketch.selected
      const next = obey(intent, { board, sketch, plane, pointer: atPointer(), before: options.before })
      if (!next) return false
      set(next)
      const walked = intent.do === 'next' || board.doubts.size > 0
      if (walked && String(next.selected) !== String(before)) bringIntoSight(viewer, plane, board, next)
      return true
    },
    hide(what) {
      hidden = what
      layers.paint()
    },
    pan(on) {
      panning = on
      showPointer(pointer)
    },
    take(shapes) {
      const offered = sketch.shapes?.filter((shape) => board.doubts.get(shape)?.offered) ?? []
      const all = offered.length > 0 ? [...(shapes ?? []), ...offered] : shapes
      if (JSON.stringify(all) !== JSON.stringify(sketch.shapes)) set(given(sketch, all))
    },
    select(selected) {
      if (String(selected) === String(sketch.selected)) return
      set(withSelection(sketch, selected))
      if (plane) bringIntoSight(viewer, plane, board, sketch)
    },
    destroy: () => viewer.give(null),
  }
}

function isToldOf<S extends Shape>(now: Sketch<S>, before: Sketch<S>): boolean {
  const parts = ['shapes', 'selected', 'tool', 'way', 'label', 'notice', 'past', 'future'] as const
  return parts.some((part) => now[part] !== before[part]) || now.stroke?.do !== before.stroke?.do
}

/** The middle of what is selected comes to the middle of the frame. */
function bringIntoSight<S extends Shape>(viewer: Viewer, plane: Plane, board: Board<S>, sketch: Sketch<S>): void {
  const corners = sketch.selected.flatMap((index) => {
    const shape = sketch.shapes?.[index]
    return shape ? board.kind.outline(shape) : []
  })
  if (corners.length === 0) return
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  const copy = plane.scene.picture
  const { original } = plane
  viewer.centre({
    x: (middle(corners.map(({ x }) => x)) * copy.width) / original.width,
    y: (middle(corners.map(({ y }) => y)) * copy.height) / original.height,
  })
}
