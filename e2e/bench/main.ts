import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Service, startService } from '../service.ts'
import type { Bench } from './bench.ts'
import { parts } from './parts.ts'
import { Sheet } from './report/sheet.ts'
import { keep } from './report/store.ts'

/**
 * `npm run bench`: what the service does on this machine, beside what the machine itself does. Server, database and client share it.
 * `-- --write` keeps the figures (docs/performance.json) and makes docs/performance.md of them. BENCH_ONLY names parts, with commas;
 * BENCH_GROWTH the sizes of projects, BENCH_IMPORT the tasks that are imported while people answer, BENCH_SCRIPT the article's script.
 */
const only = process.env.BENCH_ONLY?.split(',')
const folder = mkdtempSync(join(tmpdir(), 'whisker-bench-'))
const dataDir = join(folder, 'data')
const sheet = new Sheet()
let service: Service | null = null
try {
  service = await start()
  sheet.add({ id: 'first-start', what: 'first start, database made', value: service.startedInMs / 1000, unit: 's' })
  await service.stop()
  service = await start()
  sheet.add({ id: 'start', what: 'start', value: service.startedInMs / 1000, unit: 's' })
  // Whatever the start has left behind is given back when there was nothing to do for a while (server/src/jobs/give-back.ts).
  await sleep(20_000)
  sheet.add({ id: 'memory-rest', what: 'memory of the service at rest', value: service.memoryMb(), unit: 'MB' })
  let peak = 0
  const { peakMemoryMb } = service
  const peakOfPart = () => {
    const value = peakMemoryMb()
    peak = Math.max(peak, value)
    return value
  }
  const bench: Bench = { service, dataDir, folder, sheet, peakMemoryMb: peakOfPart }
  for (const [name, measure] of Object.entries(parts)) {
    if (only && !only.includes(name)) continue
    await measure(bench)
    peakOfPart()
  }
  sheet.add({ id: 'memory-peak', what: 'memory of the service, the most of all this', value: peak, unit: 'MB' })
  // The refits that the answers ask for end, and give their memory back.
  await sleep(30_000)
  sheet.add({ id: 'memory-after', what: 'memory of the service 30 s later', value: service.memoryMb(), unit: 'MB' })
  if (only) process.stdout.write('Only a whole run is kept.\n')
  else keep('run', sheet.run())
} finally {
  await service?.stop()
  rmSync(folder, { recursive: true, force: true })
}

function start(): Promise<Service> {
  // One person never answers as fast as the client does, and webhooks go to this machine.
  return startService(dataDir, { PERSON_REQUESTS_PER_S: '100000', EGRESS_ALLOW: '127.0.0.0/8' })
}
