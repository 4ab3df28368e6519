import type { FieldValue, InputField, OutputField } from '@whisker/api/fields.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { VNode } from 'preact'
import type { Drawing } from '../canvas/overlay.ts'
import type { Keymap } from '../keys/keymap.ts'
import type { Translate } from '../language/translate.ts'

/** What stands in one field of the form: a number stays the text that was typed until it is sent. */
export type DraftValue = FieldValue

/** An empty list is something: who unticks the last option, or takes the last box away, leaves an empty text. */
export function isEmpty(value: DraftValue | undefined): boolean {
  return value === undefined || value === ''
}

/**
 * All that the worker's page knows of one kind of field. What is the same for most of them stands in `plain.ts`; which
 * kinds there are, in `kinds.ts`.
 */
export type WorkerKind<F extends OutputField = OutputField> = {
  /** The field in the form, with all that stands around it. */
  Control(props: ControlProps<F>): VNode
  /** What stands in the form, as it is sent. What cannot be read is sent as it is, and the check refuses it. */
  toAnswer(value: DraftValue, language: string, field: F): DraftValue | undefined
  /**
   * The other way round, as the person writes it, so that {@link toAnswer} gives the same again. Without a language, as
   * every language reads it.
   */
  fromAnswer(value: DraftValue, language: string | undefined, field: F): DraftValue
  /** Nothing stands there, or nothing that says anything. */
  isBlank(value: DraftValue | undefined): boolean
  /** null: there is nothing to choose, it is typed into. */
  choices: Choices<F> | null
  /** It is drawn over a picture, on a canvas that is loaded where a form needs one; null: it is not. */
  drawn: Drawn<F> | null
  /** Of what is shown of the item, that which its control shows by itself: it then stands there alone. */
  shows(field: F, item: ShownItem): object | null | undefined
  /** What is wrong with it, by the code of the fault. Of other faults one can only say that it is not accepted. */
  faults: Record<string, (t: Translate, field: F, language: string) => string>
  /** A value, typed or sent, as it is shown outside of the form. `inputs`: what is asked about is called so. */
  words(field: F, value: DraftValue, language: string, t: Translate, inputs?: readonly InputField[]): string
}

type ShownItem = Readonly<Record<string, ShownValue>>

/** Of the place of what a control shows of its item. */
export function placeId(field: string): string {
  return `place-${field}`
}

/** How a field is answered on a picture. */
export type Drawn<F extends OutputField = OutputField> = {
  /** The input field of the picture; undefined: there is one alone. */
  of(field: F): string | undefined
  drawing(field: F): Drawing
}

/** What one may take in a field, each by its key. */
export type Choices<F extends OutputField = OutputField> = {
  count(field: F): number
  /** What stands in the field after its n-th choice was taken, from 0. */
  taken(field: F, before: DraftValue | undefined, index: number): DraftValue
  /**
   * Then: `sends`, where this was all there was to do; else it goes on to the next field, as `goes_on` always does.
   * `stays`: there may be more to take.
   */
  after: 'sends' | 'goes_on' | 'stays'
}

/** What the control of a field gets. It knows nothing else of the page. */
export type ControlProps<F extends OutputField = OutputField> = {
  field: F
  value: DraftValue | undefined
  /** Unique on the page: `f-<item>-<field>`. */
  id: string
  /** The field that keys choose in. */
  active: boolean
  fault: string | undefined
  /** What is asked about, by the names of the input fields; in a form beside nothing there is nothing. */
  shown: ShownItem
  /** What its kind `shows` has a place beside the form, the element {@link placeId}; else it stands in the control. */
  beside: boolean
  /** What is asked about is called so. */
  inputs?: readonly InputField[]
  t: Translate
  /** The person's; that of the requester's words is in `content`. */
  language: string
  content: { lang: string; dir: 'auto' }
  /** The keys of the choices, in their order. */
  keys: readonly string[]
  keymap: Keymap
  /** Of what stands in it as a list: those that are selected, here or on the picture. */
  selected: readonly number[]
  onSelect(selected: readonly number[]): void
  onValue(value: DraftValue): void
  /** A choice was made by pointer or finger. */
  onPick(index: number): void
}
