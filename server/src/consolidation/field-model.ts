import type { FieldValue } from '@whisker/api/fields.ts'
import type { Scatter } from './number-location.ts'
import type { ObjectsCrowd } from './objects/crowd.ts'
import type { Labels } from './objects/labels.ts'
import type { OnlineModel } from './online.ts'
import { emptyCoins, type OnlineCoins } from './online-coins.ts'
import type { PlacesCrowd } from './places/crowd.ts'
import type { RanksCrowd } from './ranks/crowd.ts'

/** What a project's crowd has shown in one output field. */
export type FieldModel =
  /** A choice of 2 to 32 classes: the options, and null for "no answer" where the field may be left empty. */
  | { kind: 'choices'; classes: (string | null)[]; model: OnlineModel }
  /** A checkbox field: one yes/no question for each option. */
  | { kind: 'options'; options: string[]; models: OnlineModel[] }
  /**
   * Texts, numbers, ratings, and choices of more options. What a refit finds out besides: what it learnt of the forms (join-names.ts);
   * numbers: how they scatter.
   */
  | { kind: 'coins'; coins: OnlineCoins; spelling: Map<string, string>; scatter: Scatter | null }
  /** Lists of objects: who finds and invents how many, what they are called, and what is said of them. */
  | { kind: 'objects'; crowd: ObjectsCrowd; labels: Labels; attributes: SmallModels }
  /** Places of a tree: how far down who knows the way. */
  | { kind: 'places'; crowd: PlacesCrowd }
  /** Orders: how many pairs each turns round. */
  | { kind: 'ranks'; crowd: RanksCrowd }
  /** Rows: who finds what, and of each small field what its own kind has. */
  | RowsModel

/** What a crowd has shown in each small field, by its name. */
export type SmallModels = Map<string, FieldModel>

/** What a crowd has shown in rows. */
export type RowsModel = {
  kind: 'rows'
  /** Is a thing there? One table for all keys: who overlooks lions overlooks zebras. */
  there: OnlineModel
  /** Among how many things that is asked. */
  asked: number
  /** Who names the same set of things as others do. */
  sets: OnlineCoins
  /** Of each small field but the key, by its name. */
  fields: SmallModels
}

/** The answers to one field of one item: who (a number in the crowd), and what; oldest first. */
export type ItemAnswers = { workers: number[]; values: (FieldValue | null | undefined)[] }

/** Above this many classes a table has thousands of cells, nearly all of them empty. */
export const maxClassesForTables = 32

export function untossedCoins(classes: number): FieldModel {
  return { kind: 'coins', coins: emptyCoins(classes), spelling: new Map(), scatter: null }
}

/** Classes of the values; null when one is not among them. */
export function classLabels(classes: (string | null)[], values: (FieldValue | null)[]): number[] | null {
  const labels = values.map((value) => classes.indexOf(value as string | null))
  return labels.includes(-1) ? null : labels
}

export function tickLabels(option: string, values: (FieldValue | null)[]): number[] {
  return values.map((value) => Number(Array.isArray(value) && (value as unknown[]).includes(option)))
}
