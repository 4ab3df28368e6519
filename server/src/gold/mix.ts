import { goldRate } from '../consolidation/gold.ts'

const maxRates = 60

/**
 * Rate of gold for a worker who has met 0, 1, 2 ... gold tasks: goldRate at the number of answers after which so many are
 * to be expected. The gold that somebody met is counted by a look-up, their answers only by reading all of them; and who
 * worked before there was any gold is new to it.
 */
export const ratesByGoldMet: number[] = [goldRate(0)]
for (let answers = 0, met = 0; ratesByGoldMet.length < maxRates; answers++) {
  met += goldRate(answers)
  if (met >= ratesByGoldMet.length) ratesByGoldMet.push(goldRate(answers))
}

/** Chance that one of `count` tasks is gold. */
function chance(rate: number, count: number): number {
  return 1 - (1 - rate) ** count
}

/** Dice of one take: at most one of its tasks is gold, by chance and not by turns, at a place by chance. */
export type GoldDice = { whether: number; place: number; possible: boolean }

export function throwDice(count: number): GoldDice {
  const whether = Math.random()
  return { whether, place: Math.random(), possible: whether < chance(goldRate(0), count) }
}
