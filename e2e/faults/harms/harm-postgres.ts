import { processesOf, signal } from '../../../server/src/testing/all-processes.ts'
import { pause } from '../ask.ts'
import type { Stand } from '../stand/stand.ts'

/** Longer than anybody waits for a database that says nothing (database/silence.ts). */
const silentMs = 8000
const maxMsToBegin = 60_000

/** `kill -9` of the postmaster: its processes end with it, and nothing that was only in memory is written any more. */
export async function killPostgres({ database }: Stand): Promise<void> {
  // The one that was killed before may be all that the pid file knows until the next has begun.
  for (const end = performance.now() + maxMsToBegin; ; await pause(50))
    try {
      process.kill(database.postmaster(), 'SIGKILL')
      break
    } catch (error) {
      if (performance.now() > end) throw error
    }
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
