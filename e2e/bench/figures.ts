/** The value below which this share of the samples lies. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** One line of the report: what was measured, and what was aimed at. */
export function report(what: string, value: string, aim = ''): void {
  process.stdout.write(`${what.padEnd(58)} ${value.padStart(22)}${aim ? `   aim ${aim}` : ''}\n`)
}
