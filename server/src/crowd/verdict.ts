import type { OutputField } from '@whisker/api/fields.ts'
import type { ItemResult } from '@whisker/api/tasks.ts'
import type { Naming } from '../consolidation/group-answers.ts'
import { judgeField } from '../consolidation/judge-field.ts'
import { type NextStep, nextStep, type OverlapPolicy } from '../consolidation/overlap.ts'
import { type Crowd, type CrowdAnswer, modelOf, workerNumber } from './crowd.ts'

/** How a result came about: kept with it, small, and enough to tell why. */
export type Provenance = {
  /** The refit whose models were used, and when that was; 0 and null: what is thought of any crowd. */
  refit: number
  refit_at: string | null
  /** Version of the specs. */
  version: number
  /** The answers, oldest first, and how often each worker was thought to be right in each field. */
  answers: { worker_id: string; accuracy: Record<string, number> }[]
  /** The raw posterior of the value of each field of each item: what decided whether to ask on. */
  posterior: Record<string, number>[]
}

export type Verdict = { step: NextStep; fields: ItemResult[]; provenance: Provenance }

export type Judged = {
  version: number
  spec: OutputField[]
  itemCount: number
  policy: OverlapPolicy
  naming: Naming
  /** Counted answers, oldest first. */
  answers: CrowdAnswer[]
}

/**
 * What is to become of a task with these answers, by what this server knows of the crowd right now: O(answers x classes)
 * a field, without a look at anything else. One doubtful field of one item is enough to ask again, or for a review.
 */
export function judgeTask(crowd: Crowd | null, task: Judged): Verdict {
  const { spec, answers, policy, naming } = task
  const workers = answers.map(({ worker_id }) => workerNumber(crowd, worker_id))
  const accuracies: Record<string, number>[] = answers.map(() => ({}))
  const fields: ItemResult[] = []
  const posterior: Record<string, number>[] = []
  let step: NextStep = 'stop'
  for (let item = 0; item < task.itemCount; item++) {
    const result: ItemResult = {}
    const believed: Record<string, number> = {}
    for (const field of spec) {
      const values = answers.map((answer) => answer.values[item]?.[field.name])
      const judged = judgeField(field, modelOf(crowd, field), { workers, values }, naming)
      result[field.name] = rounded(judged.result)
      believed[field.name] = round(Math.min(1, ...judged.states.map((state) => state.posterior)))
      judged.accuracy.forEach((accuracy, a) => {
        accuracies[a]![field.name] = round(accuracy)
      })
      for (const state of judged.states) step = graver(step, nextStep(policy, state))
    }
    fields.push(result)
    posterior.push(believed)
  }
  const provenance = {
    refit: crowd?.refit ?? 0,
    refit_at: crowd?.refitAt ?? null,
    version: task.version,
    answers: answers.map(({ worker_id }, a) => ({ worker_id, accuracy: accuracies[a]! })),
    posterior,
  }
  return { step, fields, provenance }
}

function graver(a: NextStep, b: NextStep): NextStep {
  if (a === 'ask' || b === 'ask') return 'ask'
  return a === 'review' || b === 'review' ? 'review' : 'stop'
}

function rounded<T extends { confidence: number; spread?: number; other?: number }>(result: T): T {
  const { confidence, spread, other } = result
  return {
    ...result,
    confidence: round(confidence),
    ...(spread !== undefined && { spread }),
    ...(other !== undefined && { other: round(other) }),
  }
}

/** Four digits say all that a confidence can mean. */
function round(probability: number): number {
  return Math.round(probability * 1e4) / 1e4
}
