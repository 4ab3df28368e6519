import type { PlaceUnit } from '../media/media.ts'
import type { CellReading, DecimalMark } from './cell.ts'
import type { FieldValue, OutputField } from './schema/output-field.ts'
import type { Joining } from './schema/texts.ts'

// No zod in this folder: the worker's page imports it, and must stay light. The shapes are in `schema/`.

export type FieldKind = OutputField['type']
export type FieldOf<K extends FieldKind> = Extract<OutputField, { type: K }>

/** Decides whether a text matches a requester's pattern; the server gives one that runs in linear time (RE2). */
export type PatternMatch = (pattern: string, value: string) => boolean

export type Size = { readonly width: number; readonly height: number }

/** A value that is asked about: how large the picture is when it stands upright, or the text. */
export type AskedValue = { readonly original?: Size | undefined; readonly text?: string | undefined }
/** What one item asks about, by the names of the input fields. */
export type AskedItem = Readonly<Record<string, AskedValue>>

/** What is wrong with the place of an object that has all its keys. The worker's page, where places are drawn, goes without. */
export type PlaceChecks = Record<
  'boxes' | 'points' | 'polygons' | 'spans',
  (object: Record<string, unknown>, subject: AskedValue | undefined, field: object) => Fault | null
>

/** What a check may look at besides the field and the value. */
export type About = {
  matches?: PatternMatch | undefined
  places?: PlaceChecks | undefined
  /** The same for texts that look the same. Without it they are told apart letter by letter. */
  fold?: ((text: string) => string) | undefined
  /** Unknown, where only what needs no item is checked. */
  item?: AskedItem | undefined
}

/**
 * What is the matter with a value: a code for programs, and a sentence that goes on from "The field ...". `at`: where in the value,
 * as the end of a pointer (`/3/width`).
 */
export type Fault = { code: string; detail: string; at?: string }

/** All that the promise knows of a kind of output field, but for its shape. */
export type Kind<F extends OutputField = OutputField> = {
  /** In which ways typed texts may be the same answer; none where answers are no typed texts. */
  joinings: readonly Joining[]
  /** An empty list says that there is nothing; elsewhere it is no answer. */
  saysNothing?: true
  /**
   * Its values are places in what is asked about, counted in this: the form says in which input field (`of`), and the check of a value
   * needs the item.
   */
  placesIn?: PlaceUnit
  /** The input fields that the form names as what is answered about: each is there, and every item has it. */
  inputsOf?(field: F): readonly string[]
  /** What was meant by what was sent, before it is checked: as options are spelled in the form, with the digits that are kept. */
  meant?(field: F, value: unknown, about?: About): unknown
  /** @param value trimmed, and not empty. */
  check(field: F, value: unknown, about: About): Fault | null
  /** A value of an older form without the parts that this form no longer asks for. What is no value of this kind comes as it is. */
  withoutUnknown?(field: F, value: unknown): unknown
  /** A good value in the order in which it is kept. */
  arranged?(value: FieldValue): FieldValue
  /**
   * Invariant: what `writeCell` makes of a value is read as that value, so that a table that was exported can be sent back.
   *
   * @param cell not blank.
   */
  readCell(field: F, cell: string, mark: DecimalMark): CellReading
  /** By which texts a result with this value is found, and counted in the summary: each once. */
  names(value: FieldValue, field: F): string[]
  /** An answer of this kind, to ask and to test with; a length, a pattern or steps of the form may speak against it. */
  example(field: F): FieldValue
}
