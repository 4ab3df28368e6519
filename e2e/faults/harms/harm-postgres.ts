import { readdirSync, readFileSync } from 'node:fs'
import { pause } from '../ask.ts'
import type { Stand } from '../stand/stand.ts'

/** Longer than anybody waits for a database that says nothing (database/silence.ts). */
const silentMs = 8000

/** `kill -9` of the postmaster: its processes end with it, and nothing that was only in memory is written any more. */
export async function killPostgres({ database }: Stand): Promise<void> {
  process.kill(database.postmaster(), 'SIGKILL')
  await database.revive()
}

export async function silencePostgres({ database }: Stand): Promise<void> {
  const pids = processesOf(database.postmaster())
  signal(pids, 'SIGSTOP')
  try {
    await pause(silentMs)
  } finally {
    signal(pids, 'SIGCONT')
  }
}

/** The postmaster and its children. */
function processesOf(postmaster: number): number[] {
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

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, name)
    } catch {
      // A process that has just ended.
    }
}
