import { betaBelow, betaQuantile } from './beta.ts'

/** A worker's share of right answers, with what it could still be. */
export type Skill = { accuracy: number; low: number; high: number; answered: number }

/** Posterior mean and 90 % interval of a worker's skill after `right` of `answered` gold tasks, from a flat prior. */
export function skillOf(right: number, answered: number): Skill {
  const a = 1 + right
  const b = 1 + answered - right
  return { accuracy: a / (a + b), low: betaQuantile(0.05, a, b), high: betaQuantile(0.95, a, b), answered }
}

/** Too few gold answers to send anybody away. */
const goldToPause = 5
const certaintyToPause = 0.95

export type PauseDecision = {
  pause: boolean
  /** P(skill < floor). */
  probability: number
  /** For the worker, in plain words; present only when they are paused. */
  reason?: string
}

/**
 * Whether to pause a worker: only when P(skill < floor) > 0.95, after at least 5 gold answers. An unlucky start is not a
 * bad worker: after 5 gold answers, none right, P(skill < 0.5) is 0.98; with one right it is 0.89, and they go on.
 *
 * @param floor the project's least share of right answers, 0..1.
 */
export function decidePause(right: number, answered: number, floor: number): PauseDecision {
  const probability = betaBelow(floor, 1 + right, 1 + answered - right)
  if (answered < goldToPause || probability <= certaintyToPause) return { pause: false, probability }
  const reason =
    `${Math.round(right * 10) / 10} of your ${answered} answers to check tasks were right. This project needs at least ` +
    `${Math.round(floor * 100)} of 100, so it is paused for you. Read its instructions again, and ask the requester if ` +
    'you think that the check tasks are wrong.'
  return { pause: true, probability, reason }
}

/** Answers after which the crowd's verdict on a worker begins to mean something. */
const answersToProve = 10

/**
 * Whether a worker may complete a task on their own word: at least 10 answers, and almost surely (95 %) in agreement with
 * the crowd more often than a guesser would be.
 *
 * @param agreed, answered sums of vote shares, or of gold answers that were right, and their number.
 */
export function isProven(agreed: number, answered: number, classes: number): boolean {
  return answered >= answersToProve && betaBelow(1 / classes, 1 + agreed, 1 + answered - agreed) < 0.05
}
