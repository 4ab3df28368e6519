import type { FieldValue } from '@whisker/api/fields.ts'
import type { ModelledField } from '../src/consolidation/field.ts'
import type { FieldModel } from '../src/consolidation/field-model.ts'
import { judgeField } from '../src/consolidation/judge-field.ts'
import { emptyFieldModel } from '../src/consolidation/kinds/kinds.ts'
import type { Naming } from '../src/consolidation/naming.ts'
import { nextStep, type OverlapPolicy } from '../src/consolidation/overlap.ts'
import { pushField } from '../src/consolidation/push-field.ts'

/** Who answered one item, and what; in the order in which they came. */
type Given = readonly { worker: number; value: FieldValue }[]

/**
 * Items in the order in which they come; each is asked about until the policy is content, by the model of the moment.
 *
 * @returns how many answers each item got, and the items that are for a person to see.
 */
export function askByPolicy(field: ModelledField, naming: Naming, policy: OverlapPolicy, items: readonly Given[]) {
  const model: FieldModel = emptyFieldModel([field])
  const reviewed = new Set<number>()
  const counts = items.map((item, n) => {
    for (let count = 1; ; count++) {
      const some = item.slice(0, count)
      const said = { workers: some.map(({ worker }) => worker), values: some.map(({ value }) => value) }
      pushField(field, model, said, naming)
      const step = count < policy.minAnswers ? 'ask' : nextStep(policy, judgeField(field, model, said, naming).state)
      if (step === 'ask') continue
      if (step === 'review') reviewed.add(n)
      return count
    }
  })
  return { counts, reviewed }
}
