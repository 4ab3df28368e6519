import { plural } from '../../../../ui/numbers.ts'

const usual = [15, 60, 360, 1440]

/** Times from one pass to the next that can be chosen, and the one that is set. */
export function intervals(set: number): { value: string; label: string }[] {
  return [...new Set([...usual, set])]
    .sort((a, b) => a - b)
    .map((minutes) => ({ value: String(minutes), label: `Every ${inWords(minutes)}` }))
}

function inWords(minutes: number): string {
  for (const [unit, size] of [
    ['day', 1440],
    ['hour', 60],
  ] as const)
    if (minutes % size === 0) return minutes === size ? unit : plural(minutes / size, unit)
  return plural(minutes, 'minute')
}
