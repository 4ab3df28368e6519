import type { Answers } from './answers.ts'
import { type Pooled, poolCounts, workerTable } from './confusion.ts'
import { informativeWeights, type Known, startWeights, voteSharesOf } from './informative-votes.ts'
import { posteriorOf, type Tables } from './posterior.ts'

/** A fitted crowd: what turns the answers of any task into a posterior. */
export type CrowdModel = Tables & {
  workers: number
  /** Expected counts, laid out as `table`: where the model goes on from when new answers come (online.ts). */
  counts: Float64Array
  /** Expected number of tasks of each class. */
  classCounts: Float64Array
  /** Weight of each worker's vote (informative-votes.ts), the last one for a worker nobody knows. */
  weights: Float64Array
  pooled: Pooled
}

/** Passes of EM. Two or three beat convergence: the likelihood goes on rising on errors that workers share. */
const usualPasses = 3
/** 4 MB of posteriors are drawn before any of them is counted: see {@link fitHierarchical}. */
const beliefsAtOnce = 2 ** 19
/** So many answers are counted in single precision before they are added to the rest: the sums stay right to six digits. */
const countedAtOnce = 2 ** 20

/**
 * Hierarchical Dawid-Skene, the default for choice questions of 2 to 32 classes: starts from informative votes, refines
 * the workers' tables (confusion.ts) in three passes, and stops. Deterministic; O(answers x classes) a pass.
 *
 * Posteriors are drawn and counted in blocks, and counted in single precision first. The tables and counts of 50,000 workers
 * are larger than what a core has of the caches, and read in turns, task by task, they push each other out. One million
 * of 2,000 workers fit either way.
 *
 * @param known gold tasks are clamped to their class; see gold.ts for the weights of the workers' other answers.
 */
export function fitHierarchical(answers: Answers, known: Known = {}, passes = usualPasses): CrowdModel {
  const weights = informativeWeights(answers, known)
  let model = modelOf(answers, weights, countVotes(answers, startWeights(weights), known))
  for (let pass = 1; pass < passes; pass++) model = modelOf(answers, weights, countPosteriors(answers, model, known))
  return model
}

type Counts = { counts: Float64Array; classCounts: Float64Array }

function modelOf(answers: Answers, weights: Float64Array, { counts, classCounts }: Counts): CrowdModel {
  const { workers, classes } = answers
  const pooled = poolCounts(counts, classes)
  return { ...tablesOf(pooled, counts, classCounts, workers), workers, counts, classCounts, weights, pooled }
}

/** Draws everyone's table from the counts, and one from no counts at the end: the worker nobody knows. */
function tablesOf(pooled: Pooled, counts: Float64Array, classCounts: Float64Array, workers: number): Tables {
  const { classes } = pooled
  const cells = classes * classes
  const table = new Float32Array((workers + 1) * cells)
  for (let w = 0; w < workers; w++) workerTable(pooled, counts, w * cells, table, w * cells)
  workerTable(pooled, new Float64Array(cells), 0, table, workers * cells)
  return { classes, table, prior: priorOf(classCounts) }
}

/** Class shares with one pseudo-task per class. */
export function priorOf(classCounts: Float64Array): Float64Array {
  const total = classCounts.reduce((sum, count) => sum + count, classCounts.length)
  return classCounts.map((count) => (count + 1) / total)
}

function countVotes(answers: Answers, weights: Float64Array, known: Known): Counts {
  const { classes, worker, label } = answers
  return countExpected(answers, known, (from, to, out) => voteSharesOf(weights, classes, worker, label, from, to, out))
}

function countPosteriors(answers: Answers, tables: Tables, known: Known): Counts {
  const { worker, label } = answers
  return countExpected(answers, known, (from, to, out) => posteriorOf(tables, worker, label, from, to, out))
}

/** Expected confusion counts over all answers, each task spread over its classes as `belief` says. */
function countExpected(
  answers: Answers,
  known: Known,
  belief: (from: number, to: number, out: Float64Array) => void,
): Counts {
  const { tasks, workers, classes, start } = answers
  const counts = new Float64Array(workers * classes * classes)
  const recent = new Float32Array(counts.length)
  let added = 0
  const classCounts = new Float64Array(classes)
  const tasksAtOnce = Math.ceil(beliefsAtOnce / classes)
  const beliefs = new Float64Array(Math.min(tasks, tasksAtOnce) * classes)
  for (let first = 0; first < tasks; first += tasksAtOnce) {
    const last = Math.min(tasks, first + tasksAtOnce)
    drawBeliefs(answers, known, belief, first, last, beliefs, classCounts)
    countBeliefs(answers, known, beliefs, first, last, recent)
    if (last < tasks && start[last]! - added < Math.max(countedAtOnce, counts.length)) continue
    for (let cell = 0; cell < counts.length; cell++) counts[cell]! += recent[cell]!
    recent.fill(0)
    added = start[last]!
  }
  return { counts, classCounts }
}

/** What is believed of the tasks `first <= t < last`, written from the beginning of `beliefs` and added to `classCounts`. */
function drawBeliefs(
  { classes, start }: Answers,
  { gold }: Known,
  belief: (from: number, to: number, out: Float64Array) => void,
  first: number,
  last: number,
  beliefs: Float64Array,
  classCounts: Float64Array,
): void {
  const p = new Float64Array(classes)
  for (let t = first, at = 0; t < last; t++, at += classes) {
    const from = start[t]!
    const to = start[t + 1]!
    if (from === to) continue
    const truth = gold === undefined ? -1 : gold[t]!
    if (truth < 0) belief(from, to, p)
    else for (let k = 0; k < classes; k++) p[k] = k === truth ? 1 : 0
    for (let k = 0; k < classes; k++) {
      beliefs[at + k] = p[k]!
      classCounts[k]! += p[k]!
    }
  }
}

/** Adds the answers to the tasks `first <= t < last` to the counts of those who gave them. */
function countBeliefs(
  { classes, start, worker, label }: Answers,
  { gold, evidence }: Known,
  beliefs: Float64Array,
  first: number,
  last: number,
  counts: Float32Array,
): void {
  for (let t = first, at = 0; t < last; t++, at += classes) {
    const weighed = gold === undefined || gold[t]! < 0 ? evidence : undefined
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      const w = worker[i]!
      const row = (w * classes + label[i]!) * classes
      if (weighed === undefined) for (let k = 0; k < classes; k++) counts[row + k]! += beliefs[at + k]!
      else for (let k = 0; k < classes; k++) counts[row + k]! += beliefs[at + k]! * weighed[w]!
    }
  }
}
