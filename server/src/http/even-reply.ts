import { setTimeout as sleep } from 'node:timers/promises'

/** Above what nearly every reply to a worker takes (90 % within 6 ms), and far below what a person notices. */
const stepMs = 10

/**
 * Waits for the next of the steps, of ten ms each from `begun` on, at which a reply may leave that must not tell by its time
 * what was done for it: gold is scored with the answer and other tasks are not, which took 0.4 ms more.
 *
 * The last ms is waited for anew: timers run at whole ms of one clock, so which of them comes first after the step has to do
 * with when the request began alone. A timer for the rest would keep the fraction of a ms that it was set at.
 */
export async function evenStep(begun: number): Promise<void> {
  const passed = performance.now() - begun
  const step = begun + (Math.floor(passed / stepMs) + 1) * stepMs
  const most = Math.floor(step - performance.now()) - 1
  if (most > 0) await sleep(most)
  while (performance.now() < step) await sleep(1)
}
