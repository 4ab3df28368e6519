/** @jsxImportSource preact */
import type { FieldObject } from '@whisker/api/fields.ts'
import { render } from 'preact'
import type { Doubts } from '../canvas/doubt.ts'
import { withOffered } from '../canvas/doubts.ts'
import type { CanvasKeys } from '../canvas/overlay.ts'
import type { Shape } from '../canvas/shape.ts'
import { defaultKeys } from '../keys/keymap.ts'
import { placeOf } from '../keys/place.ts'
import { readPress } from '../keys/press.ts'
import { drawingOf, type ObjectsField } from '../kinds/drawing-of.ts'
import { loadMessages } from '../language/languages.ts'
import { createTranslate } from '../language/translate.ts'
import { PictureFrame } from '../media/picture.tsx'
import { pictureActions } from '../media/picture-actions.ts'
import { createPictures, loadPicture } from '../pictures/prefetch.ts'
import type { Size } from '../pictures/view.ts'
import type { Viewer } from '../pictures/viewer.ts'
import './drawing.css'

/** What another page says of a picture that is drawn on. */
export type DrawingProps = {
  /** Unique on that page. */
  id: string
  field: ObjectsField
  title: string
  /** Of the requester's words. */
  language: string
  picture: { url: string; label: string; original: Size }
  shapes: readonly FieldObject[] | null
  /** They are read when the picture is first shown. */
  doubts: ReadonlyMap<FieldObject, { sure: number; offered: boolean }>
  takesFocus: boolean
  onShapes(shapes: FieldObject[] | null): void
  /** Which of the shapes are selected, those that are offered behind the others. */
  onSelected(selected: readonly number[]): void
  /** How many are in doubt that nobody has looked at. */
  onLeft(doubts: number): void
  /** Enter, where it means nothing on the picture. */
  onDone(): void
}

export type Mounted = { give(props: DrawingProps): void; destroy(): void }

/**
 * The worker's own canvas in a page that is not the worker's: it speaks English there, with the keys that everybody begins with.
 * Letters that mean nothing to it go no further, so that none of them decides over a task while somebody draws.
 */
export async function mountDrawing(place: HTMLElement, first: DrawingProps): Promise<Mounted> {
  const t = createTranslate('en', await loadMessages('en'))
  const pictures = createPictures({ load: loadPicture, onChange: draw })
  const keys: { current: CanvasKeys | null } = { current: null }
  const viewer: { current: Viewer | null } = { current: null }
  const stop = new AbortController()
  let props = first
  // What is in doubt comes first.
  const { shapes, doubts } = first as { shapes: readonly Shape[] | null; doubts: Doubts }
  const firstDoubt = withOffered(shapes, doubts)?.findIndex((shape) => doubts.has(shape)) ?? -1
  let selected: readonly number[] = firstDoubt < 0 ? [] : [firstDoubt]
  pictures.keep([first.picture.url])

  function draw(): void {
    if (stop.signal.aborted) return
    const { id, field, title, language, picture, shapes, doubts, takesFocus, onLeft } = props
    const content = { lang: language, dir: 'auto' } as const
    const { url, label, original } = picture
    render(
      <PictureFrame
        {...{ t, content, label, pictures, viewer }}
        {...{ number: 1, among: 1, small: false, keymap: defaultKeys, onSkip: null }}
        value={{ type: 'image', url, ...original, original }}
        drawn={{
          ...drawingOf(field),
          ...{ id, title, help: field.help, taskId: id, language: 'en', keymap: defaultKeys },
          ...{ t, content, keys, selected, shapes, before: [], active: true, takesFocus },
          // What is in doubt are shapes of this very field.
          review: { doubts: doubts as Doubts, onLeft },
          onShapes: (drawn: readonly Shape[] | null) => props.onShapes(drawn as FieldObject[] | null),
          onSelect(next) {
            selected = next
            props.onSelected(next)
            // It is told while what stands there is being drawn.
            queueMicrotask(draw)
          },
          onUse() {},
        }}
      />,
      place,
    )
  }

  function press(event: KeyboardEvent): void {
    if (event.isComposing) return
    const at = placeOf(event.target)
    const { key, command, alt } = readPress(event)
    if (keys.current?.press(event, at)) {
      event.preventDefault()
      event.stopPropagation()
    } else if (at === 'page' && !command && !alt && key !== 'Tab' && key !== 'Escape') {
      event.stopPropagation()
      const action = Object.entries(pictureActions).find(
        ([name]) => defaultKeys[name as keyof typeof defaultKeys] === key,
      )
      if (viewer.current && action) action[1](viewer.current)
      if (key === 'Enter' && !event.repeat) props.onDone()
    }
  }
  place.addEventListener('keydown', press, { signal: stop.signal })
  draw()
  first.onSelected(selected)
  return {
    give(next) {
      props = next
      draw()
    },
    destroy() {
      stop.abort()
      pictures.keep([])
      render(null, place)
    },
  }
}
