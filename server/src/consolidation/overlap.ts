/** What to do with a task after an answer: it has its result, it gets one more answer, or a person looks at it. */
export type NextStep = 'stop' | 'ask' | 'review'

export type OverlapPolicy = {
  minAnswers: number
  maxAnswers: number
  /** Posterior probability from which a task is done, 0..1. */
  confidence: number
}

export type TaskState = {
  /** Counted answers. */
  answers: number
  /** Probability of the likeliest value by the model's posterior (posterior.ts); not the published confidence. */
  posterior: number
  /** How many answers said the likeliest value. */
  agreeing: number
  /** Whether one of the agreeing workers is proven (worker-skill.ts). */
  provenAgrees: boolean
}

/** So many workers who never showed what they can do, and agree, are as good as one who did. */
const UNPROVEN_IN_AGREEMENT = 3

/**
 * Dynamic overlap: ask only while unsure. At least `minAnswers`, at most `maxAnswers`; never done on the word of unproven
 * workers alone, unless three agree; unsure at the maximum is for a person to see. A fixed overlap (minimum = maximum)
 * simply ends there. Uses the raw posterior: the published confidence is deliberately modest and would ask for answers
 * that change nothing.
 */
export function nextStep({ minAnswers, maxAnswers, confidence }: OverlapPolicy, task: TaskState): NextStep {
  if (task.answers < minAnswers) return 'ask'
  if (minAnswers >= maxAnswers) return 'stop'
  const vouched = task.provenAgrees || task.agreeing >= UNPROVEN_IN_AGREEMENT
  if (vouched && task.posterior >= confidence) return 'stop'
  return task.answers < maxAnswers ? 'ask' : 'review'
}
