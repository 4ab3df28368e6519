import { colourOf } from './colours.ts'
import { nameHeight, type PlacedName, placeNames } from './names.ts'
import { type Pen, wholeFrame } from './paint-shapes.ts'
import { edgesOfShape, isSeen, outlineOnScreen } from './screen.ts'
import type { Shape } from './shape.ts'
import type { Board } from './sketch.ts'

export const font = '600 12px Inter, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

export function placedNames<S extends Shape>(
  { context, plane }: Pen,
  board: Board<S>,
  shapes: readonly S[],
  textOf: (shape: S) => string,
): PlacedName[] {
  context.font = font
  const edges = shapes.map((shape) => edgesOfShape(outlineOnScreen(board.kind, plane, shape)))
  const names = shapes.flatMap((shape, index) => {
    const text = isSeen(edges[index]!, plane) ? textOf(shape) : ''
    if (!text) return []
    return [{ index, text, width: Math.ceil(context.measureText(text).width) + 10 }]
  })
  return placeNames(names, edges, wholeFrame(plane))
}

export function paintNames<S extends Shape>(
  { context }: Pen,
  board: Board<S>,
  shapes: readonly S[],
  names: readonly PlacedName[],
): void {
  context.font = font
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  for (const { index, text, width, left, top } of names) {
    context.fillStyle = colourOf(board.labels, shapes[index]?.label)
    context.beginPath()
    context.roundRect(left, top, width, nameHeight, 4)
    context.fill()
    context.fillStyle = '#14121a'
    context.fillText(text, left + width / 2, top + nameHeight / 2 + 0.5)
  }
}
