const stepMs = 10
/** Above what nearly every reply to a worker takes (half within 10 ms on a busy machine), and below what a person notices. */
const minMs = 20
/** So many steps without a reply, and the clock rests. */
const maxIdle = 1000

let waiting: { leave: () => void; from: number }[] = []
let clock: NodeJS.Timeout | undefined
let idle = 0

/**
 * Waits for the next of the steps of ten ms at which replies may leave that must not tell by their time what was done for them: gold is
 * looked for with the take and scored with the answer, and other tasks are not, which takes 0.6 ms more.
 *
 * The steps are those of one clock for all, which knows nothing of any request. Steps that were counted from each request's beginning,
 * by a timer of its own, told gold by a quarter of a ms (area 0.60): timers run at whole ms from when they are set.
 *
 * No reply leaves before 20 ms: where the work takes about as long as a step, a little more of it is a whole step more (area 0.56 to
 * 0.58 of submits on a machine at load 7 without).
 *
 * @param begun when the request came, by `performance.now()`
 */
export function evenStep(begun: number): Promise<void> {
  clock ??= setInterval(release, stepMs).unref()
  return new Promise((leave) => waiting.push({ leave, from: begun + minMs }))
}

function release(): void {
  const now = performance.now()
  const leaving = waiting.filter(({ from }) => from <= now)
  waiting = waiting.filter(({ from }) => from > now)
  for (const { leave } of leaving) leave()
  idle = leaving.length + waiting.length > 0 ? 0 : idle + 1
  if (idle < maxIdle) return
  clearInterval(clock)
  clock = undefined
  idle = 0
}
