import { type Answers, answersByTask } from './answers.ts'
import { type Bits, bitsPerAnswer } from './bits.ts'
import { fitRho } from './fit-rho.ts'
import { evidenceWeight } from './gold.ts'
import { fitHierarchical } from './hierarchical.ts'
import type { Known } from './informative-votes.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { beliefOf, fitOneCoin } from './one-coin.ts'
import { largest } from './posterior.ts'
import { DEFAULT_RHO, publishedBelief, publishLabels } from './publish.ts'

/** All answers to one choice question of a project: one entry per answer in each column, classes 0..classes-1. */
export type ChoiceAnswers = {
  tasks: number
  workers: number
  classes: number
  task: ArrayLike<number>
  worker: ArrayLike<number>
  label: ArrayLike<number>
  /** Per task the right class, or -1; absent without gold. */
  gold?: Int16Array | Int32Array | undefined
}

/** What the answers say about one worker. */
export type WorkerQuality = {
  answered: number
  /** Probability of being right; for the tables of HDS the expected share of right answers. */
  accuracy: number
  /** Bits per answer; null where the model has no tables to draw them from. */
  bits: Bits | null
}

export type ConsolidatedChoices = {
  /** `pooled`: too few answers to tell workers apart; `one-coin`: too many classes for tables; `hierarchical`: the default. */
  model: 'pooled' | 'one-coin' | 'hierarchical'
  /** Winning class per task, -1 for a task without answers. */
  label: Int32Array
  confidence: Float64Array
  workers: WorkerQuality[]
  /** Krippendorff's alpha, nominal; null where no task has two answers. */
  alpha: number | null
  /** Correlation used for the confidence: fitted where there are 50 gold tasks. */
  rho: number
}

/** Below this many answers workers cannot be told apart. */
const ANSWERS_TO_TELL_WORKERS_APART = 200
/** Above this many classes a table has thousands of cells, nearly all of them empty. */
export const MOST_CLASSES_FOR_TABLES = 32

/** Labels and confidences of a choice question by the best model that its size allows. Deterministic. */
export function consolidateChoices(columns: ChoiceAnswers): ConsolidatedChoices {
  const result = fitted(columns)
  // What is known needs no votes.
  columns.gold?.forEach((truth, t) => {
    if (truth < 0) return
    result.label[t] = truth
    result.confidence[t] = 1
  })
  return result
}

function fitted(columns: ChoiceAnswers): ConsolidatedChoices {
  const answers = answersByTask(columns)
  const known = knownOf(answers, columns.gold)
  const alpha = krippendorffAlpha(answers.start, answers.label, 'nominal')
  const tooFew = columns.label.length < ANSWERS_TO_TELL_WORKERS_APART
  if (tooFew || columns.classes > MOST_CLASSES_FOR_TABLES) {
    return { ...byOneCoin(answers, known, tooFew), model: tooFew ? 'pooled' : 'one-coin', alpha, rho: DEFAULT_RHO }
  }
  const model = fitHierarchical(answers, known)
  const rho = known.gold ? fitRho(answers, model, known.gold) : DEFAULT_RHO
  const published = publishLabels(answers, model, rho)
  const workers = countAnswers(answers).map((answered, w) => ({
    answered,
    accuracy: expectedAccuracy(model.table, model.prior, columns.classes, w),
    bits: bitsPerAnswer(model, w),
  }))
  const label = Int32Array.from(published.label, (winner, t) => (isAnswered(answers, t) ? winner : -1))
  return { model: 'hierarchical', label, confidence: Float64Array.from(published.confidence), workers, alpha, rho }
}

/** Gold, and how much its workers' other answers count beside it. */
export function knownOf({ tasks, workers, start, worker }: Answers, gold: Int16Array | Int32Array | undefined): Known {
  if (gold === undefined) return {}
  const answered = new Float64Array(workers)
  for (let t = 0; t < tasks; t++) {
    if (gold[t]! < 0) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) answered[worker[i]!]!++
  }
  return { gold, evidence: answered.map(evidenceWeight) }
}

function byOneCoin(answers: Answers, known: Known, pooled: boolean) {
  const { tasks, start } = answers
  const model = fitOneCoin(answers, known, pooled ? 0 : undefined, Math.max(2, answers.classes))
  const label = new Int32Array(tasks).fill(-1)
  const confidence = new Float64Array(tasks)
  for (let t = 0; t < tasks; t++) {
    if (!isAnswered(answers, t)) continue
    const belief = beliefOf(model, answers.worker, answers.label, start[t]!, start[t + 1]!)
    const published = publishedBelief(belief, answers.label, start[t]!, start[t + 1]!, DEFAULT_RHO)
    const winner = largest(published, belief.candidates.length)
    label[t] = belief.candidates[winner]!
    confidence[t] = published[winner]!
  }
  const workers = countAnswers(answers).map((answered, w) => ({ answered, accuracy: model.accuracy[w]!, bits: null }))
  return { label, confidence, workers }
}

function isAnswered({ start }: Answers, task: number): boolean {
  return start[task + 1]! > start[task]!
}

function countAnswers({ workers, worker }: Answers): number[] {
  const counts = new Array<number>(workers).fill(0)
  for (const w of worker) counts[w]!++
  return counts
}

function expectedAccuracy(table: Float32Array, prior: Float64Array, classes: number, worker: number): number {
  let accuracy = 0
  for (let k = 0; k < classes; k++) accuracy += prior[k]! * table[(worker * classes + k) * classes + k]!
  return accuracy
}
