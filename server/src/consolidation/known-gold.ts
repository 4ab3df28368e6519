import { betaBinomialAtLeast } from './beta.ts'

/** One worker's answers: to gold, how many are right; to other tasks, how many agree with the label. */
export type GoldRecord = { right: number; answered: number; agreed: number; compared: number }

export type GoldEvidence = GoldRecord & {
  worker: number
  /** The share of gold answers that their other answers make expect. */
  expected: number
  /** -log2 of the probability of so many right answers or more. */
  bits: number
}

/** Fewer answers convict nobody. */
const goldToFlag = 10
const comparedToFlag = 20
/** Beyond so many answers it is not chance any more by which the expectation is off. */
const maxStrength = 100
/** Odds of 32 to 1, beyond the log2(workers) bits that the best of so many workers reaches by chance (Bonferroni). */
const bitsToFlag = 5

/**
 * Who is right on gold far more often than their other answers can explain: they know which tasks are gold, and what is
 * right there. Strongest first.
 *
 * A worker who agrees with the labels in a of n other answers is expected to be right on gold with the share
 *
 *   e = sigmoid(logit((a + 1) / (n + 2)) + shift),  shift = how much easier gold is for everybody else, at least 0
 *
 * for gold may be easy (tasks that were promoted because all agreed are). `bits` comes from the beta-binomial tail of e with
 * the strength of n answers. Both shares are measured in the same way for all, and a label counts its worker's own vote, which
 * makes the expectation high: in their favour. A crowd that knows the gold as a whole is not found: nobody else is left to
 * compare with.
 */
export function goldEvidence(records: readonly GoldRecord[]): GoldEvidence[] {
  const all = records.reduce(plus, { right: 0, answered: 0, agreed: 0, compared: 0 })
  const judged = records.flatMap((record, worker) => {
    if (record.answered < goldToFlag || record.compared < comparedToFlag) return []
    const shift = Math.max(
      0,
      logitOf(all.right - record.right, all.answered - record.answered) -
        logitOf(all.agreed - record.agreed, all.compared - record.compared),
    )
    const expected = 1 / (1 + Math.exp(-logitOf(record.agreed, record.compared) - shift))
    const strength = Math.min(maxStrength, record.compared) + 2
    const chance = betaBinomialAtLeast(record.right, record.answered, expected * strength, (1 - expected) * strength)
    return [{ ...record, worker, expected, bits: -Math.log2(Math.max(1e-300, chance)) }]
  })
  const alarm = bitsToFlag + Math.log2(Math.max(1, judged.length))
  return judged.filter(({ bits }) => bits >= alarm).sort((a, b) => b.bits - a.bits || a.worker - b.worker)
}

function plus(a: GoldRecord, b: GoldRecord): GoldRecord {
  return {
    right: a.right + b.right,
    answered: a.answered + b.answered,
    agreed: a.agreed + b.agreed,
    compared: a.compared + b.compared,
  }
}

function logitOf(hits: number, total: number): number {
  const share = (hits + 1) / (total + 2)
  return Math.log(share / (1 - share))
}
