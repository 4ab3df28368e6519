import { prepareStatements } from '../limits/statements.ts'
import { timesOf } from '../times.ts'
import type { Load, Order, Outcome } from './orders.ts'
import { preparePictures } from './pictures.ts'
import { prepareWork, type Samples } from './work.ts'

/**
 * A client that costs next to nothing, in a process of its own (run.ts starts it): sockets, one small reader, requests made ready
 * beforehand. What it costs all the same is told.
 */
function prepare(order: Order, isOver: () => boolean): Promise<() => Promise<Samples>> {
  switch (order.kind) {
    case 'cycles':
      return prepareWork(order, isOver)
    case 'pictures':
      return preparePictures(order, isOver)
    case 'statements':
      return prepareStatements(order, isOver)
  }
}

async function carryOut(order: Order, isOver: () => boolean): Promise<Load> {
  const run = await prepare(order, isOver)
  const [begun, before] = [performance.now(), process.cpuUsage()]
  const { units, takes, answers } = await run()
  const { user, system } = process.cpuUsage(before)
  return {
    units: units.length,
    seconds: (performance.now() - begun) / 1000,
    times: timesOf(units),
    parts: { takes: timesOf(takes), answers: timesOf(answers) },
    processorMs: (user + system) / 1000,
  }
}

process.once('message', async (order: Order) => {
  let isOver = false
  process.once('message', () => {
    isOver = true
  })
  process.once('disconnect', () => process.exit(0))
  const outcome: Outcome = await carryOut(order, () => isOver).then(
    (load) => ({ load }),
    (error: Error) => ({ error: error.message }),
  )
  process.send?.(outcome, () => process.exit(0))
})
