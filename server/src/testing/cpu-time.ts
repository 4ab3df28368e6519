import { expect } from 'vitest'

/** Processor time of this thread, in ms: unlike the clock, it does not count what the machine does beside this test. */
function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/**
 * Asks that `work` costs less than `limitMs` of this thread's processor time in one of three tries. Once may be dear for
 * what is not its doing: the collector walks all that the tests before it left on the heap, or its code is not compiled
 * yet. What a guard should have stopped is dear each time.
 */
export function expectCpuBelow(limitMs: number, work: () => void, message?: string) {
  let cost = cpuMs(work)
  for (let tries = 1; tries < 3 && cost >= limitMs; tries++) cost = cpuMs(work)
  expect(cost, message).toBeLessThan(limitMs)
}
