import { fitScale, type Point } from '../pictures/view.ts'
import { cleared, paintShapes, paintStroke } from './paint-shapes.ts'
import { type Plane, toScreen } from './plane.ts'
import type { Scenery } from './scenery.ts'
import type { Shape } from './shape.ts'
import { seen } from './stroke.ts'

const side = 132
const larger = 2.5
/** So far above the finger, px. */
const above = 92

/**
 * What lies under the finger, larger, beside the finger: above it, or at its side where there is no room above.
 * @param finger from the middle of the frame
 */
export function paintLoupe<S extends Shape>(
  canvas: HTMLCanvasElement,
  picture: HTMLImageElement,
  { board, sketch, plane }: Scenery<S>,
  finger: Point,
  at: Point,
): void {
  const { frame } = plane.scene
  const hasRoom = finger.y - above - side / 2 > -frame.height / 2
  const aside = finger.x > 0 ? -above : above
  const middle = hasRoom ? { x: finger.x, y: finger.y - above } : { x: finger.x + aside, y: finger.y }
  const reach = (frame.width - side) / 2
  const x = Math.min(Math.max(middle.x, -reach), reach)
  const near = enlarged(plane, at)
  const half = side / 2
  const pen = cleared(canvas, near, { left: -half, top: -half, right: half, bottom: half })
  canvas.style.transform = `translate(${x - half}px, ${middle.y - half}px)`
  if (!pen) return
  paintPicture(pen.context, picture, near)
  paintShapes(pen, board, seen(sketch), true)
  paintStroke(pen, board, sketch)
  pen.context.lineWidth = 1
  pen.context.strokeStyle = '#000'
  pen.context.strokeRect(-3.5, -3.5, 7, 7)
}

/** With this place in the middle. */
function enlarged(plane: Plane, at: Point): Plane {
  const now = toScreen(plane, at)
  const { view } = plane
  const zoom = view.zoom * larger
  return { ...plane, view: { ...view, zoom, x: (view.x - now.x) * larger, y: (view.y - now.y) * larger } }
}

function paintPicture(context: CanvasRenderingContext2D, picture: HTMLImageElement, { view, scene }: Plane): void {
  const scale = fitScale(scene, view.turn) * view.zoom
  context.save()
  context.fillStyle = '#8f8f8f'
  context.fillRect(-side, -side, side * 2, side * 2)
  context.translate(view.x, view.y)
  context.rotate((view.turn * Math.PI) / 180)
  context.scale(scale, scale)
  context.drawImage(picture, -scene.picture.width / 2, -scene.picture.height / 2)
  context.restore()
}
