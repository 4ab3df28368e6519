import { canvasIntentOf } from '../keys/canvas-keys.ts'
import type { Place } from '../keys/intent.ts'
import type { Keymap } from '../keys/keymap.ts'
import { readPress } from '../keys/press.ts'
import type { Canvas } from './canvas.ts'
import type { CanvasKeys } from './overlay.ts'
import type { Hidden } from './scenery.ts'
import type { Shape } from './shape.ts'

type Options = {
  canvas(): Canvas<Shape> | null
  keymap(): Keymap
  words: CanvasKeys['words']
  /** Has the focus while somebody draws. */
  place: { current: HTMLElement | null }
  onHide(what: Hidden): void
  /** false: nothing is selected of which more is said. */
  onSayMore(): boolean
}

/** Of these one press means what a held key says again and again. */
const repeatable = new Set(['nudge', 'next', 'undo', 'redo'])

/** Keys of the canvas; some mean something for as long as they are held. */
export function canvasKeys({
  canvas,
  keymap,
  words,
  place,
  onHide,
  onSayMore,
}: Options): CanvasKeys & { stop(): void } {
  /** By the key that ends it. */
  const held = new Map<string, () => void>()
  const stop = new AbortController()
  const letGo = (key: string) => {
    held.get(key)?.()
    held.delete(key)
  }
  addEventListener('keyup', (event) => letGo(readPress(event).key), { signal: stop.signal })
  addEventListener('blur', () => [...held.keys()].forEach(letGo), { signal: stop.signal })

  function hold(key: string, begin: () => void, end: () => void): true {
    if (!held.has(key)) {
      held.set(key, end)
      begin()
    }
    return true
  }

  return {
    words,
    press(event: KeyboardEvent, at: Place) {
      const own = canvas()
      const press = readPress(event)
      const intent = at === 'page' && own ? canvasIntentOf(press, keymap()) : null
      if (!intent || !own) return false
      // Elsewhere the browser's own Tab goes on.
      if (intent.do === 'next' && document.activeElement !== place.current) return false
      if (intent.do === 'pan')
        return hold(
          press.key,
          () => own.pan(true),
          () => own.pan(false),
        )
      if (intent.do === 'act' && intent.action === 'hideShapes')
        return hold(
          press.key,
          () => onHide('shapes'),
          () => onHide('nothing'),
        )
      if (intent.do === 'act' && intent.action === 'hideNames')
        return hold(
          press.key,
          () => onHide('names'),
          () => onHide('nothing'),
        )
      if (intent.do === 'act' && intent.action === 'sayMore') return onSayMore()
      if (event.repeat && !repeatable.has(intent.do)) return intent.do !== 'finish' && intent.do !== 'cancel'
      if (intent.do === 'act' && intent.action === 'pick') return pick(own, press.key)
      return own.run(intent)
    },
    stop() {
      stop.abort()
      for (const end of held.values()) end()
    },
  }

  /** Held while something is picked, the drawing tool is back afterwards; pressed alone, picking stays. */
  function pick(own: Canvas<Shape>, key: string): true {
    const { tool, way, shapes, selected } = own.sketch()
    const begin = () => own.run({ do: 'act', action: 'pick' })
    const end = () => {
      const now = own.sketch()
      const used = now.selected !== selected || now.shapes !== shapes || now.stroke !== null
      if (used && tool === 'draw' && now.tool === 'select') own.set({ ...now, tool, way, stroke: null })
    }
    return hold(key, begin, end)
  }
}
