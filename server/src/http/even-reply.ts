/** Above what nearly every reply to a worker takes (90 % within 6 ms), and far below what a person notices. */
const stepMs = 10
/** So many steps without a reply, and the clock rests. */
const maxIdle = 1000

let waiting: (() => void)[] = []
let clock: NodeJS.Timeout | undefined
let idle = 0

/**
 * Waits for the next of the steps of ten ms at which replies may leave that must not tell by their time what was done for them: gold is
 * looked for with the take and scored with the answer, and other tasks are not, which takes 0.6 ms more.
 *
 * The steps are those of one clock for all, which knows nothing of any request. Steps that were counted from each request's beginning,
 * by a timer of its own, told gold by a quarter of a ms (area 0.60): timers run at whole ms from when they are set.
 */
export function evenStep(): Promise<void> {
  clock ??= setInterval(release, stepMs).unref()
  return new Promise((resolve) => waiting.push(resolve))
}

function release(): void {
  const leaving = waiting
  waiting = []
  for (const leave of leaving) leave()
  idle = leaving.length > 0 ? 0 : idle + 1
  if (idle < maxIdle) return
  clearInterval(clock)
  clock = undefined
  idle = 0
}
