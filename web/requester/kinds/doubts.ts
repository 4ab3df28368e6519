import type { FieldResult } from '@whisker/api/field-result.ts'
import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'

/** Why somebody should look at an object. */
export type Doubt = {
  sure: number
  /** It is no part of the result unless somebody takes it. */
  offered: boolean
}

/** Results of an older release do not say which of their objects are disputed. */
const sureFrom = 0.9

/**
 * What a reviewer should look at, of the objects that a correction begins with: those that are disputed, and those that were left out
 * and may be there all the same. Of what somebody has decided since nothing is known any more.
 */
export function doubtsOf(result: FieldResult | undefined, begun: FieldValue | undefined): Map<FieldObject, Doubt> {
  const doubts = new Map<FieldObject, Doubt>()
  const { value, objects, left_out = [] } = result ?? {}
  if (!objects || JSON.stringify(value) !== JSON.stringify(begun)) return doubts
  const list = begun as FieldObject[]
  if (objects.length !== list.length) return doubts
  for (const [at, sure] of objects.entries())
    if (sure.disputed ?? sure.exists < sureFrom) doubts.set(list[at]!, { sure: allOf(sure), offered: false })
  for (const { object, ...sure } of left_out) doubts.set(object, { sure: allOf(sure), offered: true })
  return doubts
}

/** The probability that it is there, is called so, and that what is said of it is right. */
function allOf({ exists, label, attributes = {} }: Pick<ObjectResult, 'exists' | 'label' | 'attributes'>): number {
  return Object.values(attributes).reduce((product, sure) => product * sure, exists * label)
}

type ObjectResult = NonNullable<FieldResult['objects']>[number]
