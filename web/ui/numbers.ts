const whole = new Intl.NumberFormat('en')
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 })

/** 1234567 -> "1,234,567" */
export function formatCount(n: number): string {
  return whole.format(n)
}

/** 0.964 -> "96%"; never rounds up to a certainty that is not there. */
export function formatShare(share: number): string {
  return percents.format(share < 1 && share > 0.99 ? 0.99 : share)
}

/** "1 answer", "2 answers" */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`
}

/** Seconds as a person says them: "0.8 s", "42 s", "3 min 05 s", "2 h 10 min", "3 d 4 h" */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  const s = Math.round(seconds)
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`
}

/** 52_428_800 -> "50 MB" */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${units[unit]}`
}

const ages = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
]

/** "just now", "3 min. ago", "yesterday", "in 2 hr." */
export function formatAge(then: Date, now: Date): string {
  let amount = (then.getTime() - now.getTime()) / 1000
  if (Math.abs(amount) < 10) return 'just now'
  for (const [unit, size] of steps) {
    if (Math.abs(Math.round(amount)) < size) return ages.format(Math.round(amount), unit)
    amount /= size
  }
  return ''
}
