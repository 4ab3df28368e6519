import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePictures } from '../pictures.ts'
import { type Bench, size, textProject } from './bench.ts'
import { measureBulk, sendTexts } from './bulk.ts'
import { measureDeliveries } from './deliveries.ts'
import { measureGrowth } from './growth.ts'
import { measureWhileImporting } from './importing.ts'
import { measureArticle, measureScript, measureSingle, measureUpload } from './intake.ts'
import { measureFiles } from './limits/files.ts'
import { waitForRenditions } from './renditions.ts'
import { measureResults } from './results.ts'
import { measureCycles, tasksForCycles } from './work.ts'

/** What is measured, in this order; each part has projects of its own. Pictures come last: their renditions have a core for a while. */
export const parts: Record<string, (bench: Bench) => Promise<void>> = {
  cycles: async (bench) => {
    const { id } = await textProject(bench, 'Cycles')
    await sendTexts(bench, id, tasksForCycles)
    await measureCycles(bench, id)
  },
  bulk: (bench) => measureBulk(bench, size('BENCH_BULK', 60_000)),
  import: (bench) => measureWhileImporting(bench, size('BENCH_IMPORT', 100_000)),
  deliveries: (bench) => measureDeliveries(bench, size('BENCH_DELIVERIES', 5000)),
  growth: async (bench) => {
    const sizes = (process.env.BENCH_GROWTH ?? '10000,100000,1000000').split(',').map(Number)
    await measureResults(bench, await measureGrowth(bench, sizes))
  },
  pictures: async (bench) => {
    const { sheet, folder } = bench
    const pictures = join(folder, 'pictures')
    const files = await makePictures(pictures, size('BENCH_PICTURES', 6000))
    const kb = readFileSync(files[0] as string).length / 1000
    const limit = await measureFiles(files, join(folder, 'limits'))
    await measureSingle(bench, files.slice(0, 600), 1, limit.oneByOne)
    await measureSingle(bench, files.slice(600, 1800), 32, limit.eightAtOnce)
    const article = await measureArticle(bench, files.slice(1800, 2100))
    const script = process.env.BENCH_SCRIPT
    const slowest = script ? await measureScript(bench, files.slice(2100, 2400), script) : article
    const upload = await measureUpload(bench, pictures, files.length, limit.eightAtOnce)
    sheet.add({ id: 'upload-times', what: '  against the article', value: upload / slowest, unit: 'times' })
    const what = `  memory of the service while pictures of ${Math.round(kb)} KB come in`
    sheet.add({ id: 'memory-pictures', what, value: bench.peakMemoryMb(), unit: 'MB' })
    await waitForRenditions(bench.dataDir)
  },
}
