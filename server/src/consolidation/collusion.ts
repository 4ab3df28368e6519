import type { Answers } from './answers.ts'
import type { Labels } from './publish.ts'

/**
 * Pairs of workers who make the same errors: one person with two accounts, or one who copies. Equal right answers prove
 * nothing, equal wrong ones do, as far as others did not fall for the same thing.
 */
export type PairEvidence = {
  workers: [number, number]
  /** Tasks on which at least one of the two was wrong, and on which both gave the same wrong answer. */
  tasks: number
  sameErrors: number
  /** Log2 of the likelihood of copying over that of independence. */
  bits: number
}

/** What a copying pair is taken to do: every other answer of one is the other's. */
const COPIED = 0.5
/** Pairs with fewer equal errors are not looked at: keeps the table of pairs small. */
const LEAST_SAME_ERRORS = 3
/** Weight of the crowd's error frequencies beside the others' answers to the same task, in answers. */
const CROWD_STRENGTH = 2
/** Odds of 32 to 1, beyond the log2(pairs) bits that the best of so many pairs reaches by chance (Bonferroni). */
const BITS_TO_ALARM = 5

/**
 * Evidence per pair, the strongest first. With e = how likely an independent worker gives the wrong answer `a` on this very
 * task (others' answers to it, and the crowd's frequency of `a`), an error of one that the other repeats speaks for copying
 * with log2((c + (1 - c) e) / e), and one that is not repeated with log2(1 - c) against it (a likelihood ratio, as in
 * copy detection: Wesolowsky, Journal of Applied Statistics 27, 2000).
 */
export function pairEvidence(answers: Answers, { label: consensus }: Pick<Labels, 'label'>): PairEvidence[] {
  const { tasks, classes, start, worker, label } = answers
  const crowd = errorFrequencies(answers, consensus)
  const candidates = commonErrors(answers, consensus)
  for (let t = 0; t < tasks; t++) {
    const from = start[t]!
    const to = start[t + 1]!
    for (let i = from; i < to; i++) {
      for (let j = i + 1; j < to; j++) {
        if (label[i] === consensus[t] && label[j] === consensus[t]) continue
        const pair = candidates.get(pairKey(worker[i]!, worker[j]!, answers.workers))
        if (pair === undefined) continue
        pair.tasks++
        if (label[i] !== label[j]) pair.bits += Math.log2(1 - COPIED)
        else {
          let others = -2
          for (let o = from; o < to; o++) if (label[o] === label[i]) others++
          const frequency = crowd[consensus[t]! * classes + label[i]!]!
          const expected = (others + CROWD_STRENGTH * frequency) / (to - from - 2 + CROWD_STRENGTH)
          pair.bits += Math.log2((COPIED + (1 - COPIED) * expected) / expected)
        }
      }
    }
  }
  return [...candidates.values()].sort(
    (a, b) => b.bits - a.bits || a.workers[0] - b.workers[0] || a.workers[1] - b.workers[1],
  )
}

/** The pairs that are worth a person's look. */
export function alarmingPairs(evidence: readonly PairEvidence[], workers: number): PairEvidence[] {
  const chance = Math.log2(Math.max(1, (workers * (workers - 1)) / 2))
  return evidence.filter((pair) => pair.bits >= BITS_TO_ALARM + chance)
}

/** Pairs with enough equal errors; the tables of everyone else's pairs are never built. */
function commonErrors({ tasks, workers, start, worker, label }: Answers, consensus: ArrayLike<number>) {
  const same = new Map<number, number>()
  for (let t = 0; t < tasks; t++) {
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      if (label[i] === consensus[t]) continue
      for (let j = i + 1; j < start[t + 1]!; j++) {
        if (label[j] !== label[i]) continue
        const key = pairKey(worker[i]!, worker[j]!, workers)
        same.set(key, (same.get(key) ?? 0) + 1)
      }
    }
  }
  const pairs = new Map<number, PairEvidence>()
  for (const [key, sameErrors] of same) {
    if (sameErrors < LEAST_SAME_ERRORS) continue
    pairs.set(key, { workers: [Math.floor(key / workers), key % workers], tasks: 0, sameErrors, bits: 0 })
  }
  return pairs
}

/** P(answer | consensus) over the crowd, `[consensus * classes + answer]`, one pseudo-answer each. */
function errorFrequencies({ tasks, classes, start, label }: Answers, consensus: ArrayLike<number>): Float64Array {
  const frequency = new Float64Array(classes * classes).fill(1)
  for (let t = 0; t < tasks; t++) {
    for (let i = start[t]!; i < start[t + 1]!; i++) frequency[consensus[t]! * classes + label[i]!]!++
  }
  for (let k = 0; k < classes; k++) {
    const row = frequency.subarray(k * classes, (k + 1) * classes)
    const total = row.reduce((sum, count) => sum + count, 0)
    for (let a = 0; a < classes; a++) row[a]! /= total
  }
  return frequency
}

function pairKey(a: number, b: number, workers: number): number {
  return a < b ? a * workers + b : b * workers + a
}
