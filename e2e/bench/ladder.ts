import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Edit, insideEnv } from '../faults/inside/edits.ts'
import { startService } from '../service.ts'
import { type Bench, textProject, underLoad } from './bench.ts'
import { sendTexts } from './bulk.ts'
import type { Times } from './lean/orders.ts'
import { Sheet } from './report/sheet.ts'
import { percentile } from './times.ts'
import { cyclesOrder, makeWorkers } from './work.ts'

/**
 * `npm run bench:ladder`: what each step of the joined path brings, all of them in turns in one run. A step is off where its texts are
 * changed in the source that the server reads (faults/inside); the product has no switch for it. LADDER_ROUNDS says how often (3).
 */
const assignments = 'server/src/assignments'

/** What turns a step off. */
const off = {
  joining: [{ file: 'server/src/database/batches.ts', from: 'max = 128 }', to: 'max = 1 }' }],
  takes: [
    {
      file: `${assignments}/give-tasks.ts`,
      from: '  const given = await together(server).take(wish)\n',
      to: '  const given = null as Taken | null\n',
    },
  ],
  answers: [
    {
      file: `${assignments}/submit.ts`,
      from: 'form.is_completed ? null : await',
      to: 'true as boolean ? null : await',
    },
  ],
  forms: [{ file: `${assignments}/routes.ts`, from: 'forms.of(hold) ?? (await find(hold))', to: '(await find(hold))' }],
  sessions: [
    { file: 'server/src/accounts/credentials.ts', from: 'const rememberMs = 800', to: 'const rememberMs = 0' },
  ],
} satisfies Record<string, Edit[]>

type Step = { name: string; edits: Edit[]; isRiding?: boolean }

const { joining, takes, answers, forms, sessions } = off
const steps: Step[] = [
  { name: 'each alone, by the general statements', edits: [...joining, ...takes, ...answers, ...forms, ...sessions] },
  { name: '+ sessions remembered for 0.8 s', edits: [...joining, ...takes, ...answers, ...forms] },
  { name: '+ forms, and whose content it is, looked up together', edits: [...takes, ...answers, ...forms] },
  { name: '+ takes joined, from a window', edits: [...answers, ...forms] },
  { name: '+ answers joined', edits: forms },
  { name: '+ forms remembered (the service as it is)', edits: [] },
  { name: '+ `take` with the answer', edits: [], isRiding: true },
]
const crowds = [
  { workers: 32, cycles: 1500 },
  { workers: 100, cycles: 2000 },
]

type Measured = { perSecond: number; times: Times; processorMs: number }

/** By step and number of workers, a value for each round. */
const found = new Map<string, Measured[]>()
const keyOf = ({ name }: Step, workers: number) => `${name}, ${workers}`
const print = (line: string) => process.stdout.write(`${line}\n`)

async function measure(step: Step, folder: string): Promise<void> {
  const dataDir = join(folder, 'data')
  const env = { PERSON_REQUESTS_PER_S: '100000', ...insideEnv(folder, step.edits) }
  const service = await startService(dataDir, env)
  try {
    const bench: Bench = { service, dataDir, folder, sheet: new Sheet(), peakMemoryMb: service.peakMemoryMb }
    const { id } = await textProject(bench, step.name)
    await sendTexts(bench, id, 500 + crowds.reduce((sum, { cycles }) => sum + cycles, 0))
    const keys = await makeWorkers(bench, id, 100)
    await underLoad(bench, cyclesOrder(bench, id, keys.slice(0, 32), 300))
    for (const { workers, cycles } of crowds) {
      const order = cyclesOrder(bench, id, keys.slice(0, workers), cycles, { isRiding: step.isRiding ?? false })
      const { load, processor, perSecond } = await underLoad(bench, order)
      const processorMs = (processor?.service ?? 0) + (processor?.database ?? 0)
      const key = keyOf(step, workers)
      found.set(key, [...(found.get(key) ?? []), { perSecond, times: load.times, processorMs }])
    }
  } finally {
    await service.stop()
  }
}

const ofRounds = (measured: Measured[], read: (one: Measured) => number, digits = 0) =>
  percentile(measured.map(read), 0.5).toFixed(digits)

/** The medians of these rounds. */
function rowOf(step: Step, pick = (of: Measured[]) => of): string {
  const cells = crowds.map(({ workers }) => {
    const of = pick(found.get(keyOf(step, workers)) as Measured[])
    const times = `${ofRounds(of, ({ times }) => times.p50)} / ${ofRounds(of, ({ times }) => times.p99)}`
    return `${ofRounds(of, ({ perSecond }) => perSecond)} | ${times} | ${ofRounds(of, ({ processorMs }) => processorMs, 2)}`
  })
  return `| ${step.name} | ${cells.join(' | ')} |`
}

const folder = mkdtempSync(join(tmpdir(), 'whisker-ladder-'))
const rounds = Number(process.env.LADDER_ROUNDS ?? 3)
try {
  for (let round = 0; round < rounds; round++)
    for (const step of round % 2 === 0 ? steps : steps.toReversed()) {
      // A data directory of its own for each step, which has the same history in each round.
      const own = join(folder, `${steps.indexOf(step)}`)
      mkdirSync(own, { recursive: true })
      await measure(step, own)
      print(`round ${round + 1} of ${rounds}: ${rowOf(step, (of) => of.slice(-1))}`)
    }
  print('')
  print(
    `| step | ${crowds.map(({ workers }) => `${workers} workers: cycles/s | p50 / p99 ms | processor ms`).join(' | ')} |`,
  )
  print(`|---|${'---|---|---|'.repeat(crowds.length)}`)
  for (const step of steps) print(rowOf(step))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
