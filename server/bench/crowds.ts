import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Answers, answersByTask } from '../src/consolidation/answers.ts'
import { simulateCrowd } from '../src/consolidation/simulate-crowd.ts'

/** A crowd with known truth (-1 where it is not known). */
export type Crowd = { name: string; answers: Answers; truth: Int16Array }

/**
 * The sets of a folder: `<set>/answers.csv` (task,worker,label) and `<set>/truth.csv` (task,label), each with a header.
 * Without a folder, three simulated crowds.
 */
export function loadCrowds(folder: string | undefined): Crowd[] {
  if (folder === undefined) return simulated()
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'answers.csv')))
    .map((entry) => readCrowd(entry.name, join(folder, entry.name)))
}

function readCrowd(name: string, folder: string): Crowd {
  const rows = readRows(join(folder, 'answers.csv'), 3)
  const truths = readRows(join(folder, 'truth.csv'), 2)
  const tasks = number(rows.map((row) => row[0]!))
  const workers = number(rows.map((row) => row[1]!))
  const labels = [...new Set([...rows.map((row) => row[2]!), ...truths.map((row) => row[1]!)])]
  const classes = number(labels.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1)))
  const truth = new Int16Array(tasks.size).fill(-1)
  for (const [task, label] of truths) {
    const at = tasks.get(task!)
    if (at !== undefined) truth[at] = classes.get(label!)!
  }
  const answers = answersByTask({
    tasks: tasks.size,
    workers: workers.size,
    classes: classes.size,
    task: rows.map((row) => tasks.get(row[0]!)!),
    worker: rows.map((row) => workers.get(row[1]!)!),
    label: rows.map((row) => classes.get(row[2]!)!),
  })
  return { name, answers, truth }
}

/** Rows of `columns` values; only the last may hold commas. */
function readRows(file: string, columns: number): string[][] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).slice(1)
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const parts = line.split(',')
      return [...parts.slice(0, columns - 1), parts.slice(columns - 1).join(',')]
    })
}

function number(names: string[]): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size)
  return numbers
}

function simulated(): Crowd[] {
  const specs = {
    'simulated-2': {
      tasks: 1500,
      workers: 120,
      classes: 2,
      overlap: 8,
      seed: 1,
      skill: 1,
      leaning: 0.5,
      guessers: 0.15,
    },
    'simulated-4': {
      tasks: 1000,
      workers: 100,
      classes: 4,
      overlap: 8,
      seed: 2,
      skill: 0.3,
      hardness: 1,
      guessers: 0.15,
    },
    'simulated-5': {
      tasks: 2000,
      workers: 150,
      classes: 5,
      overlap: 6,
      seed: 3,
      skill: -0.6,
      leaning: 0.6,
      ordered: true,
    },
  }
  return Object.entries(specs).map(([name, spec]) => {
    const crowd = simulateCrowd(spec)
    return { name, answers: answersByTask(crowd), truth: crowd.truth }
  })
}
