import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField, FieldResult, ModelledField } from '../field.ts'
import type { FieldModel, ItemAnswers } from '../field-model.ts'
import type { Sameness } from '../kinds/kind.ts'
import type { Naming } from '../naming.ts'
import type { TaskState } from '../overlap.ts'

export type Values = (FieldValue | null)[]

/** A part of a model as a row of crowd_models keeps it. */
export type StoredPart = { about: Record<string, unknown>; packed: Uint8Array }

type OneJudged = { result: FieldResult; state: TaskState }

/** What is said, and what the overlap policy asks for. `above`: what says less, and is surer, where there is such; the least less first. */
export type Judged = OneJudged & { above?: OneJudged[] }

/** What is known of a kind of model (field-model.ts): how answers are judged by it, and what they teach it. */
export type ModelKind<M extends FieldModel = FieldModel> = {
  /** The model, or that of any crowd as long as it has seen next to nothing (judge-field.ts). */
  known(field: ModelledField, model: M): FieldModel
  /** How often each worker is thought to be right. */
  accuracy(model: M): (worker: number) => number
  /** @param values in an order of their own, as the kind of the field takes them. */
  judge(field: ModelledField, model: M, workers: number[], values: Values, naming: Naming): Judged
  /**
   * Takes in the newest of an item's answers. `truth`: what is right, for gold.
   */
  push(
    field: ConsolidatedField,
    model: M,
    answers: ItemAnswers & { values: Values },
    naming: Naming,
    truth?: FieldValue,
  ): void
  /** What else is known by which answers are the same. */
  sameness(model: M): Omit<Sameness, 'naming'>
  /** In memory, roughly. */
  sizeBytes(model: M): number
  /** In rows, and from those; null when they are not of this program's version. */
  store(model: M): StoredPart[]
  restore(parts: StoredPart[]): M | null
}

export const nothingLearned: Omit<Sameness, 'naming'> = { spelling: new Map(), scatter: null }
