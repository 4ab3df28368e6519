import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../database.ts'
import { makePictures } from '../../pictures.ts'
import { type Service, startService } from '../../service.ts'
import { size } from '../bench.ts'
import { postmasterOf } from '../processor.ts'
import { Sheet } from '../report/sheet.ts'
import { keep } from '../report/store.ts'
import { spoken } from '../report/words.ts'
import { type Database, installLabelStudio, startLabelStudio, version } from './label-studio.ts'
import type { Labeler } from './labeler.ts'
import { whiskerLabeler } from './whisker.ts'

/**
 * `npm run bench:peers`: the same small work here and on Label Studio, on SQLite as it comes and on PostgreSQL with gunicorn, one after the
 * other. LABEL_STUDIO names an environment that has it (with gunicorn); else it is installed for the run. `-- --write` keeps the figures.
 */
const rows = size('PEERS_ROWS', 2000)
const pictures = size('PEERS_PICTURES', 100)
const cycles = size('PEERS_CYCLES', 60)

type Rate = { perSecond: number /** A unit. */; processorMs: number | null }
type Rates = Record<'texts' | 'pictures' | 'cycles' | 'results', Rate>
const words: Record<keyof Rates, string> = {
  texts: `texts a second, ${rows.toLocaleString('en')} in one request`,
  pictures: 'pictures a second, a request for each',
  cycles: 'next task and answer, cycles a second, one person',
  results: `results a second, ${rows.toLocaleString('en')} rows`,
}

const folder = mkdtempSync(join(tmpdir(), 'whisker-peers-'))
const dataDir = join(folder, 'data')
const sheet = new Sheet()
let service: Service | null = null
try {
  const venv = installLabelStudio(folder)
  const files = await makePictures(join(folder, 'pictures'), pictures)
  service = await startService(dataDir, { PERSON_REQUESTS_PER_S: '100000' })
  const whisker = whiskerLabeler({ service, dataDir, folder, sheet, peakMemoryMb: service.peakMemoryMb })
  for (const [name, database] of [
    ['sqlite', null],
    ['postgresql', await makeDatabase()],
  ] as const) {
    const peer = await startLabelStudio(venv, join(folder, name), database)
    try {
      // In the same minutes: what else the machine does changes.
      tell(name, peer, await measure(whisker, files), await measure(peer, files))
    } finally {
      await peer.stop()
    }
    keep('peers', sheet.run())
  }
} finally {
  await service?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(labeler: Labeler, files: string[]): Promise<Rates> {
  const sentences = Array.from({ length: rows }, (_, n) => `sentence number ${n}`)
  // What a process does for the first time is nobody's rate.
  await labeler.sendTexts(sentences.slice(0, 100))
  await labeler.answer(5)
  await labeler.sendPictures(files.slice(0, 5))
  const rate = async (units: number, work: () => Promise<number>): Promise<Rate> => {
    const before = labeler.processorMs()
    const seconds = await work()
    const after = labeler.processorMs()
    return {
      perSecond: units / seconds,
      processorMs: before === null || after === null ? null : (after - before) / units,
    }
  }
  await labeler.makeResults(rows)
  return {
    results: await rate(rows, () => labeler.readResults(rows)),
    texts: await rate(rows, () => labeler.sendTexts(sentences)),
    pictures: await rate(files.length, () => labeler.sendPictures(files)),
    cycles: await rate(cycles, () => labeler.answer(cycles)),
  }
}

function tell(name: string, peer: Labeler, ours: Rates, theirs: Rates): void {
  for (const [what, says] of Object.entries(words) as [keyof Rates, string][])
    sheet.add({
      id: `peer-${what}-${name}`,
      what: `${says}; Label Studio ${version} on ${peer.name}`,
      ...{ value: ours[what].perSecond / theirs[what].perSecond, unit: 'times' },
      note: `${spokenRate(ours[what])} against ${spokenRate(theirs[what])}`,
    })
}

function spokenRate({ perSecond, processorMs }: Rate): string {
  return `${spoken(perSecond)}${processorMs === null ? '' : ` (${spoken(processorMs)} ms of processor each)`}`
}

/** Beside ours, on the same PostgreSQL with the same settings. */
async function makeDatabase(): Promise<Database> {
  const sql = openDatabase(dataDir)
  await sql`create database label_studio`
  await sql.end()
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim()
  return {
    host: join(dataDir, 'postgres/run'),
    name: 'label_studio',
    user: 'whisker',
    password,
    postmaster: postmasterOf(dataDir),
  }
}
