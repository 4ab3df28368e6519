import type { Point } from '../pictures/view.ts'
import type { Doubts } from './doubt.ts'
import type { Limits, Shape, ShapeKind } from './shape.ts'

/** What the canvas is about; the same for as long as the item is on the screen. */
export type Board<S extends Shape> = {
  kind: ShapeKind<S>
  limits: Limits
  maxCount: number
  /** That there is nothing is an answer. */
  maySayNothing: boolean
  /** The classes, if any. */
  labels: readonly string[]
  /** What stands there when the last one was taken away; null: nothing is said any more. */
  emptied: readonly S[] | null
  doubts: Doubts<S>
}

/** What is being done by pointer or finger, from its first press to its end. */
export type Stroke<S extends Shape> =
  /** `points` are settled, `to` goes with the pointer. `pressed`: it is held down now, since `from`. */
  | { do: 'draw'; points: readonly Point[]; to: Point; from: Point | null; label: string | undefined }
  /** `clicked`: what was pressed on was selected already; without a movement the next one down is meant. */
  | { do: 'move'; from: Point; clicked: boolean; moved: ReadonlyMap<number, S> | null }
  /** `off`: from the pointer to the handle, so that it does not jump. `held`: until the pointer lifts off; else until a click. */
  | { do: 'pull'; index: number; handle: number; off: Point; held: boolean; shape: S }
  | { do: 'band'; from: Point; to: Point; add: boolean }

/** What can be taken back: one stroke, one key. null: nothing has been said yet, which is not "nothing there". */
type Moment<S> = { shapes: readonly S[] | null; selected: readonly number[] }

/** All that is on the canvas and in the hand. It is replaced, never changed. */
export type Sketch<S extends Shape> = Moment<S> & {
  tool: 'draw' | 'select'
  /** Which of the ways of the kind is drawn in. */
  way: number
  /** What the next one is; the last one sticks. */
  label: string | undefined
  /** How many the keyboard goes on to before it leaves the picture; null: it has not begun to go through them. */
  tour: number | null
  /** The corner that keys act on. */
  corner: number
  /** The handle of the only one selected that was tapped last: what is deleted is this corner. */
  tapped: number | null
  stroke: Stroke<S> | null
  /** Why the last stroke left nothing. */
  notice: 'too_small' | 'crossing' | 'too_many' | null
  past: readonly (Moment<S> & { why: string })[]
  future: readonly Moment<S>[]
}

export function begun<S extends Shape>(board: Board<S>, shapes: readonly S[] | null, before?: Sketch<S>): Sketch<S> {
  const label = before?.label
  return {
    ...{ shapes, selected: [], tool: before?.tool ?? 'draw', way: before?.way ?? 0, corner: 4, tapped: null },
    label: label !== undefined && board.labels.includes(label) ? label : board.labels[0],
    ...{ tour: null, stroke: null, notice: null, past: [], future: [] },
  }
}

/**
 * The next state, with the one before to go back to. Steps of the same `why` after each other are one: an arrow key that is held
 * down is taken back as a whole.
 */
export function stepped<S extends Shape>(sketch: Sketch<S>, to: Partial<Moment<S>>, why = ''): Sketch<S> {
  const { past, shapes, selected } = sketch
  const goesOn = why !== '' && past.at(-1)?.why === why
  const kept = goesOn ? past : [...past, { shapes, selected, why }]
  return { ...sketch, ...to, tapped: null, tour: null, stroke: null, notice: null, past: kept, future: [] }
}

export function undone<S extends Shape>(sketch: Sketch<S>): Sketch<S> {
  const last = sketch.past.at(-1)
  if (!last) return sketch
  const { shapes, selected, past, future } = sketch
  const back = { shapes: last.shapes, selected: last.selected, past: past.slice(0, -1) }
  return { ...sketch, ...back, tapped: null, stroke: null, notice: null, future: [...future, { shapes, selected }] }
}

export function redone<S extends Shape>(sketch: Sketch<S>): Sketch<S> {
  const next = sketch.future.at(-1)
  if (!next) return sketch
  const { shapes, selected, past, future } = sketch
  const kept = { past: [...past, { shapes, selected, why: '' }], future: future.slice(0, -1) }
  return { ...sketch, ...next, ...kept, tapped: null, stroke: null, notice: null }
}

/** Somebody else changed the list: it can be taken back like a stroke, and what was selected stays so if it is still there. */
export function given<S extends Shape>(sketch: Sketch<S>, shapes: readonly S[] | null): Sketch<S> {
  if (shapes === sketch.shapes) return sketch
  const before = sketch.shapes ?? []
  const same = shapes?.length === before.length
  const selected = sketch.selected
    .map((index) => (same ? index : (shapes ?? []).indexOf(before[index]!)))
    .filter((index) => index >= 0)
  return { ...stepped(sketch, { shapes, selected }), stroke: sketch.stroke }
}

export function withSelection<S extends Shape>(sketch: Sketch<S>, selected: readonly number[]): Sketch<S> {
  const there = selected.filter((index) => index < (sketch.shapes?.length ?? 0))
  return { ...sketch, selected: there, corner: 4, tapped: null, tour: null }
}
