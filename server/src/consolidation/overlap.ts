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
  /** Where the value has parts, of which each must be sure enough by itself: whether all are. Else the posterior decides. */
  settled?: boolean
  /** Where the value has parts: which share of them is expected to be right, and nothing missing. The posterior asks for all at once. */
  expected?: number
  /** No value has more votes than every other, or none is likelier: nothing but what is known of the workers could decide. */
  tied: boolean
}

/** So many workers who never showed what they can do, and agree, are as good as one who did. */
export const unprovenInAgreement = 3

/**
 * Dynamic overlap: ask only while unsure. At least `minAnswers`, at most `maxAnswers`; never done on the word of unproven
 * workers alone, unless three agree. Uses the raw posterior: the published confidence is deliberately modest and would ask
 * for answers that change nothing.
 *
 * At the most there is nothing left to ask. Then a task is done when all agree, at whatever confidence that is worth, because
 * a person who looks could only agree as well; people who disagree, and not surely enough, are for a person to see. With a
 * fixed overlap (minimum = maximum) no confidence was asked for, and a majority is enough: only a tie is for a person.
 * Of a value with parts as much as was asked for must be expected to be right: one part in doubt among many others is no review.
 */
export function nextStep({ minAnswers, maxAnswers, confidence }: OverlapPolicy, task: TaskState): NextStep {
  if (task.answers < minAnswers) return 'ask'
  if (isVouchedFor(task) && (task.settled ?? task.posterior >= confidence)) return 'stop'
  if (task.answers < maxAnswers) return 'ask'
  if (task.agreeing === task.answers) return 'stop'
  if (task.expected !== undefined && task.expected >= confidence) return 'stop'
  return minAnswers >= maxAnswers && !task.tied ? 'stop' : 'review'
}

function isVouchedFor({ provenAgrees, agreeing }: TaskState): boolean {
  return provenAgrees || agreeing >= unprovenInAgreement
}

/**
 * What says less than the likeliest value may be published instead of a review: where it is as sure as was asked for, and somebody
 * vouches for it or all agree.
 */
export function mayStandIn({ confidence }: OverlapPolicy, task: TaskState): boolean {
  return task.posterior >= confidence && (isVouchedFor(task) || task.agreeing === task.answers)
}
