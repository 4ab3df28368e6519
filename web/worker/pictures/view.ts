/** How a picture is looked at. `zoom` 1 fits it into the frame; `x`, `y` move its middle, in CSS pixels. */
export type View = { zoom: number; x: number; y: number; turn: number; brightness: number }
export type Size = { width: number; height: number }
export type Point = { x: number; y: number }
/** The frame on the page and the picture in its own pixels. */
export type Scene = { frame: Size; picture: Size }

export const fitted: View = { zoom: 1, x: 0, y: 0, turn: 0, brightness: 1 }

/** A thumbnail is not blown up to a wall of squares. */
const maxFit = 3
/** The largest zoom: eight screen pixels for one of the picture, but always at least four times the fit. */
const maxScale = 8

/** Icons and sprites: each of their pixels is drawn on purpose, and is shown as a square. */
const icon = 128
/** A page that was photographed whole, a panorama: fitted into the frame it would be a thread. */
const longFrom = 3

export function isIcon({ width, height }: Size): boolean {
  return Math.max(width, height) <= icon
}

export function isLong({ width, height }: Size): boolean {
  return Math.max(width, height) > longFrom * Math.min(width, height)
}

/** CSS pixels for one of the picture when it fits, turned as it is. */
export function fitScale({ frame, picture }: Scene, turn: number): number {
  const { width, height } = turned(picture, turn)
  const fit = Math.min(frame.width / width, frame.height / height, maxFit)
  return isIcon(picture) && fit >= 1 ? Math.floor(fit) : fit
}

/** How a picture is shown first: all of it; a long one as wide as the frame (or as it is), from its beginning. */
export function opened(scene: Scene): View {
  const { frame, picture } = scene
  if (!isLong(picture)) return fitted
  const across = Math.min(Math.max(frame.width / picture.width, frame.height / picture.height), 1)
  const zoom = Math.max(1, across / fitScale(scene, 0))
  return kept({ ...fitted, zoom, x: Number.MAX_SAFE_INTEGER, y: Number.MAX_SAFE_INTEGER }, scene)
}

function turned(size: Size, turn: number): Size {
  return turn % 180 === 0 ? size : { width: size.height, height: size.width }
}

/** Zooms by `factor` so that what is under `at` stays there. `at` is measured from the middle of the frame. */
export function zoomAt(view: View, scene: Scene, at: Point, factor: number): View {
  const fit = fitScale(scene, view.turn)
  const zoom = Math.min(Math.max(view.zoom * factor, 1), Math.max(4, maxScale / fit))
  const grown = zoom / view.zoom
  return kept({ ...view, zoom, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }, scene)
}

export function panBy(view: View, scene: Scene, dx: number, dy: number): View {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, scene)
}

/** With a place of the picture, in its own pixels, in the middle of the frame; as near as its edges allow. */
export function centred(view: View, scene: Scene, place: Point): View {
  const scale = fitScale(scene, view.turn) * view.zoom
  const [x, y] = [(scene.picture.width / 2 - place.x) * scale, (scene.picture.height / 2 - place.y) * scale]
  const quarter = (view.turn / 90) % 4
  const moved = [
    { x, y },
    { x: -y, y: x },
    { x: -x, y: -y },
    { x: y, y: -x },
  ][quarter]
  return kept({ ...view, ...moved }, scene)
}

/** Turns by a quarter to the right, and shows the whole picture again. `turn` grows on, so that it never spins back. */
export function rotated(view: View): View {
  return { ...fitted, brightness: view.brightness, turn: view.turn + 90 }
}

export function lit(view: View, step: number): View {
  const brightness = Math.round(Math.min(Math.max(view.brightness + step, 0.25), 3) * 100) / 100
  return { ...view, brightness }
}

/** No edge of the picture comes inside the frame as long as the picture is larger. */
export function kept(view: View, scene: Scene): View {
  const scale = fitScale(scene, view.turn) * view.zoom
  const { width, height } = turned(scene.picture, view.turn)
  const roomX = Math.max(0, (width * scale - scene.frame.width) / 2)
  const roomY = Math.max(0, (height * scale - scene.frame.height) / 2)
  return { ...view, x: clamp(view.x, roomX), y: clamp(view.y, roomY) }
}

function clamp(value: number, room: number): number {
  return Math.min(Math.max(value, -room), room) || 0
}

/** For an element that stands with its middle in the middle of the frame, in its natural size. */
export function transformOf(view: View, scene: Scene): string {
  const scale = fitScale(scene, view.turn) * view.zoom
  return `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) rotate(${view.turn}deg) scale(${scale})`
}
