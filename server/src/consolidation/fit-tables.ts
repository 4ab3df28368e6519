import type { FieldValue } from '@whisker/api/fields.ts'
import type { Answers } from './answers.ts'
import { bitsPerAnswer } from './bits.ts'
import { countPer, type FieldFit, type Gold } from './field-fit.ts'
import { fitRho } from './fit-rho.ts'
import { knownOf } from './gold.ts'
import { fitHierarchical } from './hierarchical.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { continueFrom, emptyModel, type OnlineModel, onlineAccuracy, pushAnswer } from './online.ts'

/** Fewer answers draw no tables: the model goes on from the prior, answer by answer, as it does online. */
const minToFit = 50

type TableFit = Pick<FieldFit, 'method' | 'answers' | 'alpha' | 'workers'> & { online: OnlineModel }

/** The class of each item whose answer is known, else -1; undefined where none is. */
export function labelsOf(gold: Gold, items: number, classOf: (value: FieldValue) => number): Int16Array | undefined {
  if (gold.size === 0) return undefined
  const labels = new Int16Array(items).fill(-1)
  for (const [item, value] of gold) labels[item] = classOf(value)
  return labels
}

/**
 * The tables of a choice of 2 to 32 classes, as they go on online.
 *
 * @param gold per item the right class, or -1.
 */
export function fitTables(answers: Answers, gold?: Int16Array): TableFit {
  const { workers, classes } = answers
  const alpha = krippendorffAlpha(answers.start, answers.label, 'nominal')
  const answered = countPer(answers.worker, workers)
  const count = answers.label.length
  if (count < minToFit) {
    const online = pushAll(answers, gold)
    const people = Array.from({ length: workers }, (_, w) => ({
      answered: answered[w]!,
      accuracy: onlineAccuracy(online, w),
      bits: null,
    }))
    return { online, method: 'one-coin', answers: count, alpha, workers: people }
  }
  const fit = fitHierarchical(answers, knownOf(answers, gold))
  const online = continueFrom(fit, answers, gold && goldAnswersOf(answers, gold))
  if (gold) online.rho = fitRho(answers, fit, gold)
  const people = Array.from({ length: workers }, (_, w) => ({
    answered: answered[w]!,
    accuracy: onlineAccuracy(online, w),
    bits: classes > 1 ? bitsPerAnswer(fit, w) : null,
  }))
  return { online, method: 'hierarchical', answers: count, alpha, workers: people }
}

/** How many gold items each worker answered. */
function goldAnswersOf({ tasks, workers, start, worker }: Answers, gold: Int16Array): Float64Array {
  const counts = new Float64Array(workers)
  for (let t = 0; t < tasks; t++) {
    if (gold[t]! < 0) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) counts[worker[i]!]!++
  }
  return counts
}

function pushAll({ classes, tasks, start, worker, label }: Answers, gold?: Int16Array): OnlineModel {
  const model = emptyModel(classes)
  for (let t = 0; t < tasks; t++) {
    for (let to = start[t]! + 1; to <= start[t + 1]!; to++) {
      const task = { workers: [...worker.subarray(start[t]!, to)], labels: [...label.subarray(start[t]!, to)] }
      pushAnswer(model, task, gold?.[t])
    }
  }
  return model
}
