import { isProvenOnline, type OnlineModel, onlinePosterior, onlinePublished, type TaskAnswers } from './online.ts'
import type { TaskState } from './overlap.ts'
import { likeliest } from './posterior.ts'

/**
 * A choice of 2 to 32 classes: which is published, with its confidence, and what the overlap policy asks for: the raw posterior
 * of its own likeliest class. (That is seldom another than the published one. To ask on where they differ was tried: 0.01 to
 * 0.02 answers a task more, and no label better.)
 */
export function judgeChoice(
  model: OnlineModel,
  task: TaskAnswers,
): { winner: number; believed: number; confidence: number; state: TaskState } {
  const published = onlinePublished(model, task)
  const { winner, tied } = likeliest(published, model.classes)
  const posterior = onlinePosterior(model, task)
  const believed = likeliest(posterior, model.classes).winner
  const proven = (worker: number) => isProvenOnline(model, worker)
  return {
    winner,
    believed,
    confidence: published[winner]!,
    state: {
      ...standing(task, believed, proven),
      posterior: posterior[believed]!,
      tied: tied || haveEqualVotes(task.labels),
    },
  }
}

/** Who is for a label. */
export function standing(
  { workers, labels }: TaskAnswers,
  label: number,
  isProven: (worker: number) => boolean,
): { answers: number; agreeing: number; provenAgrees: boolean } {
  let agreeing = 0
  let provenAgrees = false
  labels.forEach((each, i) => {
    if (each !== label) return
    agreeing++
    provenAgrees ||= isProven(workers[i]!)
  })
  return { answers: labels.length, agreeing, provenAgrees }
}

/** No label has more votes than every other. */
export function haveEqualVotes(labels: readonly number[]): boolean {
  const votes = new Map<number, number>()
  for (const label of labels) votes.set(label, (votes.get(label) ?? 0) + 1)
  const [first, second] = [...votes.values()].sort((a, b) => b - a)
  return first !== undefined && first === second
}
