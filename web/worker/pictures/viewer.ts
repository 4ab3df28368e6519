import {
  centred,
  fitted,
  isIcon,
  isLong,
  kept,
  lit,
  opened,
  type Point,
  panBy,
  rotated,
  type Scene,
  transformOf,
  type View,
  zoomAt,
} from './view.ts'

export type Viewer = {
  /** Puts a loaded picture into the frame, fitted; a long one by its width. The brightness stays: dark pictures come in series. */
  show(element: HTMLImageElement): void
  /** Takes the picture away: the next one is not there yet, and nobody may answer for the one before. */
  clear(): void
  zoom(factor: number): void
  fit(): void
  rotate(): void
  light(step: number): void
  /** Brings a place of the picture, in its own pixels, as near to the middle as its edges allow. */
  centre(place: Point): void
  /** From now on somebody works on the picture itself; null: not any more. */
  give(hand: Hand | null): void
  destroy(): void
}

/** Whoever works on the picture. It gets single pointers first; two fingers are always the viewer's. */
export type Hand = {
  /** true: this press is the hand's, until it ends. */
  press(event: PointerEvent): boolean
  /** Of such a press, or of a pointer that is not pressed at all. */
  move(event: PointerEvent): void
  release(event: PointerEvent): void
  /** A second finger came, or the pointer was taken away: it was no stroke. */
  cancel(): void
  leave(): void
  /** The picture lies differently in its frame from now on. */
  show(view: View, scene: Scene): void
}

type Options = {
  onChange(view: View): void
  /** Somebody uses this picture: keys are meant for it. */
  onUse(): void
}

const wheelStep = 0.0016
const doubleZoom = 2.5
/** A finger that stayed within this was a tap, px; of two taps the second may be off by more. */
const tapDrift = 10
const tapReach = 30
const tapPauseMs = 320

/**
 * Moves a picture in its frame by wheel, drag, pinch and double click. Writes the transform straight to the element:
 * each movement is one style change, and no component is drawn.
 */
export function createViewer(frame: HTMLElement, { onChange, onUse }: Options): Viewer {
  let element: HTMLImageElement | null = null
  let view = fitted
  const pointers = new Map<number, Point>()
  let hand: Hand | null = null
  /** The pointer whose press is the hand's. */
  let working: number | null = null
  const stop = new AbortController()
  const on: Listen = (type, listener) => frame.addEventListener(type, listener, { signal: stop.signal, passive: false })

  const scene = (): Scene => ({
    frame: { width: frame.clientWidth, height: frame.clientHeight },
    picture: { width: element?.naturalWidth || 1, height: element?.naturalHeight || 1 },
  })

  /** @param gently with a short movement, for steps that come from a key or a button. */
  function set(next: View, gently = false): void {
    const changed = next.zoom !== view.zoom || next.brightness !== view.brightness || next.turn !== view.turn
    view = next
    if (!element) return
    // What is drawn over the picture moves with it, and at once.
    element.classList.toggle('gently', gently && !hand)
    element.style.transform = transformOf(view, scene())
    element.style.filter = view.brightness === 1 ? '' : `brightness(${view.brightness})`
    frame.dataset.zoomed = String(view.zoom > 1)
    hand?.show(view, scene())
    if (changed) onChange(view)
  }

  /** From the corner of the screen to the middle of the frame. */
  function at({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const box = frame.getBoundingClientRect()
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
  }

  on('wheel', (event) => {
    // In a page that scrolls, the wheel scrolls; with Ctrl, which a pinch on a touchpad sends too, it zooms.
    if (frame.dataset.scrolls === 'true' && !event.ctrlKey) return
    event.preventDefault()
    onUse()
    const lines = linesOf(event)
    // A long picture is read like a page.
    if (element && isLong(scene().picture) && view.zoom > 1 && !event.ctrlKey) {
      const along = scene().picture.width > scene().picture.height !== (view.turn % 180 !== 0)
      const [dx, dy] = along ? [-(event.deltaX || event.deltaY), 0] : [-event.deltaX, -event.deltaY]
      return set(panBy(view, scene(), dx * lines, dy * lines))
    }
    set(zoomAt(view, scene(), at(event), wheelFactor(event)))
  })
  // Looking closer must not take the focus from the field that one types in.
  on('mousedown', (event) => event.preventDefault())
  on('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button > 1) return
    onUse()
    if (working !== null) hand?.cancel()
    working = pointers.size === 0 && hand?.press(event) ? event.pointerId : null
    pointers.set(event.pointerId, at(event))
    // The end of a drag must be heard outside of the frame, too.
    frame.setPointerCapture(event.pointerId)
  })
  on('pointermove', (event) => {
    const before = pointers.get(event.pointerId)
    if (!before || event.pointerId === working) hand?.move(event)
    if (!before) return
    const now = at(event)
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    pointers.set(event.pointerId, now)
    if (event.pointerId === working) return
    if (!other) return set(panBy(view, scene(), now.x - before.x, now.y - before.y))
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
    const factor =
      Math.hypot(now.x - other.x, now.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1)
    const zoomed = zoomAt(view, scene(), middle, factor)
    set(panBy(zoomed, scene(), (now.x - before.x) / 2, (now.y - before.y) / 2))
  })
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
    on(type, (event) => {
      pointers.delete(event.pointerId)
      if (event.pointerId !== working) return
      working = null
      if (type === 'pointerup') hand?.release(event)
      else hand?.cancel()
    })
  on('pointerleave', () => hand?.leave())

  watchTwice(on, at, {
    isFree: (event) => (event.type === 'dblclick' ? hand === null : working === null),
    onTwice(point) {
      const whole = { ...fitted, turn: view.turn, brightness: view.brightness }
      set(view.zoom > 1 ? whole : zoomAt(view, scene(), point, doubleZoom), true)
    },
  })

  const resizing = new ResizeObserver(() => set(kept(view, scene())))
  resizing.observe(frame)
  return {
    show(next) {
      element?.remove()
      element = next
      element.classList.toggle('icon-sized', isIcon(scene().picture))
      view = { ...opened(scene()), brightness: view.brightness }
      set(view)
      frame.prepend(next)
      onChange(view)
    },
    clear() {
      element?.remove()
      element = null
    },
    zoom: (factor) => set(zoomAt(view, scene(), { x: 0, y: 0 }, factor), true),
    fit: () => set({ ...fitted, turn: Math.round(view.turn / 360) * 360 }, true),
    rotate: () => set(rotated(view), true),
    light: (step) => set(lit(view, step)),
    centre: (place) => set(centred(view, scene(), place)),
    give(next) {
      hand = next
      working = null
      if (element) hand?.show(view, scene())
    },
    destroy() {
      stop.abort()
      resizing.disconnect()
      element?.remove()
    },
  }
}

/** Pixels for one step of a wheel that counts in lines. */
function linesOf({ deltaMode }: WheelEvent): number {
  return deltaMode === 1 ? 32 : 1
}

function wheelFactor(event: WheelEvent): number {
  const pixels = event.deltaY * linesOf(event) * (event.ctrlKey ? 5 : 1)
  return Math.exp(-Math.max(-300, Math.min(300, pixels)) * wheelStep)
}

type Listen = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void) => void
type Twice = { isFree(event: Event): boolean; onTwice(place: Point): void }

/** Two clicks or two taps. Not every phone makes a double click of two taps; where one does, it must not count twice. */
function watchTwice(on: Listen, at: (event: MouseEvent) => Point, { isFree, onTwice }: Twice): void {
  const fingers = new Set<number>()
  /** One finger alone that has stayed where it came down. Fingers that pinch together lift off at once, side by side. */
  let tap: (Point & { id: number }) | null = null
  let lastTap = { time: 0, x: 0, y: 0 }
  let lastTouch = Number.NEGATIVE_INFINITY
  on('pointerdown', (event) => {
    fingers.add(event.pointerId)
    tap = fingers.size === 1 && isFree(event) ? { id: event.pointerId, ...at(event) } : null
  })
  on('pointermove', (event) => {
    const now = at(event)
    if (tap?.id === event.pointerId && Math.hypot(now.x - tap.x, now.y - tap.y) > tapDrift) tap = null
  })
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
    on(type, (event) => void fingers.delete(event.pointerId))
  on('pointerup', (event) => {
    if (event.pointerType !== 'touch') return
    lastTouch = event.timeStamp
    if (tap?.id !== event.pointerId) return
    const point = at(event)
    const near = Math.hypot(point.x - lastTap.x, point.y - lastTap.y) < tapReach
    const twice = near && event.timeStamp - lastTap.time < tapPauseMs
    if (twice) onTwice(point)
    lastTap = twice ? { time: 0, x: 0, y: 0 } : { time: event.timeStamp, ...point }
  })
  on('dblclick', (event) => {
    if (isFree(event) && event.timeStamp - lastTouch > 1000) onTwice(at(event))
  })
}
