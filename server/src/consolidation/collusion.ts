import type { Answers } from './answers.ts'

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
const copied = 0.5
/** Pairs with fewer equal errors are not looked at: keeps the table of pairs small. */
const minSameErrors = 3
/** Weight of how often the two err so beside the others' answers to the same task, and of the crowd beside them, in answers. */
const habitStrength = 4
/** How many classes get a pseudo-answer at most in the crowd's habit. */
const pseudoClasses = 10
/** Odds of 32 to 1, beyond the log2(pairs) bits that the best of so many pairs reaches by chance (Bonferroni). */
const bitsToAlarm = 5

/**
 * Evidence per pair, the strongest first. With e = how likely an independent worker gives the wrong answer `a` on this very
 * task, an error of one that the other repeats speaks for copying with log2((c + (1 - c) e) / e), and one that is not repeated
 * with log2(1 - c) against it (a likelihood ratio, as in copy detection: Wesolowsky, Journal of Applied Statistics 27, 2000).
 *
 * e is what the others answered to the task, and how often each of the two gives `a` where it is wrong. With the crowd's
 * frequency in place of their own, careful people who miss the same rare class and bots with the same favourite were taken
 * for one person: 23 pairs in five public sets, of which four are left, all between workers whom spam.ts flags.
 */
export function pairEvidence(answers: Answers, { label: consensus }: { label: ArrayLike<number> }): PairEvidence[] {
  const { tasks, start, worker, label } = answers
  const habit = errorHabits(answers, consensus)
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
        if (label[i] !== label[j]) pair.bits += Math.log2(1 - copied)
        else {
          let others = -2
          for (let o = from; o < to; o++) if (label[o] === label[i]) others++
          const frequency = (w: number) => habit(w, consensus[t]!, label[i]!)
          const usual = Math.max(frequency(worker[i]!), frequency(worker[j]!))
          const expected = (others + habitStrength * usual) / (to - from - 2 + habitStrength)
          pair.bits += Math.log2((copied + (1 - copied) * expected) / expected)
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
  return evidence.filter((pair) => pair.bits >= bitsToAlarm + chance)
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
    if (sameErrors < minSameErrors) continue
    pairs.set(key, { workers: [Math.floor(key / workers), key % workers], tasks: 0, sameErrors, bits: 0 })
  }
  return pairs
}

/**
 * How often a worker gives this wrong answer where that is right, by their other answers, with the crowd's habit beside them.
 * Only what was wrong is counted, so that thousands of names need no table.
 */
function errorHabits({ tasks, workers, classes, start, worker, label }: Answers, consensus: ArrayLike<number>) {
  // The crowd is one worker more.
  const crowd = workers
  const rowOf = (who: number, right: number) => who * classes + right
  const errors = new Map<number, number>()
  const answered = new Map<number, number>()
  const add = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (let t = 0; t < tasks; t++) {
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      if (label[i] === consensus[t]) continue
      for (const who of [worker[i]!, crowd]) {
        add(errors, rowOf(who, consensus[t]!) * classes + label[i]!)
        answered.set(rowOf(who, consensus[t]!), 0)
      }
    }
  }
  for (let t = 0; t < tasks; t++) {
    if (!answered.has(rowOf(crowd, consensus[t]!))) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      add(answered, rowOf(crowd, consensus[t]!))
      if (answered.has(rowOf(worker[i]!, consensus[t]!))) add(answered, rowOf(worker[i]!, consensus[t]!))
    }
  }
  const count = (who: number, right: number, answer: number) => errors.get(rowOf(who, right) * classes + answer) ?? 0
  return (who: number, right: number, answer: number) => {
    // One pseudo-answer a class; of many names most are never mixed up.
    const few = Math.min(classes, pseudoClasses)
    const usual = (count(crowd, right, answer) + 1) / ((answered.get(rowOf(crowd, right)) ?? 0) + few)
    const own = count(who, right, answer) - 1
    return (own + habitStrength * usual) / ((answered.get(rowOf(who, right)) ?? 1) - 1 + habitStrength)
  }
}

function pairKey(a: number, b: number, workers: number): number {
  return a < b ? a * workers + b : b * workers + a
}
