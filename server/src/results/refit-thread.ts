import { parentPort, workerData } from 'node:worker_threads'
import { type ConnectOptions, connect } from '../database/connect.ts'
import { publishRefit } from './refit-publish.ts'
import { fitProject } from './refit-read.ts'
import { type Claim, storeRefit } from './refit-store.ts'

/**
 * One refit, in a thread of its own with connections of its own: reading and fitting a million answers takes seconds, and
 * no request waits for them. What goes wrong ends the thread with the error, which its server logs.
 */
export type RefitOrder = {
  claim: Claim
  database: Pick<ConnectOptions, 'url' | 'options'>
  replica: Pick<ConnectOptions, 'url' | 'options'>
  prepare: boolean
}

const { claim, database, replica, prepare } = workerData as RefitOrder
const sql = connect({ ...database, prepare, pool: 1, name: 'whisker refit' })
const exported = connect({ ...replica, prepare, pool: 1, name: 'whisker refit', reports: true })
const end = () => Promise.all([sql.end({ timeout: 0 }), exported.end({ timeout: 0 })])
let stopped = false
parentPort?.on('message', () => {
  stopped = true
  void end()
})
try {
  const fitted = await fitProject(exported, claim.project_id)
  const crowd = fitted && (await storeRefit(sql, claim, fitted))
  if (crowd) await publishRefit(sql, claim.project_id, crowd)
} catch (error) {
  // What was under way when the server stopped comes with the next refit.
  if (!stopped) throw error
} finally {
  parentPort?.close()
  await Promise.all([sql.end({ timeout: 1 }), exported.end({ timeout: 1 })])
}
