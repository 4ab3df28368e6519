import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { makePictures } from '../pictures.ts'
import { type Service, startService } from '../service.ts'
import { report } from './figures.ts'
import { measureArticle, measureScript, measureSingle, measureUpload } from './intake.ts'
import { measureLimits } from './limits.ts'
import { fillTasks, measureExport } from './scale.ts'
import { makeWorkers, measureCycles } from './work.ts'

/**
 * `npm run bench`: what the service does on this machine, beside what the machine itself does. Server, database and
 * client share it. BENCH_TASKS (default 1000000) is the size of the large project; BENCH_SCRIPT names the article's script.
 */
const folder = mkdtempSync(join(tmpdir(), 'whisker-bench-'))
const many = Number(process.env.BENCH_TASKS ?? 1_000_000)
let service: Service | null = null
try {
  report('machine', `${cpus().length} x ${cpus()[0]?.model.trim()}`, '')
  report(
    'memory / load before',
    `${Math.round(totalmem() / 2 ** 30)} GB / ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`,
  )
  const pictures = join(folder, 'pictures')
  const files = await makePictures(pictures, 10_000)
  report('size of a picture', `${Math.round(readFileSync(files[0] as string).length / 1000)} KB`)
  const limit = await measureLimits(files, join(folder, 'limits'))

  service = await startService(join(folder, 'data'))
  report('first start, database made', `${Math.round(service.startedInMs)} ms`)
  await service.stop()
  service = await startService(join(folder, 'data'))
  report('start', `${Math.round(service.startedInMs)} ms`, '< 3,000 ms')
  report('memory at rest', `${Math.round(service.memoryMb())} MB`)

  await measureSingle(service, files.slice(0, 1500))
  const article = await measureArticle(service, files.slice(0, 500))
  const slowest = process.env.BENCH_SCRIPT
    ? await measureScript(service, files.slice(0, 500), process.env.BENCH_SCRIPT)
    : article
  service.peakMemoryMb()
  const upload = await measureUpload(service, pictures, files.length, limit)
  report('  times the article', `${(upload / slowest).toFixed(1)} x`, '10 x')
  report('  memory while 10,000 pictures come in', `${Math.round(service.peakMemoryMb())} MB`, '< 300 MB')

  const texts = {
    input_spec: [{ name: 'sentence', type: 'text' as const }],
    output_spec: [{ type: 'input' as const, name: 'animal' }],
  }
  const small = await service.client.createProject({ body: { title: 'Small', ...texts } })
  await fillTasks(service, small.id, 10_000)
  const workers = await makeWorkers(service, small.id, 32)
  await measureCycles(service, small.id, workers, 1000, 'warm-up', '')
  const few = await measureCycles(service, small.id, workers, 7500, '10,000 tasks', '800/s')
  await measureCycles(service, small.id, workers.slice(0, 1), 500, 'one worker alone', 'take p50 < 5 ms')
  const large = await service.client.createProject({ body: { title: 'Large', ...texts } })
  await fillTasks(service, large.id, many)
  const others = await makeWorkers(service, large.id, 32)
  const lots = await measureCycles(service, large.id, others, 8000, `${many.toLocaleString('en')} tasks`, '800/s')
  report('  take p50, against 10,000 tasks', `${(lots.takeP50 / few.takeP50).toFixed(2)} x`, '< 1.5 x, p50 < 5 ms')
  // The refits that these answers ask for end, and give their memory back.
  await new Promise((resolve) => setTimeout(resolve, 20_000))
  await measureExport(service, join(folder, 'data'), large.id)
} finally {
  await service?.stop()
  rmSync(folder, { recursive: true, force: true })
}
