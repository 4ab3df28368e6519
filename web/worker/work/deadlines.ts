import type { Hold } from './line.ts'

type Circumstances = {
  now: number
  /** When the person last moved, typed or touched. */
  lastActiveAt: number
  isTouched: (id: string) => boolean
}

/** `extend`: ask for more time. `drop`: nothing is lost when it goes. `over`: keep the typing and say so. */
export type Duties = { extend: string[]; drop: string[]; over: string[] }

/** Whether somebody is there. Half a span without a move, or a minute for short spans, is still reading. */
export function isPresent(spanMs: number, now: number, lastActiveAt: number): boolean {
  return now - lastActiveAt < Math.max(60_000, spanMs / 2)
}

/**
 * What each hold needs right now. Time is asked for in the last third of a hold (the last 60 % of very short ones), only
 * while somebody is there: who went to lunch must not keep three tasks from the others.
 */
export function dutiesOf(line: readonly Hold[], { now, lastActiveAt, isTouched }: Circumstances): Duties {
  const duties: Duties = { extend: [], drop: [], over: [] }
  for (const hold of line) {
    if (hold.state !== 'held') continue
    const { id } = hold.assignment
    const leftMs = hold.endsAt - now
    const askBelowMs = Math.max(hold.spanMs / 3, Math.min(15_000, hold.spanMs * 0.6))
    if (leftMs <= 0) (isTouched(id) ? duties.over : duties.drop).push(id)
    else if (hold.extendable && leftMs < askBelowMs && isPresent(hold.spanMs, now, lastActiveAt)) duties.extend.push(id)
  }
  return duties
}
