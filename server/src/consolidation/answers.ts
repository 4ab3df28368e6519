/**
 * The answers to one choice question in flat arrays, sorted by task: answer `i` of task `t` stands at `start[t] <= i <
 * start[t + 1]`. Five to seven bytes an answer, read front to back by every pass, so that the memory bus is not the limit.
 */
export type Answers = {
  tasks: number
  workers: number
  classes: number
  /** `tasks + 1` offsets. */
  start: Int32Array
  /** Who answered, 0..workers-1. */
  worker: Uint16Array | Int32Array
  /** What they chose, 0..classes-1. */
  label: Uint8Array | Uint16Array | Int32Array
}

/** Answers in any order, one entry per answer in each column. A worker answers a task at most once. */
export type AnswerColumns = {
  tasks: number
  workers: number
  classes: number
  task: ArrayLike<number>
  worker: ArrayLike<number>
  label: ArrayLike<number>
}

/**
 * Sorts by task with one counting sort; answers of one task keep their order, and columns that are sorted already (as a
 * database returns them) are copied straight through.
 */
export function answersByTask(columns: AnswerColumns): Answers {
  const { tasks, workers, classes, task } = columns
  const count = task.length
  const start = new Int32Array(tasks + 1)
  for (let i = 0; i < count; i++) start[task[i]! + 1]!++
  for (let t = 0; t < tasks; t++) start[t + 1]! += start[t]!
  const worker = workers <= 0x10000 ? new Uint16Array(count) : new Int32Array(count)
  const label = labelsOf(classes, count)
  const next = start.slice(0, tasks)
  for (let i = 0; i < count; i++) {
    const at = next[task[i]!]!++
    worker[at] = columns.worker[i]!
    label[at] = columns.label[i]!
  }
  return { tasks, workers, classes, start, worker, label }
}

/** Names may be more than two bytes can number. */
function labelsOf(classes: number, count: number): Answers['label'] {
  if (classes <= 0x100) return new Uint8Array(count)
  return classes <= 0x10000 ? new Uint16Array(count) : new Int32Array(count)
}

/** Number of answers of one task. */
export function overlapOf(answers: Answers, task: number): number {
  return answers.start[task + 1]! - answers.start[task]!
}

/** Takes answers in task order, as a database cursor delivers them, without ever holding a column of task numbers. */
export type AnswerCollector = {
  /** `task` never below the one before. */
  add(task: number, worker: number, label: number): void
  finish(): Answers
}

/**
 * For projects that are too large for {@link answersByTask}: three to five bytes an answer and four a task while it fills.
 *
 * @param capacity answers expected; more are taken, at the price of a copy.
 */
export function collectAnswers(tasks: number, workers: number, classes: number, capacity: number): AnswerCollector {
  const start = new Int32Array(tasks + 1)
  let worker = workers <= 0x10000 ? new Uint16Array(capacity) : new Int32Array(capacity)
  let label = labelsOf(classes, capacity)
  let count = 0
  let reached = 0
  return {
    add(task, who, what) {
      if (count === worker.length) {
        worker = enlarged(worker)
        label = enlarged(label)
      }
      while (reached < task) start[++reached] = count
      worker[count] = who
      label[count++] = what
    },
    finish() {
      while (reached < tasks) start[++reached] = count
      return { tasks, workers, classes, start, worker: worker.subarray(0, count), label: label.subarray(0, count) }
    },
  }
}

function enlarged<T extends Uint8Array | Uint16Array | Int32Array>(values: T): T {
  const larger = new (values.constructor as new (length: number) => T)(Math.max(1024, values.length * 2))
  larger.set(values)
  return larger
}
