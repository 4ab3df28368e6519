import type { CellReading, DecimalMark } from './cell.ts'
import type { FieldValue, OutputField } from './schema/output-field.ts'
import type { Joining } from './schema/texts.ts'

// No zod in this folder: the worker's page imports it, and must stay light. The shapes are in `schema/`.

export type FieldKind = OutputField['type']
export type FieldOf<K extends FieldKind> = Extract<OutputField, { type: K }>

/** Decides whether a text matches a requester's pattern; the server gives one that runs in linear time (RE2). */
export type PatternMatch = (pattern: string, value: string) => boolean

/** What is the matter with a value: a code for programs, and a sentence that goes on from "The field ...". */
export type Fault = { code: string; detail: string }

/** All that the promise knows of a kind of output field, but for its shape. */
export type Kind<F extends OutputField = OutputField> = {
  /** In which ways typed texts may be the same answer; none where answers are no typed texts. */
  joinings: readonly Joining[]
  /** What was meant by what was sent, before it is checked: as options are spelled in the form. */
  meant?(field: F, value: unknown): unknown
  /** @param value trimmed, and not empty. */
  check(field: F, value: unknown, matches?: PatternMatch): Fault | null
  /**
   * Invariant: what `writeCell` makes of a value is read as that value, so that a table that was exported can be sent back.
   *
   * @param cell not blank.
   */
  readCell(field: F, cell: string, mark: DecimalMark): CellReading
  /** An answer of this kind, to ask and to test with; a length, a pattern or steps of the form may speak against it. */
  example(field: F): FieldValue
}
