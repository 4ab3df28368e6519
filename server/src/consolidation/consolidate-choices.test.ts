import { describe, expect, test } from 'vitest'
import { answersByTask } from './answers.ts'
import { consolidateChoices } from './consolidate-choices.ts'
import { fitHierarchical } from './hierarchical.ts'
import { posteriorOf } from './posterior.ts'
import { DEFAULT_RHO } from './publish.ts'
import { simulateCrowd } from './simulate-crowd.ts'

function right(label: ArrayLike<number>, truth: ArrayLike<number>): number {
  let count = 0
  for (let t = 0; t < truth.length; t++) if (label[t] === truth[t]) count++
  return count / truth.length
}

describe('which model', () => {
  test('a tiny project falls back to votes with one pooled accuracy', () => {
    const crowd = simulateCrowd({ tasks: 20, workers: 8, classes: 3, overlap: 3, seed: 2 })
    const result = consolidateChoices(crowd)
    expect(result.model).toBe('pooled')
    expect(new Set(result.workers.map((worker) => worker.accuracy)).size).toBe(1)
  })

  test('40 classes: one coin per worker beats the votes', () => {
    const spec = { tasks: 500, workers: 50, classes: 40, overlap: 4, seed: 3, skill: -0.5, guessers: 0.3, leaning: 0.2 }
    const crowd = simulateCrowd(spec)
    const result = consolidateChoices(crowd)
    expect(result.model).toBe('one-coin')
    const votes = consolidateChoices({ ...crowd, tasks: crowd.tasks, ...firstVotes(crowd) })
    expect(right(result.label, crowd.truth)).toBeGreaterThan(right(votes.label, crowd.truth) + 0.02)
    const guessers = result.workers.filter((_, w) => crowd.kind[w] === 'guesser')
    expect(Math.max(...guessers.map((worker) => worker.accuracy))).toBeLessThan(0.3)
  })

  /** The same crowd with every worker a stranger: what votes alone can do. */
  function firstVotes(crowd: ReturnType<typeof simulateCrowd>) {
    return { workers: crowd.task.length, worker: Int32Array.from({ length: crowd.task.length }, (_, i) => i) }
  }
})

test('no answers and single answers', () => {
  const none = consolidateChoices({ tasks: 2, workers: 0, classes: 3, task: [], worker: [], label: [] })
  expect([...none.label]).toEqual([-1, -1])
  expect(none.alpha).toBeNull()
  const one = consolidateChoices({ tasks: 2, workers: 1, classes: 3, task: [1], worker: [0], label: [2] })
  expect([...one.label]).toEqual([-1, 2])
  expect(one.confidence[1]).toBeGreaterThan(0.5)
})

describe('confidence', () => {
  const crowd = simulateCrowd({ tasks: 1500, workers: 80, classes: 4, overlap: 5, seed: 8, hardness: 1.5, skill: 0.9 })
  const gold = crowd.truth.map((label, t) => (t < 80 ? label : -1))

  function calibrationError(confidence: ArrayLike<number>, label: ArrayLike<number>): number {
    const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
    for (let t = 80; t < crowd.tasks; t++) {
      const bin = bins[Math.min(9, Math.floor(confidence[t]! * 10))]!
      bin.sure += confidence[t]!
      bin.right += Number(label[t] === crowd.truth[t])
    }
    return bins.reduce((sum, bin) => sum + Math.abs(bin.sure - bin.right), 0) / (crowd.tasks - 80)
  }

  test('published confidence keeps its word where workers fail together', () => {
    const { confidence, label, rho } = consolidateChoices(crowd)
    expect(rho).toBe(DEFAULT_RHO)
    const published = calibrationError(confidence, label)
    const answers = answersByTask(crowd)
    const model = fitHierarchical(answers)
    const raw = Array.from({ length: crowd.tasks }, (_, t) => {
      const p = new Float64Array(4)
      posteriorOf(model, answers.worker, answers.label, answers.start[t]!, answers.start[t + 1]!, p)
      return Math.max(...p)
    })
    expect(published).toBeLessThan(0.07)
    expect(calibrationError(raw, label)).toBeGreaterThan(1.5 * published)
  })

  test('the correlation is fitted on 50 gold tasks and more, and stays the default below', () => {
    const fitted = consolidateChoices({ ...crowd, gold })
    expect(calibrationError(fitted.confidence, fitted.label)).toBeLessThan(0.06)
    const few = consolidateChoices({ ...crowd, gold: gold.map((label, t) => (t < 49 ? label : -1)) })
    expect(few.rho).toBe(DEFAULT_RHO)
    const easy = simulateCrowd({ tasks: 800, workers: 60, classes: 3, overlap: 5, seed: 3, hardness: 0, skill: 1.2 })
    const easyGold = easy.truth.map((label, t) => (t < 200 ? label : -1))
    expect(consolidateChoices({ ...easy, gold: easyGold }).rho).toBeLessThan(DEFAULT_RHO)
  })
})
