/**
 * Gold: tasks with a known answer, mixed in unseen. All decisions are pure; whoever calls brings the numbers and the dice.
 */

/**
 * Weight of a worker's answers to tasks that are not gold, beside `goldAnswers` to tasks that are: u = 1 / (1 + g / 2).
 * What is known beats what is inferred, and only gold repairs a crowd that is wrong together.
 */
export function evidenceWeight(goldAnswers: number): number {
  return 1 / (1 + goldAnswers / 2)
}

/** How often a new worker meets gold, and how seldom in the end. */
const FIRST_RATE = 1 / 10
const LAST_RATE = 1 / 50
/** Answers until the rate has fallen half of the way. */
const HALF_WAY = 50

/** Share of gold among the next tasks of a worker who has answered `answered`: 1/10 falling towards 1/50. */
export function goldRate(answered: number): number {
  return LAST_RATE + (FIRST_RATE - LAST_RATE) * (HALF_WAY / (HALF_WAY + answered))
}

/** What a gold task has been through. */
export type GoldTask = { task: number; exposures: number; seenByWorker: boolean }

/**
 * Which gold task a worker gets next, if any. By chance and not by turns: every tenth task would be found out by counting.
 * Among the eligible the least shown come first, so that none is seen more often than ordinary tasks are (W-19: colluders
 * who pool what they saw must not tell gold by its frequency).
 *
 * @param candidates a page of the project's gold tasks.
 * @param maxExposures a gold task is retired after this many workers; ordinary tasks have at most `max_answers`, so
 *   `max_answers + 1` keeps gold from standing out.
 * @param dice two independent numbers in [0, 1).
 */
export function pickGold(
  answered: number,
  candidates: readonly GoldTask[],
  maxExposures: number,
  dice: [whether: number, which: number],
): number | null {
  if (dice[0] >= goldRate(answered)) return null
  const eligible = candidates.filter((gold) => !gold.seenByWorker && gold.exposures < maxExposures)
  if (eligible.length === 0) return null
  const least = Math.min(...eligible.map((gold) => gold.exposures))
  const fresh = eligible.filter((gold) => gold.exposures === least)
  return fresh[Math.floor(dice[1] * fresh.length)]!.task
}

/** Gold that has been shown too often to stay unseen: to be retired, and replaced by promoted tasks. */
export function wornGold(tasks: readonly { task: number; exposures: number }[], maxExposures: number): number[] {
  return tasks.filter((gold) => gold.exposures >= maxExposures).map((gold) => gold.task)
}

/** Whether an ordinary task may serve as gold from now on: answered by several people, and beyond doubt. */
export function mayBecomeGold(answers: number, agreeing: number, confidence: number): boolean {
  return answers >= 5 && agreeing === answers && confidence >= 0.95
}
