import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import type { TreeOptions } from '@whisker/api/kinds/places.ts'

/** The part of an output field that decides how its answers are put together. */
export type ConsolidatedField = {
  type: FieldKind
  options?: TreeOptions | undefined
  /** Numbers: how far two may differ and still be the same answer. */
  tolerance?: number | undefined
  /** Ratings: the most stars. A kind may have a limit of another type by this name. */
  max?: number | string | undefined
  /** Points: how far two may lie apart and still be the same. */
  radius?: number | undefined
  /** Orders: which input fields are put in order, whether places may be shared, and how many of the first count. */
  of?: string | readonly string[] | undefined
  ties?: boolean | undefined
  top?: number | undefined
  /** Spans: whether two may share characters. */
  overlapping?: boolean | undefined
  required?: boolean | undefined
  /** Checkboxes: how many options are to be ticked. */
  min_count?: number | undefined
  max_count?: number | undefined
  /** Objects: what is said of each besides its label. */
  attributes?: readonly SmallField[] | undefined
  /** Rows: what stands in each, and which of them is the key. */
  fields?: readonly SmallField[] | undefined
  key?: string | undefined
}

export type ModelledField = ConsolidatedField & { required: boolean }

/** One of the fields that stand in a row, or are said of an object. */
export type SmallField = ModelledField & { name: string }

export type Vote = { value: FieldValue | null; count: number }

export type MajorityResult = {
  /** The consolidated value; null when nobody answered, or when most left the field empty. */
  value: FieldValue | null
  /** Share of the answers that agree with the value, 0..1. 0 without answers. */
  confidence: number
  /** What was answered how often, most frequent first, then in the order of the answers. */
  votes: Vote[]
}

/** How sure one object of a list is (api/src/field-result.ts). */
export type ObjectResult = {
  exists: number
  label: number
  attributes?: Record<string, number>
  spread: number
  found: number
  disputed?: boolean
}

/** One that was left out, and may be there all the same. */
type LeftOut = Omit<ObjectResult, 'disputed'> & { object: FieldObject }

/** How sure an order is (api/src/field-result.ts). */
export type OrderResult = { whole: number; above: number[][] }
/** How sure one row is (api/src/field-result.ts). */
export type RowResult = { exists: number; found: number; fields: Record<string, number> }

/** What is published of one field of one item. */
export type FieldResult = MajorityResult & {
  /** Lists of objects: of each in the value. */
  objects?: ObjectResult[]
  /** The likeliest of those that it goes without. */
  left_out?: LeftOut[]
  /** Orders. */
  order?: OrderResult
  /** Rows: of each in the value. */
  rows?: RowResult[]
  /** Numbers: how far the answers lie apart, as a robust standard deviation. */
  spread?: number
  /** Text: the probability that nobody gave the right name. */
  other?: number
}
