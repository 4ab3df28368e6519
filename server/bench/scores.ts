import type { Crowd } from './crowds.ts'

export type Scores = { accuracy: number; calibrationError: number; logLoss: number }

const binCount = 10

/**
 * Accuracy and calibration error in percent, log-loss in nats, over the tasks that have a truth, an answer, and pass
 * `among`. Ties count as the share of the tied classes that is right: what breaking them by dice would give on average.
 *
 * Calibration error: mean |confidence - accuracy| over ten equal bins of the winner's probability, weighted by their tasks
 * (Naeini et al., AAAI 2015). Probabilities are cut at 1e-10 for the log-loss.
 */
export function score(
  { answers, truth }: Crowd,
  posterior: Float64Array,
  among: (task: number) => boolean = () => true,
): Scores {
  const { tasks, classes, start } = answers
  const bins = Array.from({ length: binCount }, () => ({ sure: 0, right: 0 }))
  let judged = 0
  let right = 0
  let loss = 0
  for (let t = 0; t < tasks; t++) {
    if (truth[t]! < 0 || start[t] === start[t + 1] || !among(t)) continue
    const p = posterior.subarray(t * classes, (t + 1) * classes)
    const top = Math.max(...p)
    const ties = p.filter((each) => each === top).length
    const hit = p[truth[t]!] === top ? 1 / ties : 0
    const bin = bins[Math.min(binCount - 1, Math.floor(top * binCount))]!
    bin.sure += top
    bin.right += hit
    judged++
    right += hit
    loss -= Math.log(Math.max(1e-10, p[truth[t]!]!))
  }
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.sure - bin.right), 0)
  return { accuracy: (100 * right) / judged, calibrationError: (100 * error) / judged, logLoss: loss / judged }
}

/** Area under the ROC curve: how often a member of `high` lies above one of `low`. */
export function areaUnderCurve(high: number[], low: number[]): number {
  let wins = 0
  for (const h of high) for (const l of low) wins += h > l ? 1 : h === l ? 0.5 : 0
  return wins / (high.length * low.length)
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function meanScores(all: Scores[]): Scores {
  return {
    accuracy: mean(all.map((each) => each.accuracy)),
    calibrationError: mean(all.map((each) => each.calibrationError)),
    logLoss: mean(all.map((each) => each.logLoss)),
  }
}
