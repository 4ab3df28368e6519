import { type Bench, textProject } from './bench.ts'
import { sendTexts } from './bulk.ts'
import { startLoad } from './lean/run.ts'
import { cyclesOrder, makeWorkers } from './work.ts'

const workers = 20
const pauseMs = 250

/** What people wait who answer, four a second each at the most, while many tasks are imported into another project. */
export async function measureWhileImporting(bench: Bench, count: number): Promise<void> {
  const { id } = await textProject(bench, 'Answered meanwhile')
  await sendTexts(bench, id, 20_000)
  const keys = await makeWorkers(bench, id, workers)
  const order = cyclesOrder(bench, id, keys, 19_000, { pauseMs })
  const quiet = await startLoad({ ...order, cycles: 400 }).done
  const other = await textProject(bench, 'Imported')
  const answering = startLoad(order)
  const seconds = await sendTexts(bench, other.id, count)
  answering.stop()
  const load = await answering.done
  const meanwhile = `while ${count.toLocaleString('en')} tasks are imported`
  bench.sheet.add({
    id: 'submit-while-importing',
    what: `submit ${meanwhile}, ${workers} people`,
    ...{ value: load.parts.answers.p99, unit: 'ms', times: load.parts.answers },
    note: `p99; ${Math.round(quiet.parts.answers.p99)} ms with nothing else`,
  })
  bench.sheet.add({ id: 'import', what: '  the import itself', value: count / seconds, unit: '/s' })
}
