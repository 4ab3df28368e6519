import type { Sql } from 'postgres'
import { openDatabase } from '../database.ts'
import { type Bench, textProject, underLoad } from './bench.ts'
import { sendTexts } from './bulk.ts'
import { fillAnswered } from './fill.ts'
import { cyclesOrder, makeWorkers } from './work.ts'

const workers = 32
const cycles = 4000

/** The same cycles in larger and larger projects, almost all of whose tasks are answered; @returns the largest project. */
export async function measureGrowth(bench: Bench, sizes: number[]): Promise<number> {
  const sql = openDatabase(bench.dataDir)
  try {
    let largest = 0
    let first: number | null = null
    for (const tasks of sizes) {
      const { id, keys } = await fill(bench, sql, tasks)
      const { load, processor, perSecond } = await underLoad(bench, cyclesOrder(bench, id, keys, cycles))
      const processorMs = processor && processor.service + processor.database
      const what = `take and submit, ${workers} workers, ${tasks.toLocaleString('en')} tasks and answers`
      bench.sheet.add({ id: `grown-${tasks}`, what, value: perSecond, unit: '/s', times: load.times, processor })
      bench.sheet.grow({ tasks, perSecond, p50: load.times.p50, processorMs })
      const cost = processorMs ?? load.times.p50
      first ??= cost
      if (tasks === sizes.at(-1) && sizes.length > 1) tellGrowth(bench, sizes, processorMs !== null, cost / first)
      if (tasks === sizes.at(-1)) await measureOldWorker(bench, id, keys[0] as string, Math.min(100_000, tasks / 10))
      largest = id
    }
    return largest
  } finally {
    await sql.end()
  }
}

function tellGrowth({ sheet }: Bench, sizes: number[], isProcessor: boolean, value: number): void {
  const [few, many] = [sizes[0] as number, sizes.at(-1) as number].map((tasks) => tasks.toLocaleString('en'))
  const what = `  ${isProcessor ? 'processor' : 'p50'} of a cycle, ${many} against ${few}`
  sheet.add({ id: 'growth', what, value, unit: 'x' })
}

/** In turns, each alone: somebody who has answered much, and somebody new. */
async function measureOldWorker(bench: Bench, projectId: number, old: string, answers: number): Promise<void> {
  const [fresh] = (await makeWorkers(bench, projectId, 1)) as [string]
  const medians = { old: [] as number[], young: [] as number[] }
  for (const who of ['old', 'young', 'young', 'old'] as const) {
    const key = who === 'old' ? old : fresh
    const { load } = await underLoad(bench, cyclesOrder(bench, projectId, [key], 150))
    medians[who].push(load.times.p50)
  }
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  bench.sheet.add({
    id: 'worker-with-many',
    what: `  p50 of a worker with ${answers.toLocaleString('en')} answers, against somebody new`,
    ...{ value: sum(medians.old) / sum(medians.young), unit: 'x' },
  })
}

async function fill(bench: Bench, sql: Sql, tasks: number): Promise<{ id: number; keys: string[] }> {
  const { id } = await textProject(bench, `${tasks} tasks`)
  const keys = await makeWorkers(bench, id, workers)
  const people = await sql<{ person_id: string }[]>`
    select person_id from project_workers where project_id = ${id} order by joined_at`
  const workerIds = people.map(({ person_id }) => person_id)
  await fillAnswered(sql, { projectId: id, tasks, workerIds, ofFirst: Math.min(100_000, tasks / 10) })
  await sendTexts(bench, id, 6000)
  await underLoad(bench, cyclesOrder(bench, id, keys, 500))
  return { id, keys }
}
