/** What this person has done, kept on this device only. */
export type Tally = {
  personId: string
  /** Saved answers by local date, `2026-11-23`. */
  days: Record<string, number>
  /** Seconds of the latest answers, from seeing to sending. */
  seconds: number[]
}

const keptDays = 60
const keptSeconds = 100
/** Longer than this is a break and not work. */
const maxS = 600

export function emptyTally(personId: string): Tally {
  return { personId, days: {}, seconds: [] }
}

/** `daysAgo` counts in calendar days, so that a change of the clock in spring skips none. */
export function dayOf(now: Date, daysAgo = 0): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo, 12)
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
}

export function withAnswer(tally: Tally, now: Date, seconds: number | null): Tally {
  const day = dayOf(now)
  const days = { ...tally.days, [day]: (tally.days[day] ?? 0) + 1 }
  const oldest = dayOf(now, keptDays)
  for (const key of Object.keys(days)) if (key < oldest) delete days[key]
  const timed = seconds === null || seconds > maxS ? tally.seconds : [...tally.seconds, seconds].slice(-keptSeconds)
  return { ...tally, days, seconds: timed }
}

/** The last answer was taken back. */
export function withoutAnswer(tally: Tally, now: Date): Tally {
  const day = dayOf(now)
  const days = { ...tally.days, [day]: Math.max(0, (tally.days[day] ?? 0) - 1) }
  return { ...tally, days, seconds: tally.seconds.slice(0, -1) }
}

export type Summary = { today: number; week: number; streakDays: number; medianS: number | null }

/** `week` is the last seven days. The streak survives until the end of today, so that a morning does not begin at zero. */
export function summary({ days, seconds }: Tally, now: Date): Summary {
  const on = (daysAgo: number) => days[dayOf(now, daysAgo)] ?? 0
  let streakDays = on(0) > 0 ? 1 : 0
  for (let ago = 1; ago < keptDays && on(ago) > 0; ago++) streakDays++
  let week = 0
  for (let ago = 0; ago < 7; ago++) week += on(ago)
  const sorted = seconds.toSorted((a, b) => a - b)
  return { today: on(0), week, streakDays, medianS: sorted[Math.floor(sorted.length / 2)] ?? null }
}
