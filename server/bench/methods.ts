import type { Answers } from '../src/consolidation/answers.ts'
import { dawidSkene, voteShares } from '../src/consolidation/dawid-skene.ts'
import { fitRho } from '../src/consolidation/fit-rho.ts'
import { type CrowdModel, fitHierarchical } from '../src/consolidation/hierarchical.ts'
import { beliefOf, fitOneCoin } from '../src/consolidation/one-coin.ts'
import { posteriorOf } from '../src/consolidation/posterior.ts'
import { DEFAULT_RHO, publishedOf } from '../src/consolidation/publish.ts'

/** From answers to one probability per task and class, flat. */
export type Method = (answers: Answers) => Float64Array

/** Everything is measured beside everything else: the votes, the reference models, and the default in its two forms. */
export const METHODS: Record<string, Method> = {
  majority: voteShares,
  'one-coin': oneCoin,
  'plain DS': (answers) => dawidSkene(answers),
  'default, raw': (answers) => rawPosteriors(answers, fitHierarchical(answers)),
  default: (answers) => published(answers, fitHierarchical(answers), DEFAULT_RHO),
}

/** The default with gold: clamped, weighed, and its correlation fitted. */
export function withGold(answers: Answers, gold: Int16Array, evidence: Float64Array): Float64Array {
  const model = fitHierarchical(answers, { gold, evidence })
  return published(answers, model, fitRho(answers, model, gold))
}

function oneCoin(answers: Answers): Float64Array {
  const { tasks, classes, start, worker, label } = answers
  const model = fitOneCoin(answers)
  const posterior = new Float64Array(tasks * classes)
  for (let t = 0; t < tasks; t++) {
    const { candidates, probability, other } = beliefOf(model, worker, label, start[t]!, start[t + 1]!)
    posterior.fill(other / Math.max(1, classes - candidates.length), t * classes, (t + 1) * classes)
    candidates.forEach((k, c) => {
      posterior[t * classes + k] = probability[c]!
    })
  }
  return posterior
}

function rawPosteriors(answers: Answers, model: CrowdModel): Float64Array {
  return perTask(answers, (from, to, out) => posteriorOf(model, answers.worker, answers.label, from, to, out))
}

function published(answers: Answers, model: CrowdModel, rho: number): Float64Array {
  const scratch = new Float64Array(answers.classes)
  return perTask(answers, (from, to, out) =>
    publishedOf(model, answers.worker, answers.label, from, to, rho, out, scratch),
  )
}

function perTask(
  { tasks, classes, start }: Answers,
  fill: (from: number, to: number, out: Float64Array) => void,
): Float64Array {
  const all = new Float64Array(tasks * classes)
  for (let t = 0; t < tasks; t++) fill(start[t]!, start[t + 1]!, all.subarray(t * classes, (t + 1) * classes))
  return all
}
