import { parentPort } from 'node:worker_threads'
import type { Sql, Transaction } from '../database/connect.ts'

/**
 * The life of a thread that answers one order (jobs/thread.ts): works it out from one snapshot, sends it, and ends by closing
 * its connection. Told to stop, it closes the connection at once, which ends what is being read.
 */
export async function answerOrder(sql: Sql, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  let stopped = false
  parentPort?.on('message', () => {
    stopped = true
    void sql.end({ timeout: 0 })
  })
  try {
    const answer = await sql.begin('isolation level repeatable read, read only', work)
    parentPort?.postMessage(answer)
  } catch (error) {
    if (!stopped) throw error
  } finally {
    parentPort?.close()
    await sql.end({ timeout: 1 })
  }
}
