import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Canvas, createCanvas } from './canvas.ts'
import { canvasKeys } from './canvas-keys.ts'
import type { Doubts } from './doubt.ts'
import { inDoubt, withOffered } from './doubts.ts'
import { createEcho } from './echo.ts'
import { shapeKinds } from './kinds.ts'
import { attributeId, type CanvasKeys, type CanvasProps } from './overlay.ts'
import type { Hidden } from './scenery.ts'
import type { Shape, ShapeKind } from './shape.ts'
import { type Board, begun, type Sketch } from './sketch.ts'
import { nameOf } from './spoken.ts'

const noDoubts: Doubts = new Map()

/** What was drawn on the item before, by field: bursts of pictures show the same thing again. */
const remembered = new Map<string, { taskId: string; shapes: readonly Shape[] }>()

/** One canvas for each picture of a task, and what the form and it tell each other. */
export function useCanvas(props: CanvasProps, said: CanvasKeys['words']) {
  const { picture, original, taskId, shapes, selected, active, id, language } = props
  const latest = useRef(props)
  latest.current = props
  const canvas = useRef<Canvas<Shape> | null>(null)
  const easel = useEasel()
  const { place } = easel
  const board = boardOf(props)
  const [told] = useState(() => ({
    shapes: createEcho<readonly Shape[] | null>((drawn) => latest.current.onShapes(drawn)),
    selected: createEcho<readonly number[]>((indexes) => latest.current.onSelect(indexes)),
  }))
  const [sketch, setSketch] = useState<Sketch<Shape>>(() => beginning(board, shapes))
  const [hidden, setHidden] = useState<Hidden>('nothing')

  // biome-ignore lint/correctness/useExhaustiveDependencies: one canvas for each picture of a task
  useLayoutEffect(() => {
    const { frame, viewer } = latest.current
    if (!frame.current || !viewer.current) return
    const first = beginning(board, shapes, canvas.current?.sketch() ?? sketch)
    const before = remembered.get(id)
    const own = createCanvas<Shape>({
      easel: { frame: frame.current, ...easel.elements() },
      ...{ viewer: viewer.current, picture, board, first },
      before: () => latest.current.before ?? (before?.taskId === taskId ? [] : before?.shapes) ?? [],
      textOf: (shape) => nameOf(shape, latest.current),
      onPress() {
        latest.current.onUse()
        place.current?.focus({ preventScroll: true })
      },
      onShapes: told.shapes.tell,
      onSelect: told.selected.tell,
      onState(next) {
        setSketch(next)
        latest.current.review?.onLeft(inDoubt(board, next).length)
      },
    })
    canvas.current = own
    setSketch(first)
    latest.current.review?.onLeft(inDoubt(board, first).length)
    return () => {
      remembered.set(id, { taskId, shapes: own.sketch().shapes ?? [] })
      own.destroy()
    }
  }, [picture, original.width, original.height, taskId, id])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is given anew
  useLayoutEffect(() => {
    if (told.shapes.isNews(shapes)) canvas.current?.take(shapes)
  }, [shapes])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is given anew
  useLayoutEffect(() => {
    if (told.selected.isNews(selected)) canvas.current?.select(selected)
  }, [selected])

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever becomes active takes the keys
  useLayoutEffect(() => {
    if (!active) return
    const own = canvasKeys({
      canvas: () => canvas.current,
      keymap: () => latest.current.keymap,
      words: said,
      place,
      onHide: hide,
      onSayMore: sayMore,
    })
    props.keys.current = own
    // The form had the focus before this part of the page was there.
    if (props.takesFocus || document.activeElement?.matches(`body, [id="${id}"]`))
      place.current?.focus({ preventScroll: true })
    return () => {
      own.stop()
      if (props.keys.current === own) props.keys.current = null
    }
  }, [active, taskId, language])

  function hide(what: Hidden): void {
    setHidden(what)
    canvas.current?.hide(what)
  }

  /** The keyboard goes to what is said of the only one that is selected; its first control may not be there before it is told of that. */
  function sayMore(): boolean {
    const { selected } = canvas.current?.sketch() ?? { selected: [] }
    const control = document.getElementById(attributeId(id, selected[0] ?? -1, 0))
    if (selected.length !== 1 || !control) return false
    control.focus({ preventScroll: true })
    // In the dashboard it is what stands around the controls.
    if (document.activeElement !== control) control.querySelector<HTMLElement>('input, select, textarea')?.focus()
    control.scrollIntoView({ block: 'center' })
    return true
  }

  return { canvas, easel, board, sketch, hidden, hide, sayMore }
}

function useEasel() {
  const still = useRef<HTMLCanvasElement>(null)
  const hand = useRef<HTMLCanvasElement>(null)
  const loupe = useRef<HTMLCanvasElement>(null)
  const cross = useRef<HTMLDivElement>(null)
  /** Has the focus while somebody draws. */
  const place = useRef<HTMLDivElement>(null)
  return {
    ...{ still, hand, loupe, cross, place },
    elements: () => ({
      ...{ still: still.current!, hand: hand.current! },
      ...{ loupe: loupe.current!, cross: cross.current! },
    }),
  }
}

/** What is offered stands behind the others. */
function beginning(board: Board<Shape>, shapes: readonly Shape[] | null, before?: Sketch<Shape>): Sketch<Shape> {
  return begun(board, withOffered(shapes, board.doubts), before)
}

function boardOf({ kind, minSize, maxCount, maySayNothing, options, original, review }: CanvasProps): Board<Shape> {
  return {
    // Which shapes a field has is known by its kind alone: the two belong together, which types cannot follow.
    kind: shapeKinds[kind] as unknown as ShapeKind<Shape>,
    limits: { picture: original, minSize },
    maxCount,
    maySayNothing,
    labels: options.map(({ value }) => value),
    emptied: review ? [] : null,
    doubts: review?.doubts ?? noDoubts,
  }
}
