import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, expectStatus } from './connection.ts'
import type { CyclesOrder } from './orders.ts'
import { request, Submission } from './requests.ts'

/** In ms: of whole units, and of what they consist of. */
export type Samples = { units: number[]; takes: number[]; answers: number[] }

const answer = [{ animal: 'cat' }]

/** Workers who take and answer, each on a connection of its own, until all cycles are done or `isOver`. */
export async function prepareWork(order: CyclesOrder, isOver: () => boolean): Promise<() => Promise<Samples>> {
  const samples: Samples = { units: [], takes: [], answers: [] }
  let left = order.cycles
  const mayBegin = () => left > 0 && !isOver() && left-- > 0
  const workers = await Promise.all(
    order.tokens.map(async (key) => {
      const connection = await Connection.open(order.port)
      return async () => {
        if (mayBegin()) await workOn(connection, order, key, samples, mayBegin)
        connection.close()
      }
    }),
  )
  return async () => {
    await Promise.all(workers.map((work) => work()))
    return samples
  }
}

async function workOn(
  connection: Connection,
  { projectId, isRiding, pauseMs }: CyclesOrder,
  key: string,
  samples: Samples,
  mayBegin: () => boolean,
): Promise<void> {
  const take = request('POST', '/assignments', key, JSON.stringify({ project_id: projectId, count: 1 }))
  const last = new Submission(key, answer, 0)
  const riding = new Submission(key, answer, 1)
  let holds = false
  for (let goesOn = true; goesOn; ) {
    const begun = performance.now()
    if (!holds) {
      const taken = expectStatus(await connection.ask(take), 201)
      samples.takes.push(performance.now() - begun)
      if (!riding.fill(taken)) throw new Error(`Nothing was given: ${taken.toString()}`)
    }
    goesOn = mayBegin()
    const submission = isRiding && goesOn ? riding : last
    if (submission === last) last.fillFrom(riding)
    const answered = performance.now()
    const counted = expectStatus(await connection.ask(submission.bytes), 200)
    const now = performance.now()
    samples.answers.push(now - answered)
    samples.units.push(now - begun)
    holds = submission === riding && riding.fill(counted)
    if (pauseMs > 0) await sleep(pauseMs)
  }
}
