import { type Answers, answersByTask, overlapOf } from '../src/consolidation/answers.ts'
import { seededRandom } from '../src/consolidation/simulate-crowd.ts'
import type { Crowd } from './crowds.ts'

/** The same crowd with at most `overlap` answers per task, drawn by `seed`. */
export function thinned(crowd: Crowd, overlap: number, seed: number): Crowd {
  const { answers } = crowd
  const random = seededRandom(seed)
  const task: number[] = []
  const from: number[] = []
  for (let t = 0; t < answers.tasks; t++) {
    const places = Array.from({ length: overlapOf(answers, t) }, (_, i) => answers.start[t]! + i)
    for (const i of shuffled(places, random).slice(0, overlap)) {
      task.push(t)
      from.push(i)
    }
  }
  const worker = from.map((i) => answers.worker[i]!)
  return { ...crowd, answers: answersByTask({ ...answers, task, worker, label: from.map((i) => answers.label[i]!) }) }
}

/**
 * The same crowd after guessers have joined it, until they are 30 % of its workers. Each gives as many answers as the
 * median worker did, to tasks drawn by `seed`.
 */
export function withSpammers(crowd: Crowd, seed: number): Crowd & { spammers: number } {
  const { answers } = crowd
  const random = seededRandom(seed)
  const columns = columnsOf(answers)
  const counts = new Int32Array(answers.workers)
  for (const w of answers.worker) counts[w]!++
  const median = counts.sort()[answers.workers >> 1]!
  const spammers = Math.round((0.3 / 0.7) * answers.workers)
  for (let s = 0; s < spammers; s++) {
    const chosen = new Set<number>()
    while (chosen.size < Math.min(median, answers.tasks)) chosen.add(Math.floor(random() * answers.tasks))
    for (const t of chosen) {
      columns.task.push(t)
      columns.worker.push(answers.workers + s)
      columns.label.push(Math.floor(random() * answers.classes))
    }
  }
  const all = answersByTask({ ...answers, ...columns, workers: answers.workers + spammers })
  return { ...crowd, answers: all, spammers }
}

/** The answers as columns in task order. */
export function columnsOf({ tasks, start, worker, label }: Answers): {
  task: number[]
  worker: number[]
  label: number[]
} {
  const task: number[] = []
  for (let t = 0; t < tasks; t++) for (let i = start[t]!; i < start[t + 1]!; i++) task.push(t)
  return { task, worker: Array.from(worker), label: Array.from(label) }
}

/** Fisher and Yates, in place. */
export function shuffled<T>(values: T[], random: () => number): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[values[i], values[j]] = [values[j]!, values[i]!]
  }
  return values
}
