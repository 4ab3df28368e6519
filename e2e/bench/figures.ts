/** One line of a report: what was measured, and what was aimed at. */
export function report(what: string, value: string, aim = ''): void {
  process.stdout.write(`${what.padEnd(58)} ${value.padStart(22)}${aim ? `   aim ${aim}` : ''}\n`)
}
