import { answersByTask } from '../src/consolidation/answers.ts'
import { fitHierarchical } from '../src/consolidation/hierarchical.ts'
import { continueFrom, onlinePosterior, pushAnswer } from '../src/consolidation/online.ts'
import { publishLabels } from '../src/consolidation/publish.ts'
import { seededRandom } from '../src/consolidation/simulate-crowd.ts'

export type Speed = {
  answers: number
  /** Sorting the columns, fitting (five rounds of votes and three passes), publishing every label; ms. */
  buildMs: number
  fitMs: number
  publishMs: number
  /** Highest resident memory of the whole process so far, MB. */
  peakMb: number
}

const CLASSES = 4
const OVERLAP = 5

/** Times a project of `count` answers to 4 classes, 5 answers per task, by `workers` workers. */
export function timeBatch(count: number, workers: number): Speed {
  const columns = columnsFor(count, workers)
  const started = performance.now()
  const answers = answersByTask(columns)
  const built = performance.now()
  const model = fitHierarchical(answers)
  const fitted = performance.now()
  publishLabels(answers, model)
  return {
    answers: count,
    buildMs: built - started,
    fitMs: fitted - built,
    publishMs: performance.now() - fitted,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
}

/** Posteriors and pushes per second of the online model on one thread, 5 answers per task. */
export function timeOnline(): { posteriorsPerSecond: number; pushesPerSecond: number } {
  const answers = answersByTask(columnsFor(100_000, 500))
  const model = continueFrom(fitHierarchical(answers), answers)
  const tasks = Array.from({ length: 20_000 }, (_, t) => ({
    workers: Array.from(answers.worker.subarray(t * OVERLAP, (t + 1) * OVERLAP)),
    labels: Array.from(answers.label.subarray(t * OVERLAP, (t + 1) * OVERLAP)),
  }))
  const perSecond = (run: (task: (typeof tasks)[number]) => void) => {
    const started = performance.now()
    for (const task of tasks) run(task)
    return (tasks.length / (performance.now() - started)) * 1000
  }
  perSecond((task) => onlinePosterior(model, task))
  const posteriorsPerSecond = perSecond((task) => onlinePosterior(model, task))
  return { posteriorsPerSecond, pushesPerSecond: perSecond((task) => pushAnswer(model, task)) }
}

/** In task order and in typed arrays, as a project's answers come from the database. */
function columnsFor(count: number, workers: number) {
  const random = seededRandom(7)
  const tasks = count / OVERLAP
  const task = new Int32Array(count)
  const worker = workers <= 0x10000 ? new Uint16Array(count) : new Int32Array(count)
  const label = new Uint8Array(count)
  const skill = Float64Array.from({ length: workers }, () => 0.4 + 0.55 * random())
  for (let t = 0; t < tasks; t++) {
    const truth = Math.floor(random() * CLASSES)
    const first = Math.floor(random() * workers)
    for (let n = 0; n < OVERLAP; n++) {
      const i = t * OVERLAP + n
      task[i] = t
      worker[i] = (first + n * 37) % workers
      label[i] = random() < skill[worker[i]!]! ? truth : Math.floor(random() * CLASSES)
    }
  }
  return { tasks, workers, classes: CLASSES, task, worker, label }
}
