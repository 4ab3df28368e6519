import type { JudgedField } from './judge-field.ts'
import { mayStandIn, type NextStep, nextStep, type OverlapPolicy } from './overlap.ts'

/**
 * What is said of a field and what becomes of its task. Where the likeliest value would be for a person to see, the one that says the
 * least less and is sure enough is published instead: the lowest such place of a tree ("heron, unsure which").
 */
export function decide(
  policy: OverlapPolicy,
  judged: Pick<JudgedField, 'result' | 'state' | 'above'>,
): Pick<JudgedField, 'result' | 'state'> & { next: NextStep } {
  const { result, state, above = [] } = judged
  const next = nextStep(policy, state)
  const instead = next === 'review' ? above.find((one) => mayStandIn(policy, one.state)) : undefined
  return instead ? { ...instead, next: 'stop' } : { result, state, next }
}
