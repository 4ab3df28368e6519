import { describe, expect, test } from 'vitest'
import { expectCpuBelow } from '../testing/cpu-time.ts'
import { answersByTask } from './answers.ts'
import { fitHierarchical } from './hierarchical.ts'
import {
  continueFrom,
  emptyModel,
  isProvenOnline,
  onlinePosterior,
  onlinePublished,
  pushAnswer,
  type TaskAnswers,
} from './online.ts'
import { packModel, unpackModel } from './online-pack.ts'
import { defaultRho } from './publish.ts'
import { simulateCrowd } from './simulate-crowd.ts'

const crowd = simulateCrowd({ tasks: 500, workers: 60, classes: 4, overlap: 5, seed: 21, guessers: 0.2 })

function tasksOf(count: number): TaskAnswers[] {
  const tasks: TaskAnswers[] = Array.from({ length: count }, () => ({ workers: [], labels: [] }))
  for (let i = 0; i < crowd.task.length; i++) {
    tasks[crowd.task[i]!]?.workers.push(crowd.worker[i]!)
    tasks[crowd.task[i]!]?.labels.push(crowd.label[i]!)
  }
  return tasks
}

/** Pushes every answer in the order in which rounds of workers would give them. */
function pushAll(tasks: TaskAnswers[], model = emptyModel(4)): { model: typeof model; right: number } {
  for (let round = 1; round <= 5; round++) {
    for (const { workers, labels } of tasks) {
      pushAnswer(model, { workers: workers.slice(0, round), labels: labels.slice(0, round) })
    }
  }
  let right = 0
  tasks.forEach((task, t) => {
    const p = onlinePosterior(model, task)
    if (p.indexOf(Math.max(...p)) === crowd.truth[t]) right++
  })
  return { model, right: right / tasks.length }
}

describe('the online model', () => {
  test('a project without answers believes that seven of ten answers are right', () => {
    const model = emptyModel(3)
    const p = onlinePosterior(model, { workers: [0], labels: [2] })
    expect(p[2]).toBeCloseTo(0.7, 5)
    expect(onlinePosterior(model, { workers: [], labels: [] })[0]).toBeCloseTo(1 / 3, 10)
  })

  test('learns who is who from the pushes alone, and beats the votes', () => {
    const tasks = tasksOf(500)
    const votes = tasks.filter(({ labels }, t) => {
      const counts = [0, 0, 0, 0]
      for (const label of labels) counts[label]!++
      return counts.indexOf(Math.max(...counts)) === crowd.truth[t]
    })
    expect(pushAll(tasks).right).toBeGreaterThan(votes.length / 500 + 0.03)
  })

  test('two replays agree to the last bit', () => {
    expect(pushAll(tasksOf(100)).model).toEqual(pushAll(tasksOf(100)).model)
  })

  test('no count is ever lost, made up or negative', () => {
    const { model } = pushAll(tasksOf(200))
    const total = model.counts.reduce((sum, count) => sum + count, 0)
    expect(Math.min(...model.counts)).toBeGreaterThanOrEqual(0)
    expect(total).toBeGreaterThan(990)
    expect(total).toBeLessThan(1010)
  })

  test('after a refit it says what the refit says', () => {
    const answers = answersByTask(crowd)
    const fit = fitHierarchical(answers)
    const model = continueFrom(fit, answers)
    const task = tasksOf(1)[0]!
    const published = onlinePublished(model, task)
    expect(published.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10)
    for (let i = 0; i < fit.counts.length; i++) expect(model.table[i]).toBeCloseTo(fit.table[i]!, 6)
  })

  test('proves workers who agree with others, never those who were not compared', () => {
    const model = emptyModel(2)
    for (let t = 0; t < 40; t++) pushAnswer(model, { workers: [0], labels: [t % 2] })
    expect(isProvenOnline(model, 0)).toBe(false)
    for (let t = 0; t < 40; t++) pushAnswer(model, { workers: [0, 1], labels: [t % 2, t % 2] })
    expect(isProvenOnline(model, 0)).toBe(true)
    expect(isProvenOnline(model, 2)).toBe(false)
  })

  test('gold moves a worker at once, and their other answers count less', () => {
    const liar = emptyModel(2)
    for (let t = 0; t < 20; t++) pushAnswer(liar, { workers: [0], labels: [t % 2] }, 1 - (t % 2))
    expect(onlinePosterior(liar, { workers: [0], labels: [1] })[1]).toBeLessThan(0.2)
    expect(liar.goldAnswers[0]).toBe(20)
  })

  test('a worker beyond the room makes room', () => {
    const model = emptyModel(3, 2)
    pushAnswer(model, { workers: [1000], labels: [1] })
    expect(model.room).toBeGreaterThan(1000)
    expect(onlinePosterior(model, { workers: [1000], labels: [1] })[1]).toBeGreaterThan(0.5)
    expect(onlinePosterior(model, { workers: [5000], labels: [2] })[2]).toBeGreaterThan(0.4)
  })

  test('survives being packed into bytes; foreign bytes are refused', () => {
    const model = continueFrom(fitHierarchical(answersByTask(crowd)), answersByTask(crowd))
    const bytes = packModel(model)
    // As a driver gives it: a view into a larger buffer.
    const copy = unpackModel(Buffer.concat([Buffer.alloc(7), bytes]).subarray(7))!
    const task = tasksOf(1)[0]!
    const before = onlinePublished(model, task)
    onlinePublished(copy, task).forEach((p, k) => {
      expect(p).toBeCloseTo(before[k]!, 5)
    })
    expect(packModel(copy)).toEqual(bytes)
    expect(bytes.length).toBeLessThan(model.room * (16 * 4 + 16) + 200)
    expect(unpackModel(bytes.subarray(0, -4))).toBeNull()
    expect(unpackModel(new Uint8Array(400))).toBeNull()
    expect(unpackModel(new Uint8Array(3))).toBeNull()
  })

  test('bytes of the version before, which had no rho, are read', () => {
    const model = continueFrom(fitHierarchical(answersByTask(crowd)), answersByTask(crowd))
    const bytes = packModel(model).slice(0, -4)
    new DataView(bytes.buffer).setUint32(0, 1, true)
    const copy = unpackModel(bytes)!
    expect(copy.rho).toBe(defaultRho)
    expect(copy.weights).toHaveLength(model.weights.length)
  })

  test('100,000 posteriors a second and more', () => {
    const model = continueFrom(fitHierarchical(answersByTask(crowd)), answersByTask(crowd))
    const tasks = tasksOf(500)
    const ask = () => {
      for (let n = 0; n < 20_000; n++) onlinePosterior(model, tasks[n % 500]!)
    }
    // They take 10 ms on an idle machine.
    expectCpuBelow(200, ask)
  })
})
