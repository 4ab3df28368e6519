/** Processor time of this thread, in ms: unlike the clock, it does not count what the machine does beside this test. */
export function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
