import { parentPort, workerData } from 'node:worker_threads'
import { type ConnectOptions, connect } from '../database/connect.ts'
import { publishRefit } from './refit-publish.ts'
import { fitProject } from './refit-read.ts'
import { type Claim, storeRefit } from './refit-store.ts'

/**
 * Refits, in a thread of their own with connections of their own: reading and fitting a million answers takes seconds, and
 * no request waits for them. What goes wrong ends the thread with the error, which its server logs.
 */
export type RefitSetup = {
  database: Pick<ConnectOptions, 'url' | 'options'>
  replica: Pick<ConnectOptions, 'url' | 'options'>
  prepare: boolean
}

const { database, replica, prepare } = workerData as RefitSetup
const sql = connect({ ...database, prepare, pool: 1, name: 'whisker refit', patient: true })
const exported = connect({ ...replica, prepare, pool: 1, name: 'whisker refit', reports: true })
let stopped = false

parentPort?.on('message', async (order: Claim | 'stop') => {
  if (order === 'stop') {
    stopped = true
    await Promise.all([sql.end({ timeout: 0 }), exported.end({ timeout: 0 })])
    parentPort?.close()
    return
  }
  try {
    const fitted = await fitProject(exported, order.project_id)
    const crowd = fitted && (await storeRefit(sql, order, fitted))
    if (crowd) await publishRefit(sql, order.project_id, crowd)
    parentPort?.postMessage('done')
  } catch (error) {
    // What was under way when the server stopped comes with the next refit.
    if (!stopped) throw error
  }
})
