import { seconds } from '../faults/trial.ts'
import { Cluster } from './cluster.ts'
import { findPrograms } from './programs.ts'
import { control } from './shows/control.ts'
import { measureCycles } from './shows/cycles.ts'
import { type ClusterHarmName, clusterHarms } from './shows/harms.ts'
import { measureSizes } from './shows/sizes.ts'
import { smoke } from './shows/smoke.ts'

/**
 * `npm run cluster`: what a company would run, on loopback; harmed under load, then measured. `npm run cluster -- smoke` or `-- cycles`
 * does one of the two, `-- smoke PgBouncer store` only harms whose names hold one of these words. `-- control` lets PostgreSQL acknowledge
 * too early and kills it: a loss must be seen. FAULT_SEED repeats the dice of a run.
 */
const print = (line: string) => process.stdout.write(`${line}\n`)
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e6)
const [show, ...words] = process.argv.slice(2)
const names = (Object.keys(clusterHarms) as ClusterHarmName[]).filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
)

async function main(): Promise<number> {
  const programs = findPrograms()
  if ('missing' in programs) {
    for (const line of programs.missing) print(line)
    print('NOTHING WAS RUN, because the cluster needs all of them.')
    return 1
  }
  const begun = performance.now()
  const cluster = await Cluster.start(programs.found, print)
  stopWhenAsked(cluster)
  let faults = 0
  try {
    print(`all of it runs after ${seconds(performance.now() - begun)}; seed ${seed}`)
    if (show === 'control') return await showControl(cluster)
    if (show !== 'cycles') faults = await showSmoke(cluster)
    if (show !== 'smoke') await measureCycles(cluster, print)
    for (const line of await measureSizes(cluster)) print(line)
  } finally {
    await cluster.close({ keep: faults > 0 })
  }
  if (faults > 0) print(`what the parts wrote is kept in ${cluster.folder}`)
  const leftOut = show ? `ONLY ${[show, ...words].join(' ')} WAS RUN. ` : ''
  print(`${leftOut}${faults} violations; everything that was started is stopped; ${seconds(performance.now() - begun)}`)
  return faults === 0 ? 0 : 1
}

async function showSmoke(cluster: Cluster): Promise<number> {
  const { outcome, exports } = await smoke(cluster, names, seed, print)
  const { faults, steps, ok, answers, events, ms } = outcome
  for (const line of [...exports, ...faults.slice(0, 20)]) print(line)
  print(
    `${names.length} harms, ${steps} steps, ${ok} acknowledged, ${answers} answers, ${events} events, ${faults.length} violations, ${seconds(ms)}`,
  )
  return faults.length
}

async function showControl(cluster: Cluster): Promise<number> {
  const faults = await control(cluster, seed)
  for (const line of faults.slice(0, 3)) print(line)
  print(`control: ${faults.length} violations, ${faults.length > 0 ? 'as there must be' : 'but a loss must be seen'}`)
  return faults.length > 0 ? 0 : 1
}

function stopWhenAsked(cluster: Cluster): void {
  const stop = async (code: number, why: unknown) => {
    print(`stopping: ${why}`)
    await cluster.close()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(130, signal))
  // Nothing that was started may be left, whatever goes wrong here.
  process.once('uncaughtException', (error) => stop(70, error.stack))
}

if (show !== undefined && !['smoke', 'cycles', 'control'].includes(show)) {
  print(`There is no "${show}" to be shown. Name smoke, cycles or control, or nothing for the first two.`)
  process.exitCode = 2
} else process.exitCode = await main()
