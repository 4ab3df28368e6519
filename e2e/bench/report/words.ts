import type { Figure } from './figure.ts'

/** As many digits as say something. */
export function spoken(value: number): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export const withUnit = (value: number, unit: string) => `${spoken(value)}${unit.startsWith('/') ? '' : ' '}${unit}`

export function timesOf({ times }: Figure): string {
  return times ? `${spoken(times.p50)} / ${spoken(times.p99)} / ${spoken(times.max)}` : ''
}

/** Service + database + client, a unit of work: ms, or µs where that is little. */
export function processorOf({ processor }: Figure): string {
  if (processor === undefined) return ''
  if (processor === null) return 'not measured'
  const { service, database, client } = processor
  const parts = [service, database, ...(client === null ? [] : [client])]
  const isSmall = service + database < 0.5
  const share =
    client === null ? '' : ` (client ${spoken(Math.round((100 * client) / (service + database + client)))} %)`
  return `${parts.map((ms) => spoken(isSmall ? ms * 1000 : ms)).join(' + ')} ${isSmall ? 'µs' : 'ms'}${share}`
}

export function shareOf({ value, limit }: Figure): number | null {
  return limit ? (100 * value) / limit.value : null
}

/** One line on the console. */
export function lineOf(figure: Figure): string {
  const { what, value, unit, limit } = figure
  const share = shareOf(figure)
  const more = [
    timesOf(figure) && `p50/p99/max ${timesOf(figure)} ms`,
    processorOf(figure) && `processor ${processorOf(figure)}`,
    limit && `${spoken(share as number)} % of ${spoken(limit.value)} (${limit.what})`,
    figure.note,
  ].filter(Boolean)
  return `${what.padEnd(58)} ${withUnit(value, unit).padStart(16)}   ${more.join(', ')}`
}
