import type { OwnStatistics } from '@whisker/api/own-work.ts'
import type { Sql } from '../database/connect.ts'

const maxDays = 365

/**
 * A worker's own figures in a project. The cost is bounded, however much they have done: each day of the streak is one
 * look into `answers_worker`, only the last seven are counted, and the median is that of the latest hundred.
 *
 * Several tasks are taken at once, so from take to submit is longer than a person sees a task: the time of an answer
 * ends where the answer before it was given.
 */
export async function ownStatistics(
  sql: Sql,
  workerId: string,
  projectId: number,
  timeZone: string,
): Promise<OwnStatistics> {
  const [clock] = await sql<{ now: string }[]>`select now() as now`
  const starts = dayStarts(new Date(clock?.now as string), timeZone, maxDays).map((at) => at.toISOString())
  const own = sql`n.project_id = ${projectId} and n.worker_id = ${workerId} and n.state = 'counted'`
  const [days, [pace]] = await Promise.all([
    sql<{ ago: number; answers: number }[]>`
      select d.ago::int - 1 as ago, case when d.ago <= 7
               then (select count(*)::int from answers n
                     where ${own} and n.submitted_at >= d.begins and n.submitted_at < d.ends)
               else exists (select from answers n
                            where ${own} and n.submitted_at >= d.begins and n.submitted_at < d.ends)::int end as answers
      from unnest(${starts.slice(1)}::timestamptz[], ${starts.slice(0, -1)}::timestamptz[])
        with ordinality as d (begins, ends, ago)
      order by d.ago`,
    sql<{ median: number | null }[]>`
      select percentile_cont(0.5) within group (order by least(seconds, since))::float8 as median from (
        select n.seconds, extract(epoch from n.submitted_at - lead(n.submitted_at) over (order by n.submitted_at desc)) as since
        from answers n where ${own} order by n.submitted_at desc limit 100) latest`,
  ])
  const on = (ago: number) => days[ago]?.answers ?? 0
  // A morning does not begin at zero: today may still come.
  let streak = on(0) > 0 ? 1 : 0
  for (let ago = 1; ago < maxDays && on(ago) > 0; ago++) streak++
  return {
    today: on(0),
    last_7_days: days.slice(0, 7).reduce((sum, { answers }) => sum + answers, 0),
    median_seconds: pace?.median ?? null,
    streak_days: streak,
  }
}

/**
 * The beginnings of tomorrow, today, yesterday ... in a time zone, as instants. Counted in calendar days, so that a
 * change of the clock makes a day of 23 or 25 hours and skips none.
 */
export function dayStarts(now: Date, timeZone: string, count: number): Date[] {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const wallClock = (at: number) => {
    const part = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    return { year, month, day, utc: Date.UTC(year, month - 1, day, hour, minute, second) }
  }
  const today = wallClock(now.getTime())
  return Array.from({ length: count + 1 }, (_, n) => {
    const midnight = Date.UTC(today.year, today.month - 1, today.day + 1 - n)
    // The offset at the instant itself is found in two steps: the first guess may be on the other side of a change.
    let at = midnight
    for (let step = 0; step < 2; step++) at = midnight - (wallClock(at).utc - at)
    return new Date(at)
  })
}
