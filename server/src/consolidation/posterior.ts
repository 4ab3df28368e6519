/** The part of a model that turns one task's answers into a posterior. All flat, all probabilities (not logarithms). */
export type Tables = {
  classes: number
  /** `[(worker * classes + answer) * classes + truth]`, the last worker standing for everyone unknown. */
  table: Float32Array
  /** How common each class is. */
  prior: Float64Array
}

/** A product of this many table entries (each above 1e-7) stays far from the smallest double, 1e-308. */
const rescaleEvery = 32

/**
 * E-step for one task: P(k | answers) = prior[k] * product of P(answer | k) over its workers, normalised (Dawid and Skene
 * 1979, equation 2.5). Multiplies and rescales instead of adding logarithms: no `exp` per task, twice as fast here.
 *
 * @param worker, label the answers at `from <= i < to`.
 * @param out gets `classes` probabilities; without answers it is the prior.
 */
export function posteriorOf(
  tables: Tables,
  worker: ArrayLike<number>,
  label: ArrayLike<number>,
  from: number,
  to: number,
  out: Float64Array,
): void {
  const { classes, table, prior } = tables
  for (let k = 0; k < classes; k++) out[k] = prior[k]!
  for (let i = from; i < to; i++) {
    const row = (worker[i]! * classes + label[i]!) * classes
    for (let k = 0; k < classes; k++) out[k]! *= table[row + k]!
    if ((i - from) % rescaleEvery === rescaleEvery - 1) normalise(out, classes)
  }
  normalise(out, classes)
}

/** Divides by the sum. */
export function normalise(values: Float64Array, length: number): void {
  let sum = 0
  for (let k = 0; k < length; k++) sum += values[k]!
  for (let k = 0; k < length; k++) values[k]! /= sum
}

/** Probabilities that differ by less are equal: sums in another order, and tables of single precision, differ by as much. */
export const noDifference = 1e-6

/**
 * Index of the likeliest of the first `length` probabilities; of equals the first, whatever the last digits say. `tied`: there
 * is another one as likely.
 */
export function likeliest(p: ArrayLike<number>, length: number): { winner: number; tied: boolean } {
  const top = p[largest(p, length)] ?? 0
  let winner = -1
  let tied = false
  for (let k = 0; k < length; k++) {
    if (p[k]! < top - noDifference) continue
    if (winner < 0) winner = k
    else tied = true
  }
  return { winner, tied }
}

/** Index of the largest of the first `length` values, the first among equals. */
export function largest(values: ArrayLike<number>, length: number): number {
  let best = 0
  for (let k = 1; k < length; k++) if (values[k]! > values[best]!) best = k
  return best
}
