import type { Answers } from './answers.ts'
import { type Pooled, poolCounts, workerTable } from './confusion.ts'
import { evidenceWeight } from './gold.ts'
import { type CrowdModel, priorOf } from './hierarchical.ts'
import { voteSharesOf } from './informative-votes.ts'
import { normalise } from './posterior.ts'
import { defaultRho, effectiveAnswers, mixVotes, soften } from './publish.ts'
import { isProven } from './worker-skill.ts'

/**
 * The model between two refits, for 2 to 32 classes. An answer moves its task's posterior and the tables of that task's
 * workers in O(answers of the task x classes^2); nothing else is looked at, so it takes as long with a million tasks as
 * with ten, and never waits for a refit (whose result replaces the model whole).
 *
 * The crowd's pooled confusions and the class shares move with every push; the tables of workers who are not touched keep
 * the pooled prior of their last answer until the next refit.
 */
export type OnlineModel = {
  classes: number
  /** Room for this many workers; grows by doubling. */
  room: number
  /** `[(worker * classes + answer) * classes + truth]`: expected counts, and the probabilities drawn from them. */
  counts: Float64Array
  table: Float32Array
  pooledCounts: Float64Array
  pooled: Pooled
  classCounts: Float64Array
  prior: Float64Array
  /** Vote weights of the last refit (informative-votes.ts), the last one for workers who came later. */
  weights: Float64Array
  /** How often each worker was compared with others on the same task, and how often they agreed: see isProven. */
  compared: Float64Array
  matched: Float64Array
  goldAnswers: Float64Array
  /** How far the workers' errors are taken to go together when a confidence is published (publish.ts). */
  rho: number
}

/** Answers of one task: who, and which class. */
export type TaskAnswers = { workers: number[]; labels: number[] }

/** A project without answers: everyone is thought to be right seven times of ten. */
export function emptyModel(classes: number, room = 16): OnlineModel {
  const cells = classes * classes
  const counts = new Float64Array(room * cells)
  const model: OnlineModel = {
    classes,
    room,
    counts,
    table: new Float32Array(room * cells),
    pooledCounts: new Float64Array(cells),
    pooled: poolCounts(counts, classes),
    classCounts: new Float64Array(classes),
    prior: new Float64Array(classes).fill(1 / classes),
    weights: new Float64Array([1]),
    compared: new Float64Array(room),
    matched: new Float64Array(room),
    goldAnswers: new Float64Array(room),
    rho: defaultRho,
  }
  for (let w = 0; w < room; w++) redraw(model, w)
  return model
}

/** People of whom only that is known: they are right about one of two with this probability. A model to judge by, not to push to. */
export function strangers(accuracy: number): OnlineModel {
  const confusion = Float64Array.of(accuracy, 1 - accuracy, 1 - accuracy, accuracy)
  return { ...emptyModel(2, 0), pooled: { classes: 2, confusion } }
}

/** Goes on from a refit. `goldAnswers` (per worker) may be absent when the project has no gold. */
export function continueFrom(fit: CrowdModel, answers: Answers, goldAnswers?: ArrayLike<number>): OnlineModel {
  const { classes, workers } = fit
  const model = emptyModel(classes, Math.max(16, workers))
  model.counts.set(fit.counts)
  model.classCounts.set(fit.classCounts)
  model.weights = fit.weights
  compareAll(model, answers)
  if (goldAnswers) model.goldAnswers.set(goldAnswers)
  redrawAll(model)
  return model
}

/**
 * Posterior of one task from its own answers and the current tables: `classes` probabilities. Workers whom the model has
 * not met get the table of the crowd.
 */
export function onlinePosterior(
  model: OnlineModel,
  { workers, labels }: TaskAnswers,
  count = workers.length,
): Float64Array {
  const { classes, table, prior, pooled } = model
  const p = Float64Array.from(prior)
  for (let i = 0; i < count; i++) {
    const row = (workers[i]! * classes + labels[i]!) * classes
    if (workers[i]! < model.room) for (let k = 0; k < classes; k++) p[k]! *= table[row + k]!
    else for (let k = 0; k < classes; k++) p[k]! *= pooled.confusion[labels[i]! * classes + k]!
    if (i % 32 === 31) normalise(p, classes)
  }
  normalise(p, classes)
  return p
}

/**
 * Takes in the last of `task`'s answers.
 *
 * @param truth the right class of a gold task, else -1.
 */
export function pushAnswer(model: OnlineModel, task: TaskAnswers, truth = -1): void {
  const { workers, labels } = task
  const newest = workers.length - 1
  for (const worker of workers) makeRoom(model, worker)
  const posterior = onlinePosterior(model, task)
  const before = truth >= 0 || newest === 0 ? null : onlinePosterior(model, task, newest)
  const after = truth >= 0 ? certainly(truth, model.classes) : posterior
  // A gold task's earlier answers are fully counted; of another task, what the newest answer changed is passed on.
  if (before) {
    for (let i = 0; i < newest; i++) addExpected(model, workers[i]!, labels[i]!, after, before)
    for (let k = 0; k < model.classes; k++) model.classCounts[k]! += after[k]! - before[k]!
  } else if (newest === 0) {
    for (let k = 0; k < model.classes; k++) model.classCounts[k]! += after[k]!
  }
  if (truth >= 0) model.goldAnswers[workers[newest]!]!++
  addExpected(model, workers[newest]!, labels[newest]!, after, null, truth >= 0)
  compareNewest(model, task, truth)
  model.pooled = poolCounts(model.pooledCounts, model.classes)
  model.prior = priorOf(model.classCounts)
  for (const worker of workers) redraw(model, worker)
}

/** Whether a worker may complete a task on their own word: see isProven. */
export function isProvenOnline({ room, matched, compared, classes }: OnlineModel, worker: number): boolean {
  return worker < room && isProven(matched[worker]!, compared[worker]!, classes)
}

/** How many answers (gold in full, others as they count beside it) the model has taken in. */
export function answersIn({ pooledCounts }: OnlineModel): number {
  return pooledCounts.reduce((sum, count) => sum + count, 0)
}

/** How often a worker is right, by their table; for one whom the model has not met, the crowd. */
export function onlineAccuracy({ classes, room, table, prior, pooled }: OnlineModel, worker: number): number {
  let accuracy = 0
  for (let k = 0; k < classes; k++) {
    const cell = k * classes + k
    accuracy += prior[k]! * (worker < room ? table[worker * classes * classes + cell]! : pooled.confusion[cell]!)
  }
  return accuracy
}

function certainly(truth: number, classes: number): Float64Array {
  const p = new Float64Array(classes)
  p[truth] = 1
  return p
}

/** Moves the expected counts of one answer from `before` (if it was counted) to `after`. */
function addExpected(
  model: OnlineModel,
  worker: number,
  answer: number,
  after: Float64Array,
  before: Float64Array | null,
  isGold = false,
): void {
  const { classes, counts, pooledCounts } = model
  const weight = isGold ? 1 : evidenceWeight(model.goldAnswers[worker]!)
  for (let k = 0; k < classes; k++) {
    const cell = answer * classes + k
    const at = worker * classes * classes + cell
    // A worker's weight may have fallen since the answer was counted; no count goes below zero for it.
    const change = Math.max(-counts[at]!, weight * (after[k]! - (before ? before[k]! : 0)))
    counts[at]! += change
    pooledCounts[cell]! += change
  }
}

/** Compares the newest answer with the earlier ones, both ways; on gold, with the right class. */
function compareNewest({ matched, compared }: OnlineModel, { workers, labels }: TaskAnswers, truth: number): void {
  const newest = workers.length - 1
  const w = workers[newest]!
  if (truth >= 0) {
    compared[w]!++
    if (labels[newest] === truth) matched[w]!++
    return
  }
  const share = 1 / newest
  for (let i = 0; i < newest; i++) {
    const same = labels[i] === labels[newest] ? share : 0
    compared[workers[i]!]! += share
    matched[workers[i]!]! += same
    compared[w]! += share
    matched[w]! += same
  }
}

/** The same over all answers at once: each worker against the others of each task. */
function compareAll({ matched, compared, classes }: OnlineModel, { tasks, start, worker, label }: Answers): void {
  const votes = new Float64Array(classes)
  for (let t = 0; t < tasks; t++) {
    const n = start[t + 1]! - start[t]!
    if (n < 2) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) votes[label[i]!]!++
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      compared[worker[i]!]!++
      matched[worker[i]!]! += (votes[label[i]!]! - 1) / (n - 1)
    }
    votes.fill(0)
  }
}

function redraw(model: OnlineModel, worker: number): void {
  const from = worker * model.classes * model.classes
  workerTable(model.pooled, model.counts, from, model.table, from)
}

/** What a model takes of memory, roughly. */
export function tableBytes({ room, classes }: OnlineModel): number {
  return room * (12 * classes * classes + 32)
}

/** Draws everything that follows from the counts. */
export function redrawAll(model: OnlineModel): void {
  const cells = model.classes * model.classes
  model.pooledCounts.fill(0)
  for (let i = 0; i < model.counts.length; i++) model.pooledCounts[i % cells]! += model.counts[i]!
  model.pooled = poolCounts(model.pooledCounts, model.classes)
  model.prior = priorOf(model.classCounts)
  for (let w = 0; w < model.room; w++) redraw(model, w)
}

function makeRoom(model: OnlineModel, worker: number): void {
  if (worker < model.room) return
  const before = model.room
  model.room = Math.max(worker + 1, before * 2)
  const cells = model.classes * model.classes
  model.counts = grown(model.counts, model.room * cells)
  model.compared = grown(model.compared, model.room)
  model.matched = grown(model.matched, model.room)
  model.goldAnswers = grown(model.goldAnswers, model.room)
  const table = new Float32Array(model.room * cells)
  table.set(model.table)
  model.table = table
  for (let w = before; w < model.room; w++) redraw(model, w)
}

function grown(values: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length)
  larger.set(values)
  return larger
}

/** What may be published of a task before the refit: its probabilities, softened and pooled as in publish.ts. */
export function onlinePublished(model: OnlineModel, task: TaskAnswers): Float64Array {
  const { classes, weights, rho } = model
  const newcomer = weights.length - 1
  const known = task.workers.map((worker) => Math.min(worker, newcomer))
  const p = onlinePosterior(model, task)
  const shares = new Float64Array(classes)
  voteSharesOf(weights, classes, known, task.labels, 0, known.length, shares)
  soften(p, classes, rho, effectiveAnswers(weights, known, 0, known.length))
  mixVotes(p, shares, classes)
  return p
}
