import { nameHeight, placeNames } from './names.ts'
import { font } from './paint-names.ts'
import { around, cleared, pathOf, wholeFrame } from './paint-shapes.ts'
import type { Plane } from './plane.ts'
import { edgesOfShape, outlineOnScreen } from './screen.ts'
import type { Shape, ShapeKind } from './shape.ts'
import { type Judged, verdicts } from './verdicts.ts'

/** @param textOf what stands beside a shape. */
export function paintVerdicts(
  canvas: HTMLCanvasElement,
  plane: Plane,
  kind: ShapeKind<Shape>,
  all: readonly Judged[],
  textOf: (one: Judged) => string,
): void {
  const context = cleared(canvas, plane)?.context
  if (!context) return
  const outlines = all.map(({ shape }) => outlineOnScreen(kind, plane, shape))
  for (const [n, { verdict }] of all.entries()) {
    const { colour, dash } = verdicts[verdict]
    const path = pathOf(outlines[n]!)
    for (const [width, style] of [
      [5, around],
      [3, colour],
    ] as const) {
      context.lineWidth = width
      context.strokeStyle = style
      context.setLineDash(width === 3 ? dash : [])
      context.stroke(path)
    }
  }
  context.font = font
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  const names = all.map((one, index) => {
    const text = textOf(one)
    return { index, text, width: Math.ceil(context.measureText(text).width) + 10 }
  })
  for (const { index, text, width, left, top } of placeNames(names, outlines.map(edgesOfShape), wholeFrame(plane))) {
    context.fillStyle = verdicts[all[index]!.verdict].colour
    context.beginPath()
    context.roundRect(left, top, width, nameHeight, 4)
    context.fill()
    context.fillStyle = '#14121a'
    context.fillText(text, left + width / 2, top + nameHeight / 2 + 0.5)
  }
}
