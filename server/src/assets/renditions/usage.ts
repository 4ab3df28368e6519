import { readFileSync, writeFileSync } from 'node:fs'

type Usage = { rssBytes: number; cpuMs: number }

/** Clock ticks per second in /proc on every architecture that Node runs on. */
const ticksPerSecond = 100

/**
 * Memory and processor time of a process, or undefined where there is no /proc. Read synchronously: it never touches
 * a disk, 20 µs. (`ulimit -v` would be enforced by the kernel, but V8 reserves far more address space than it uses.)
 */
export function readUsage(pid: number): Usage | undefined {
  try {
    const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
    // The second field is the program's name in parentheses and may hold anything; user and system time follow as 14
    // and 15.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { rssBytes: Number(rss?.[1] ?? 0) * 1024, cpuMs: (ticks * 1000) / ticksPerSecond }
  } catch {
    return undefined
  }
}

/** When the machine runs out of memory, this process is to go first, not the server or the database. */
export function offerToOomKiller(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '800')
  } catch {
    // Only Linux has it.
  }
}
