import type { Place } from '../keys/intent.ts'
import type { CanvasAction, Keymap } from '../keys/keymap.ts'
import type { Language } from '../language/languages.ts'
import type { Translate } from '../language/translate.ts'
import type { Size } from '../pictures/view.ts'
import type { Viewer } from '../pictures/viewer.ts'
import type { Doubts } from './doubt.ts'
import type { shapeKinds } from './kinds.ts'
import type { Shape } from './shape.ts'

/** What a field says of the shapes that answer it. */
export type Drawing = {
  kind: keyof typeof shapeKinds
  options: readonly { value: string; label: string }[]
  minSize: number
  maxCount: number
  /** That there is nothing is an answer. */
  maySayNothing: boolean
  /** More is said of each than its class, in the field's own control. */
  saysMore: boolean
}

/** The keys of the page, while somebody draws. */
export type CanvasKeys = {
  /** true: the press was meant for the canvas. */
  press(event: KeyboardEvent, place: Place): boolean
  /** What its own keys do, and all of them in a sentence. */
  words: Record<CanvasAction | 'help', string>
}

/** What is right beside what was said. */
export type Compared = { right: readonly Shape[]; pairs: readonly (number | null)[] }

/** What the form tells the canvas of the field that is answered on a picture. */
export type DrawnField = Drawing & {
  /** Unique on the page. */
  id: string
  title: string
  help: string
  /** Another task begins with a canvas of its own. */
  taskId: string
  shapes: readonly Shape[] | null
  selected: readonly number[]
  /** Keys are meant for this field. */
  active: boolean
  /** What the same field of the item before has, if there is one. */
  before: readonly Shape[] | null
  keymap: Keymap
  t: Translate
  language: Language
  content: { lang: string; dir: 'auto' }
  keys: { current: CanvasKeys | null }
  /** For a reviewer: what to look at. What is offered stands among `shapes` for as long as nobody has taken it away. */
  review?: { doubts: Doubts; onLeft(doubts: number): void }
  /** The keyboard goes to it as soon as it is there. */
  takesFocus?: boolean
  /** After practice: what is right, and which of it each of `shapes` is, from 0; null: none. Nothing is drawn any more. */
  compared?: Compared | undefined
  onShapes(shapes: readonly Shape[] | null): void
  onSelect(selected: readonly number[]): void
  onUse(): void
}

/** The picture that it is drawn on. */
export type DrawnPicture = {
  frame: { current: HTMLDivElement | null }
  viewer: { current: Viewer | null }
  picture: HTMLImageElement
  /** Its size as it was sent, upright; the shown copy may be smaller. */
  original: Size
}

export type CanvasProps = DrawnField & DrawnPicture

/** Of what is drawn on, beside the field's own control. */
export function canvasId(field: string): string {
  return `canvas-${field}`
}

/** Of what is said of an object besides its class, both from 0. */
export function attributeId(field: string, object: number, attribute: number): string {
  return `${field}-${object + 1}-said-${attribute}`
}
