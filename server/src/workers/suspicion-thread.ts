import { workerData } from 'node:worker_threads'
import { answerOrder } from '../crowd/answer-order.ts'
import { type ConnectOptions, connect } from '../database/connect.ts'
import { hastyWorkers } from './hasty.ts'
import { type Suspected, suspicionsOf } from './suspicion.ts'
import { readToSuspect } from './suspicion-read.ts'

/** One list of suspicions, in a thread of its own with a connection of its own: it reads all answers of a project. */
export type SuspicionOrder = {
  projectId: number
  replica: Pick<ConnectOptions, 'url' | 'options'>
  prepare: boolean
}
export type SuspicionAnswer = { answers: number; of: number; found: Suspected[] }

const { projectId, replica, prepare } = workerData as SuspicionOrder
const sql = connect({ ...replica, prepare, pool: 1, name: 'whisker suspicions', reports: true })
await answerOrder(sql, async (tx): Promise<SuspicionAnswer> => {
  await tx`set local statement_timeout = 0`
  const hasty = await hastyWorkers(tx, projectId)
  const read = await readToSuspect(tx, projectId)
  return { answers: read.answers, of: read.of, found: suspicionsOf(read, hasty) }
})
