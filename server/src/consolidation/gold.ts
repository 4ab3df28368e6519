import type { Answers } from './answers.ts'
import type { Known } from './informative-votes.ts'

/**
 * Gold: tasks with a known answer, mixed in unseen. All decisions are pure; whoever calls brings the numbers. Which gold task
 * a worker gets is decided where it is taken: gold/mix.ts throws the dice, assignments/take.ts chooses.
 */

/**
 * Weight of a worker's answers to tasks that are not gold, beside `goldAnswers` to tasks that are: u = 1 / (1 + g / 2).
 * What is known beats what is inferred, and only gold repairs a crowd that is wrong together.
 */
export function evidenceWeight(goldAnswers: number): number {
  return 1 / (1 + goldAnswers / 2)
}

/** Gold labels (per task the right class, or -1), and how much its workers' other answers count beside it. */
export function knownOf({ tasks, workers, start, worker }: Answers, gold: Int16Array | Int32Array | undefined): Known {
  if (gold === undefined) return {}
  const answered = new Float64Array(workers)
  for (let t = 0; t < tasks; t++) {
    if (gold[t]! < 0) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) answered[worker[i]!]!++
  }
  return { gold, evidence: answered.map(evidenceWeight) }
}

/** How often a new worker meets gold, and how seldom in the end. */
const firstRate = 1 / 10
const lastRate = 1 / 50
/** Answers until the rate has fallen half of the way. */
const halfWay = 50

/** Share of gold among the next tasks of a worker who has answered `answered`: 1/10 falling towards 1/50. */
export function goldRate(answered: number): number {
  return lastRate + (firstRate - lastRate) * (halfWay / (halfWay + answered))
}

/** Whether an ordinary task may serve as gold from now on: answered by several people, and beyond doubt. */
export function mayBecomeGold(answers: number, agreeing: number, confidence: number): boolean {
  return answers >= 5 && agreeing === answers && confidence >= 0.95
}
