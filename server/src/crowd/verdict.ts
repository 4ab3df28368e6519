import { checkAnswer } from '@whisker/api/answers.ts'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { decide } from '../consolidation/decide.ts'
import type { FieldResult } from '../consolidation/field.ts'
import { judgeField } from '../consolidation/judge-field.ts'
import type { ProjectNaming } from '../consolidation/naming.ts'
import type { NextStep, OverlapPolicy } from '../consolidation/overlap.ts'
import { answerChecks } from '../projects/answer-checks.ts'
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

export type Verdict = {
  step: NextStep
  /** The form of the fields. */
  spec: OutputField[]
  fields: ItemResult[]
  /** The values pass the rules of the form: what does not is never completed. */
  admissible: boolean
  provenance: Provenance
}

export type Judged = {
  version: number
  spec: OutputField[]
  itemCount: number
  policy: OverlapPolicy
  naming: ProjectNaming
  /** Counted answers, oldest first. */
  answers: CrowdAnswer[]
}

/**
 * What is to become of a task with these answers, by what this server knows of the crowd right now: O(answers x classes)
 * a field, without a look at anything else. One doubtful field of one item is enough to ask again, or for a review.
 *
 * The one guard of the form: values that a worker could not have sent are for a person to see, wherever they come from (no
 * answer from before a field was required, an option that is there no more, a synonym that the pattern refuses).
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
      const judged = judgeField(
        asKept(crowd, task.version, field),
        modelOf(crowd, field),
        { workers, values },
        naming.of(field),
      )
      const { result: said, state, next } = decide(policy, judged)
      result[field.name] = rounded(said)
      believed[field.name] = round(state.posterior)
      judged.accuracy.forEach((accuracy, a) => {
        accuracies[a]![field.name] = round(accuracy)
      })
      step = graver(step, next)
    }
    fields.push(result)
    posterior.push(believed)
  }
  const admissible = passesForm(spec, fields)
  if (step === 'stop' && !admissible) step = 'review'
  const provenance = {
    refit: crowd?.refit ?? 0,
    refit_at: crowd?.refitAt ?? null,
    version: task.version,
    answers: answers.map(({ worker_id }, a) => ({ worker_id, accuracy: accuracies[a]! })),
    posterior,
  }
  return { step, spec, fields, admissible, provenance }
}

/** The same field as the crowd keeps it, from one task to the next: what is worked out of its form once need not be again. */
function asKept(crowd: Crowd | null, version: number, field: OutputField): OutputField {
  const kept = crowd?.specs.get(version)?.find(({ name, type }) => name === field.name && type === field.type)
  return kept ?? field
}

/** Whether these values could be a worker's answer to this form. */
export function passesForm(spec: OutputField[], fields: ItemResult[]): boolean {
  const values = fields.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, { value }]) => [name, value])),
  )
  return checkAnswer(spec, values.length, values, answerChecks()).ok
}

function graver(a: NextStep, b: NextStep): NextStep {
  if (a === 'ask' || b === 'ask') return 'ask'
  return a === 'review' || b === 'review' ? 'review' : 'stop'
}

function rounded(result: FieldResult): FieldResult {
  const { confidence, spread, other, objects, order } = result
  return {
    ...result,
    confidence: round(confidence),
    ...(spread !== undefined && { spread }),
    ...(other !== undefined && { other: round(other) }),
    ...(order && { order: { whole: round(order.whole), above: order.above.map((row) => row.map(round)) } }),
    ...(objects && {
      objects: objects.map((one) => ({ ...one, exists: round(one.exists), label: round(one.label) })),
    }),
  }
}

/** Four digits say all that a confidence can mean. */
function round(probability: number): number {
  return Math.round(probability * 1e4) / 1e4
}
