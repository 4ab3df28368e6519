import { type AnswerColumns, type Answers, answersByTask, collectAnswers } from '../src/consolidation/answers.ts'
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

const classCount = 4
const overlap = 5

/**
 * Times a project of `count` answers to 4 classes, 5 answers per task, by `workers` workers. Up to ten million answers come
 * as columns that have to be sorted by task; more come in task order, as from a database cursor, and `buildMs` holds what
 * it takes to make them up.
 */
export function timeBatch(count: number, workers: number): Speed {
  const columns = count <= 1e7 ? columnsFor(count, workers) : null
  const started = performance.now()
  const answers = columns ? answersByTask(columns) : collected(count, workers)
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
    workers: Array.from(answers.worker.subarray(t * overlap, (t + 1) * overlap)),
    labels: Array.from(answers.label.subarray(t * overlap, (t + 1) * overlap)),
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

function collected(count: number, workers: number): Answers {
  const collector = collectAnswers(count / overlap, workers, classCount, count)
  makeUp(count, workers, (_, task, worker, label) => collector.add(task, worker, label))
  return collector.finish()
}

function columnsFor(count: number, workers: number): AnswerColumns {
  const task = new Int32Array(count)
  const worker = new Int32Array(count)
  const label = new Uint8Array(count)
  makeUp(count, workers, (i, ...answer) => {
    ;[task[i], worker[i], label[i]] = answer
  })
  return { tasks: count / overlap, workers, classes: classCount, task, worker, label }
}

/** A crowd without subtleties, made up in task order as fast as the arrays take it. */
function makeUp(
  count: number,
  workers: number,
  add: (i: number, task: number, worker: number, label: number) => void,
): void {
  const random = seededRandom(7)
  const skill = Float64Array.from({ length: workers }, () => 0.4 + 0.55 * random())
  for (let i = 0, task = 0; i < count; task++) {
    const truth = Math.floor(random() * classCount)
    const first = Math.floor(random() * workers)
    for (let n = 0; n < overlap; n++, i++) {
      const worker = (first + n * 37) % workers
      add(i, task, worker, random() < skill[worker]! ? truth : Math.floor(random() * classCount))
    }
  }
}
