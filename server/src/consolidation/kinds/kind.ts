import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldSummary } from '@whisker/api/summary.ts'
import type { ConsolidatedField, FieldResult, MajorityResult, ModelledField, Vote } from '../field.ts'
import type { Expected, KindCollector } from '../field-fit.ts'
import type { FieldModel } from '../field-model.ts'
import type { Spelling } from '../join-names.ts'
import type { Naming } from '../naming.ts'
import type { Scatter } from '../number-location.ts'
import type { Geometry } from '../objects/geometry.ts'

export type KindOf = (field: Pick<ConsolidatedField, 'type'>) => Kind

/** By what two answers may be the same. */
export type Sameness = {
  naming: Naming
  /** What a refit has learnt of the field's forms (join-names.ts). */
  spelling: Spelling
  /** Numbers: how far the crowd's answers to one item lie apart; null where that is not known. */
  scatter: Scatter | null
}

export type Grouped = {
  /** The same number for answers that say the same. Of labels of equal standing the lower is preferred. */
  labels: number[]
  /** What a label is shown as. */
  show: (label: number) => FieldValue | null
}

/** What was found among an item's answers: the label, what else it may have been, and that it was none of them. */
export type Found = { value: FieldValue | null; candidates: Vote[]; other: number }

/** How answers to a kind of field become one label, and what is asked of them later. Pure: nothing here reads the database. */
export type Kind = {
  /** The value as an answer of this kind, or null for "no answer": so is what only another kind would hold. */
  asGiven(value: FieldValue | null | undefined): FieldValue | null
  /**
   * The answers put together without knowing anything about the workers.
   *
   * @param given at least one, each as it was given.
   * @param keyOf texts: the key of a name (naming.ts).
   */
  majority(field: ConsolidatedField, given: (FieldValue | null)[], keyOf: (text: string) => string): MajorityResult
  /** Whether a value says what is right. */
  agrees(field: ConsolidatedField, truth: FieldValue, value: FieldValue, by: Sameness): boolean
  /**
   * Which answers of one item say the same?
   *
   * @param weights how much each answer counts where they are measures.
   */
  group(field: ConsolidatedField, values: (FieldValue | null)[], by: Sameness, weights: number[]): Grouped
  /** The model of a field that nobody has answered. A field is told by its versions: their options together. */
  emptyModel(versions: readonly ModelledField[]): FieldModel
  /** Collects the answers as they stream in, and fits the model. */
  collect(versions: readonly ModelledField[], expected: Expected): KindCollector
  /** What is told with a value that coins have chosen. */
  told(
    field: ConsolidatedField,
    values: (FieldValue | null)[],
    found: Found,
  ): Pick<FieldResult, 'votes' | 'spread' | 'other'>
  /** As the form has it: ticks in its order, so that the same set is the same value; a place by its name of today. */
  inFormOrder?(field: ConsolidatedField, value: FieldValue): FieldValue
  /** How much of what is right a value has, 0 to 1, where that is more than yes or no. */
  score?(truth: FieldValue, value: FieldValue, field: ConsolidatedField): number
  /** Whether all votes are for the value, where one vote is not one answer. */
  isUnanimous?(field: ConsolidatedField, value: FieldValue, votes: readonly Vote[], answers: number): boolean
  /** Which of the right objects an answer has, where it is a list of such: for each of its own the one that it is, or null. */
  pairs?(field: ConsolidatedField, truth: FieldValue, value: FieldValue | undefined): (number | null)[]
  /** How its objects lie to each other, where an answer is a list of objects. */
  geometry?(field: ConsolidatedField): Geometry
  /**
   * The answers to one item as they are compared for what speaks against workers, where one may say less than another without saying
   * something else. `truth`: what is right, where that is known.
   */
  standingFor?(field: ConsolidatedField, values: readonly string[], truth: string | undefined): string[]
  /** Answers are texts that somebody typed, and the same ones by their names. */
  isTyped: boolean
  /**
   * How answers are told apart in the table of what was said for what, and the order in which their keys stand, if they have one;
   * null where they are no kinds of things.
   */
  confusion: { key(value: FieldValue, naming: Naming): string; order: ((a: string, b: string) => number) | null } | null
  /** Whether equal errors may speak for copying: numbers are seldom the same by accident or by copying. */
  isComparable: boolean
  /**
   * How many results lie where: bars made of the values themselves, ranges that are counted where the results are kept (numbers), or
   * nothing besides the values.
   */
  bars: ((field: ConsolidatedField, values: FieldSummary['values']) => FieldSummary['histogram']) | 'ranges' | null
}
