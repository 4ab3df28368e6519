/** @jsxImportSource preact */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Hand } from '../pictures/viewer.ts'
import { shapeKinds } from './kinds.ts'
import { type CanvasProps, canvasId } from './overlay.ts'
import { paintVerdicts } from './paint-verdicts.ts'
import type { Plane } from './plane.ts'
import type { Shape, ShapeKind } from './shape.ts'
import { nameOf } from './spoken.ts'
import { countOf, judged, type Verdict, verdicts } from './verdicts.ts'
import { words } from './words.ts'

/** What was found, missed and too many, over the picture, and in words above it. Nothing can be drawn any more. */
export function ComparedView(props: CanvasProps & { compared: NonNullable<CanvasProps['compared']> }) {
  const { id, kind, shapes, compared, picture, original, viewer, language, title } = props
  const said = words[language]
  const all = judged(shapes ?? [], compared)
  const canvas = useRef<HTMLCanvasElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: one hand for each picture
  useLayoutEffect(() => {
    // Which shapes a field has is known by its kind alone, which types cannot follow.
    const own = shapeKinds[kind] as unknown as ShapeKind<Shape>
    const textOf = ({ shape, verdict }: (typeof all)[number]) =>
      [said[verdict], nameOf(shape, props)].filter(Boolean).join(': ')
    const hand: Hand = {
      ...{ press: () => false, move() {}, release() {}, cancel() {}, leave() {} },
      show(view, scene) {
        const plane: Plane = { view, scene, original }
        if (canvas.current) paintVerdicts(canvas.current, plane, own, all, textOf)
      },
    }
    viewer.current?.give(hand)
    return () => viewer.current?.give(null)
  }, [picture, id, language])

  return (
    <>
      <ul class="canvas-bar verdicts" aria-label={title}>
        {(Object.keys(verdicts) as Verdict[]).map((verdict) => (
          <li key={verdict} data-verdict={verdict}>
            {said[verdict]}: <strong>{new Intl.NumberFormat(language).format(countOf(all, verdict))}</strong>
          </li>
        ))}
      </ul>
      <div class="canvas" id={canvasId(id)}>
        <canvas ref={canvas} />
      </div>
    </>
  )
}
