import { type Bench, portOf, rateOf, underLoad } from './bench.ts'
import type { CyclesOrder } from './lean/orders.ts'
import { dropLimitTables, measureStatements } from './limits/cycles.ts'

/** Workers who came by the project's link; @returns their keys. */
export async function makeWorkers({ service }: Bench, projectId: number, count: number): Promise<string[]> {
  const { url } = await service.client.readLabelLink({ params: { project_id: projectId } })
  const token = new URL(url).hash.slice(1)
  const keys: string[] = []
  for (let n = 0; n < count; n++) {
    const joined = await service.client.acceptInvitation({ body: { token, cookie: false } })
    keys.push(joined.token as string)
  }
  return keys
}

export function cyclesOrder(
  bench: Bench,
  projectId: number,
  tokens: string[],
  cycles: number,
  more: { isRiding?: boolean; pauseMs?: number } = {},
): CyclesOrder {
  return { kind: 'cycles', port: portOf(bench), projectId, tokens, cycles, isRiding: false, pauseMs: 0, ...more }
}

/** How many cycles are timed, and how many the machine's own statements do, by the number of workers. */
const runs = [
  { workers: 1, cycles: 400, limit: 1500 },
  { workers: 32, cycles: 4000, limit: 10_000 },
  { workers: 100, cycles: 5000, limit: 10_000 },
]

export const tasksForCycles = 2000 + 2 * runs.reduce((sum, { cycles }) => sum + cycles, 0)

/** Takes and answers beside the same writes on PostgreSQL itself. */
export async function measureCycles(bench: Bench, projectId: number): Promise<void> {
  const keys = await makeWorkers(bench, projectId, 100)
  await underLoad(bench, cyclesOrder(bench, projectId, keys.slice(0, 32), 1000))
  for (const { workers, cycles, limit } of runs) {
    const machine = rateOf(await measureStatements(bench.dataDir, workers, limit))
    for (const isRiding of [false, true]) {
      const order = cyclesOrder(bench, projectId, keys.slice(0, workers), cycles, { isRiding })
      const { load, processor, perSecond } = await underLoad(bench, order)
      bench.sheet.add({
        id: `cycles-${workers}${isRiding ? '-riding' : ''}`,
        what: `take and submit, ${workers} ${workers === 1 ? 'worker' : 'workers'}${isRiding ? ', with `take`' : ''}`,
        ...{ value: perSecond, unit: '/s', times: load.times, processor },
        limit: { what: 'two plain statements', value: machine },
      })
      if (!isRiding && workers === 1)
        bench.sheet.add({
          id: 'take-1',
          what: 'take, one worker alone, p50',
          value: load.parts.takes.p50,
          unit: 'ms',
          times: load.parts.takes,
        })
    }
  }
  await dropLimitTables(bench.dataDir)
}
