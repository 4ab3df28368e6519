import { describe, expect, test } from 'vitest'
import { answersByTask } from './answers.ts'
import { betaBinomialAtLeast } from './beta.ts'
import { seededRandom, simulateCrowd } from './simulate-crowd.ts'
import { suspectField } from './suspect.ts'

const shape = { tasks: 2000, workers: 30, classes: 4, overlap: 6, skill: 1, hardness: 1 }

/** Worker 0 guesses, 1 always says the same, 2 to 4 are one person, 5 guesses and knows the gold. */
function crowdOf(seed: number) {
  const crowd = simulateCrowd({ ...shape, seed })
  const random = seededRandom(seed)
  const gold = Int16Array.from(crowd.truth, (truth, t) => (t % 20 === 0 ? truth : -1))
  const first = new Map<number, number>()
  const label = Int32Array.from(crowd.label, (given, i) => {
    const [worker, task] = [crowd.worker[i]!, crowd.task[i]!]
    if (worker === 0) return Math.floor(random() * 4)
    if (worker === 1) return 3
    if (worker === 5) return gold[task]! >= 0 ? gold[task]! : Math.floor(random() * 4)
    if (worker < 2 || worker > 4) return given
    const copied = first.get(task) ?? given
    first.set(task, copied)
    return copied
  })
  return { crowd: { ...crowd, label }, gold }
}

describe('a crowd with some who do not work', () => {
  test.each([1, 2, 3])('they are found, each for what they do, and nobody else: crowd %i', (seed) => {
    const { crowd, gold } = crowdOf(seed)
    const { spam, groups, knownGold } = suspectField(answersByTask(crowd), gold)
    expect(spam.map(({ worker, kind }) => `${worker} ${kind}`).sort()).toEqual(
      expect.arrayContaining(['0 random', '1 constant']),
    )
    expect(spam.filter(({ worker }) => ![0, 1, 5].includes(worker))).toEqual([])
    // At least two of the three; now and then the third has too few errors in common with them.
    expect(groups).toHaveLength(1)
    expect([2, 3, 4]).toEqual(expect.arrayContaining(groups[0]!.workers))
    expect(knownGold.map(({ worker }) => worker)).toEqual([5])
    expect(knownGold[0]!.right).toBe(knownGold[0]!.answered)
    expect(knownGold[0]!.expected).toBeLessThan(0.6)
  })

  test('an honest crowd is left alone, also where the gold is easy', () => {
    const crowd = simulateCrowd({ ...shape, seed: 9 })
    const answers = answersByTask(crowd)
    const agreed = Int16Array.from(crowd.truth, (_, t) => {
      const labels = answers.label.subarray(answers.start[t], answers.start[t + 1])
      return labels.every((label) => label === labels[0]) ? labels[0]! : -1
    })
    expect(agreed.filter((label) => label >= 0).length).toBeGreaterThan(100)
    expect(suspectField(answers, agreed)).toEqual({ spam: [], groups: [], knownGold: [] })
  })

  test('who copies names is found among thousands of names', () => {
    const random = seededRandom(4)
    const [tasks, overlap] = [1500, 6]
    const task = Array.from({ length: tasks * overlap }, (_, i) => Math.floor(i / overlap))
    const worker = task.map((t, i) => (t * 7 + (i % overlap)) % 20)
    const copied = new Map<number, number>()
    const label = task.map((t, i) => {
      const given = random() < 0.75 ? t % 900 : Math.floor(random() * 3000)
      if (worker[i]! > 1) return given
      copied.set(t, copied.get(t) ?? given)
      return copied.get(t)!
    })
    const found = suspectField(answersByTask({ tasks, workers: 20, classes: 3000, task, worker, label }), null)
    expect(found.groups.map(({ workers }) => workers.toSorted())).toEqual([[0, 1]])
    expect(found.spam).toEqual([])
  })

  test('a handful of answers tells nothing of anybody', () => {
    const { crowd, gold } = crowdOf(1)
    const few = { ...crowd, task: [0, 0], worker: [0, 1], label: [1, 2] }
    expect(suspectField(answersByTask(few), gold)).toEqual({ spam: [], groups: [], knownGold: [] })
  })
})

test('the tail of the beta-binomial distribution: even chances, and those of a coin', () => {
  // Beta(1, 1): each number of right ones is as likely as any other.
  expect(betaBinomialAtLeast(8, 9, 1, 1)).toBeCloseTo(0.2, 9)
  expect(betaBinomialAtLeast(0, 9, 3, 2)).toBeCloseTo(1, 9)
  expect(betaBinomialAtLeast(2, 2, 1e7, 1e7)).toBeCloseTo(0.25, 5)
})
