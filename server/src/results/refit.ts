import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Server } from '../context.ts'
import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import type { Claim } from './refit-store.ts'
import type { RefitOrder } from './refit-thread.ts'

/**
 * Refits the projects that are due (crowd/refit-due.ts), one at a time on each server, one server at a time for each
 * project: whoever refits holds the project's row for some minutes, by the clock of the database. A server that dies loses
 * it, and what it had not published comes with the next refit.
 */
export function refitProjects({ sql, wake }: Server, order: Omit<RefitOrder, 'claim'>): Round {
  return async (signal) => {
    const claim = await claimRefit(sql)
    if (!claim) return 'done'
    let failed = true
    try {
      await runThread({ ...order, claim }, signal)
      failed = false
    } finally {
      // After a failure not at once again: the same answers would most likely fail the same way.
      await sql`
        update crowds set locked_until = case when ${failed && !signal.aborted} then now() + interval '1 minute' end
        where project_id = ${claim.project_id} and locked_until = ${claim.lease}::text::timestamptz`
    }
    wake('crowds')
    return 'again'
  }
}

async function claimRefit(sql: Sql): Promise<Claim | null> {
  const [claim] = await sql<Claim[]>`
    update crowds set locked_until = now() + interval '15 minutes'
    where project_id = (
      select project_id from crowds
      where due_since is not null and (locked_until is null or locked_until < now())
      order by due_since limit 1 for update skip locked)
    returning project_id, locked_until::text as lease, now()::text as started`
  return claim ?? null
}

/** Fitting a million answers is not interrupted by a message. */
const mostToStopMs = 5000

async function runThread(order: RefitOrder, signal: AbortSignal): Promise<void> {
  const thread = new Worker(new URL('./refit-thread.ts', import.meta.url), { workerData: order, execArgv: [] })
  // Asked first: a thread that is stopped while it opens or closes a connection has taken the process along.
  let last: NodeJS.Timeout | undefined
  const stop = () => {
    thread.postMessage('stop')
    last = setTimeout(() => void thread.terminate(), mostToStopMs)
  }
  signal.addEventListener('abort', stop)
  try {
    await once(thread, 'exit')
  } finally {
    clearTimeout(last)
    signal.removeEventListener('abort', stop)
  }
}
