import type { FieldObject } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { ConsolidatedField, SmallField } from '../field.ts'
import type { KindOf, Sameness } from '../kinds/kind.ts'
import { sameIn } from '../small/compare-small.ts'
import type { Candidate } from './candidates.ts'
import { type Marked, middlesOf } from './evidence.ts'
import type { Geometry } from './geometry.ts'
import { pairUp } from './pair.ts'
import type { Alike } from './score.ts'

/** What is asked of each object besides its label. */
export function attributeFields({ attributes = [] }: Pick<ConsolidatedField, 'attributes'>): readonly SmallField[] {
  return attributes
}

/** What is said of one. */
export function attributesOf(object: FieldObject): SmallValues {
  return ('attributes' in object && object.attributes) || {}
}

/** The workers who marked a candidate, and what they say of it. */
export function saidOf<O extends FieldObject>(
  { workers, answers }: Marked<O>,
  { members }: Candidate,
): { workers: number[]; said: SmallValues[] } {
  const own = [...members.keys()].filter((n) => members[n]! >= 0)
  return { workers: own.map((n) => workers[n]!), said: own.map((n) => attributesOf(answers[n]![members[n]!]!)) }
}

/** Which share of what is said of an object that was found, its label among it, is right; undefined where no more is asked. */
export function alikeIn(kindOf: KindOf, field: ConsolidatedField, by: Sameness): Alike | undefined {
  const fields = attributeFields(field)
  if (fields.length === 0) return undefined
  return (right, said) =>
    (1 + sameIn(kindOf, fields, attributesOf(right), attributesOf(said), by)) / (1 + fields.length)
}

/** Of each candidate, which of the right objects it is, by place alone; undefined: none. */
export function rightOnes<O extends FieldObject>(
  geometry: Geometry<O>,
  marked: Marked<O>,
  truth: readonly O[],
): (O | undefined)[] {
  return [...pairUp(geometry, middlesOf(geometry, marked), truth, { min: 0.5, namesMatter: false })].map(
    (partner) => truth[partner],
  )
}
