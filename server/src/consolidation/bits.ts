/**
 * How much does one answer of a worker tell? The mutual information between the truth and the answer, in bits:
 *
 *   I = sum over k, a of  pi[k] P(a | k) log2( P(a | k) / m[a] ),   m[a] = sum over k of pi[k] P(a | k)
 *
 * (Shannon 1948; Cover and Thomas, section 2.3.) 0 for a guesser and for one who always gives the same answer, log2(K) for
 * one who is never wrong; a worker who mixes up two classes consistently keeps their bits, which accuracy would not show.
 */
export type Bits = {
  bits: number
  /** 90 % interval. */
  low: number
  high: number
  /** Number (weight) of answers it rests on. */
  answered: number
}

/**
 * Bits per answer of one worker from their expected counts, corrected by -(K - 1)^2 / (2 n ln 2), by which a finite sample
 * overstates it (Miller 1955; Roulston, Physica D 125, 1999). The interval: delta method for the sampling error, and not
 * narrower than what a guesser's chance correlations reach, chi-squared with (K - 1)^2 degrees of freedom.
 *
 * @param counts `[answer * classes + truth]` from `from`, as in confusion.ts. The class shares are the worker's own tasks'.
 */
export function bitsPerAnswer(counts: Float64Array, classes: number, from = 0): Bits {
  const truths = new Float64Array(classes)
  const said = new Float64Array(classes)
  let answered = 0
  for (let a = 0; a < classes; a++) {
    for (let k = 0; k < classes; k++) {
      const count = counts[from + a * classes + k]!
      truths[k]! += count
      said[a]! += count
      answered += count
    }
  }
  if (answered <= 0) return { bits: 0, low: 0, high: Math.log2(classes), answered: 0 }
  let mean = 0
  let square = 0
  for (let a = 0; a < classes; a++) {
    for (let k = 0; k < classes; k++) {
      const share = counts[from + a * classes + k]! / answered
      if (share <= 0) continue
      const gain = Math.log2((share * answered * answered) / (truths[k]! * said[a]!))
      mean += share * gain
      square += share * gain * gain
    }
  }
  const freedom = (classes - 1) ** 2
  const bias = freedom / (2 * answered * Math.LN2)
  const sampling = Math.max(0, square - mean * mean) / answered
  // The chance part of a guesser: chi-squared / (2 n ln 2) has variance 2 (K - 1)^2 / (2 n ln 2)^2.
  const chance = (2 * freedom) / (2 * answered * Math.LN2) ** 2
  const spread = 1.645 * Math.sqrt(sampling + chance)
  const bits = Math.max(0, mean - bias)
  return { bits, low: Math.max(0, mean - bias - spread), high: Math.min(Math.log2(classes), bits + spread), answered }
}
