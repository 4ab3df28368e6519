import { readdirSync, readFileSync } from 'node:fs'

/** The postmaster and its children. */
export function processesOf(postmaster: number): number[] {
  const children = readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) . /, '')
        .startsWith(`${postmaster} `)
    } catch {
      return false
    }
  })
  return [postmaster, ...children.map(Number)]
}

export function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, name)
    } catch {
      // A process that has just ended, such as a worker of the vacuum.
    }
}
