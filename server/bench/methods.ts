import type { Answers } from '../src/consolidation/answers.ts'
import { dawidSkene, voteShares } from '../src/consolidation/dawid-skene.ts'
import { fitTables } from '../src/consolidation/fit-tables.ts'
import { beliefOf, fitOneCoin } from '../src/consolidation/one-coin.ts'
import { type OnlineModel, onlinePosterior, onlinePublished, type TaskAnswers } from '../src/consolidation/online.ts'

/** From answers to one probability per task and class, flat. */
export type Method = (answers: Answers) => Float64Array

/**
 * Everything is measured beside everything else: the votes, the reference models, and the default in its two forms, which is
 * what a refit fits (collect-field.ts) and every label is judged by (judge-field.ts).
 */
export const methodsByName: Record<string, Method> = {
  majority: voteShares,
  'one-coin': oneCoin,
  'plain DS': (answers) => dawidSkene(answers),
  'default, raw': (answers) => perTask(answers, fitTables(answers).online, onlinePosterior),
  default: (answers) => published(answers, fitTables(answers).online),
}

/** The default with gold: clamped, weighed, and its correlation fitted. */
export function withGold(answers: Answers, gold: Int16Array): Float64Array {
  return published(answers, fitTables(answers, gold).online)
}

export function published(answers: Answers, model: OnlineModel): Float64Array {
  return perTask(answers, model, onlinePublished)
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

function perTask(
  { tasks, classes, start, worker, label }: Answers,
  model: OnlineModel,
  judge: (model: OnlineModel, task: TaskAnswers) => Float64Array,
): Float64Array {
  const all = new Float64Array(tasks * classes)
  for (let t = 0; t < tasks; t++) {
    const [from, to] = [start[t]!, start[t + 1]!]
    const task = { workers: Array.from(worker.subarray(from, to)), labels: Array.from(label.subarray(from, to)) }
    all.set(judge(model, task), t * classes)
  }
  return all
}
