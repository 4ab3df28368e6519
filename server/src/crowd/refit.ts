import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { endThread } from '../jobs/thread.ts'
import type { WithCrowds } from './has.ts'
import type { Claim } from './refit-store.ts'
import type { RefitSetup } from './refit-thread.ts'

/**
 * A thread looks so long for the next project before it ends: to start one costs 130 ms of processor, 430 without compiled
 * modules. Then it gives back the memory of the largest project that it had.
 */
const lingerMs = 5000
const lookMs = 250

/**
 * Refits the projects that are due (crowd/refit-due.ts), one at a time on each server, one server at a time for each
 * project: whoever refits holds the project's row for some minutes, by the clock of the database. A server that dies loses
 * it, and what it had not published comes with the next refit.
 */
export function refitProjects({ sql, wake }: WithCrowds, setup: RefitSetup, linger = { lingerMs, lookMs }): Round {
  return async (signal) => {
    let claim = await claimRefit(sql)
    if (!claim) return 'done'
    const thread = new RefitThread(setup, signal)
    try {
      // Whatever was claimed is refitted or given back, however late it came: nobody else may for a quarter of an hour.
      for (let idleMs = 0; claim || idleMs < linger.lingerMs; ) {
        if (claim) {
          await refitOne(sql, thread, claim, signal)
          wake('crowds')
          idleMs = 0
        } else {
          await sleep(linger.lookMs)
          idleMs += linger.lookMs
        }
        if (signal.aborted) break
        claim = await claimRefit(sql)
      }
    } finally {
      await thread.end()
    }
    return 'done'
  }
}

async function refitOne(sql: Sql, thread: RefitThread, claim: Claim, signal: AbortSignal): Promise<void> {
  let failed = true
  try {
    await thread.refit(claim)
    failed = false
  } finally {
    // After a failure not at once again: the same answers would most likely fail the same way.
    await sql`
      update crowds set locked_until = case when ${failed && !signal.aborted} then now() + interval '1 minute' end
      where project_id = ${claim.project_id} and locked_until = ${claim.lease}::text::timestamptz`
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

class RefitThread {
  private readonly worker: Worker
  private readonly exited: Promise<unknown>
  private readonly signal: AbortSignal

  constructor(setup: RefitSetup, signal: AbortSignal) {
    this.worker = new Worker(new URL('./refit-thread.ts', import.meta.url), { workerData: setup, execArgv: [] })
    this.exited = once(this.worker, 'exit')
    // Who waits for a refit learns of the error; between two of them nobody waits.
    this.exited.catch(() => {})
    this.signal = signal
    if (signal.aborted) this.stop()
    signal.addEventListener('abort', this.stop)
  }

  /** Resolves when it is published, or when the thread was stopped. */
  async refit(claim: Claim): Promise<void> {
    const heard = new AbortController()
    const done = once(this.worker, 'message', { signal: heard.signal })
    this.worker.postMessage(claim)
    try {
      await Promise.race([done, this.exited])
    } finally {
      done.catch(() => {})
      heard.abort()
    }
  }

  async end(): Promise<void> {
    this.signal.removeEventListener('abort', this.stop)
    this.stop()
    await this.exited
  }

  private readonly stop = () => void endThread(this.worker).catch(() => {})
}
