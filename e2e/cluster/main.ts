import { Cluster } from './cluster.ts'
import { findPrograms } from './programs.ts'
import { type ClusterHarmName, clusterHarms } from './shows/harms.ts'
import { smoke } from './shows/smoke.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

async function main(): Promise<number> {
  const programs = findPrograms()
  if ('missing' in programs) {
    for (const line of programs.missing) print(line)
    print('NOTHING WAS RUN: a cluster needs all of them.')
    return 1
  }
  const cluster = await Cluster.start(programs.found, print)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      await cluster.close()
      process.exit(130)
    })
  try {
    const names = (
      process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(clusterHarms)
    ) as ClusterHarmName[]
    const { outcome, exports } = await smoke(cluster, names, 1, print)
    for (const line of exports) print(line)
    for (const fault of outcome.faults.slice(0, 20)) print(fault)
    print(JSON.stringify({ ...outcome, faults: outcome.faults.length }))
  } finally {
    await cluster.close()
  }
  return 0
}

process.exitCode = await main()
