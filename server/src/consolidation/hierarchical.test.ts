import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answers, answersByTask, collectAnswers } from './answers.ts'
import { poolCounts, workerTable } from './confusion.ts'
import { dawidSkene, voteShares } from './dawid-skene.ts'
import { fitHierarchical } from './hierarchical.ts'
import { informativeWeights } from './informative-votes.ts'
import { publishLabels } from './publish.ts'
import { type CrowdSpec, seededRandom, simulateCrowd } from './simulate-crowd.ts'

function accuracy(label: ArrayLike<number>, truth: ArrayLike<number>): number {
  let right = 0
  for (let t = 0; t < truth.length; t++) if (label[t] === truth[t]) right++
  return right / truth.length
}

function winners(posterior: Float64Array, { tasks, classes }: Answers): number[] {
  return Array.from({ length: tasks }, (_, t) => {
    const own = posterior.subarray(t * classes, (t + 1) * classes)
    return own.indexOf(Math.max(...own))
  })
}

function labelsOf(answers: Answers) {
  return publishLabels(answers, fitHierarchical(answers))
}

/** Mean over seeds of the accuracy of votes, plain Dawid-Skene and the default on the same crowds. */
function compare(spec: Omit<CrowdSpec, 'seed'>, seeds = 4) {
  const mean = { votes: 0, dawidSkene: 0, hierarchical: 0 }
  for (let seed = 1; seed <= seeds; seed++) {
    const crowd = simulateCrowd({ ...spec, seed })
    const answers = answersByTask(crowd)
    mean.votes += accuracy(winners(voteShares(answers), answers), crowd.truth) / seeds
    mean.dawidSkene += accuracy(winners(dawidSkene(answers), answers), crowd.truth) / seeds
    mean.hierarchical += accuracy(labelsOf(answers).label, crowd.truth) / seeds
  }
  return mean
}

describe('answersByTask', () => {
  test('sorts by task and keeps the order within a task', () => {
    const answers = answersByTask({
      tasks: 3,
      workers: 3,
      classes: 2,
      task: [2, 0, 2],
      worker: [0, 1, 2],
      label: [1, 0, 0],
    })
    expect([...answers.start]).toEqual([0, 1, 1, 3])
    expect([...answers.worker]).toEqual([1, 0, 2])
    expect([...answers.label]).toEqual([0, 1, 0])
  })
})

test('answers collected in task order are the same answers, whatever the capacity', () => {
  const crowd = simulateCrowd({ tasks: 500, workers: 30, classes: 3, overlap: 4, seed: 2 })
  const collector = collectAnswers(502, 30, 3, 10)
  for (let i = 0; i < crowd.task.length; i++) collector.add(crowd.task[i]! + 1, crowd.worker[i]!, crowd.label[i]!)
  const moved = answersByTask({ ...crowd, tasks: 502, task: Int32Array.from(crowd.task, (t) => t + 1) })
  expect(collector.finish()).toEqual(moved)
})

describe('a worker table by hand', () => {
  test('nobody is known: seven of ten, errors even', () => {
    const pooled = poolCounts(new Float64Array(9), 3)
    const table = new Float32Array(9)
    workerTable(pooled, new Float64Array(9), 0, table, 0)
    for (let k = 0; k < 3; k++)
      for (let a = 0; a < 3; a++) expect(table[a * 3 + k]).toBeCloseTo(a === k ? 0.7 : 0.15, 6)
  })

  test('six right answers of six to class 0 are worth two thirds of the row', () => {
    const pooled = poolCounts(new Float64Array(4), 2)
    const counts = new Float64Array([6, 0, 0, 0])
    const table = new Float32Array(4)
    workerTable(pooled, counts, 0, table, 0)
    // skill: (6 + 8 * 0.7) / (6 + 8) = 0.8286 for both classes; row 0: (6 + 3 * 0.8286) / (6 + 3); row 1: no answers.
    expect(table[0]).toBeCloseTo((6 + 3 * (11.6 / 14)) / 9, 5)
    expect(table[1 * 2 + 1]).toBeCloseTo(11.6 / 14, 5)
  })

  test('each row of each table is a distribution, for any counts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }).chain((k) => fc.tuple(fc.constant(k), counts(k))),
        ([classes, own]) => {
          const table = new Float32Array(classes * classes)
          workerTable(poolCounts(Float64Array.from(own), classes), Float64Array.from(own), 0, table, 0)
          for (let k = 0; k < classes; k++) {
            let sum = 0
            for (let a = 0; a < classes; a++) sum += table[a * classes + k]!
            expect(sum).toBeCloseTo(1, 5)
          }
        },
      ),
    )
  })
  const counts = (classes: number) =>
    fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: classes ** 2, maxLength: classes ** 2 })
})

describe('simulated crowds with known confusions', () => {
  test('guessers and constant answerers among good workers: far above the votes', () => {
    const mean = compare({
      tasks: 600,
      workers: 80,
      classes: 4,
      overlap: 5,
      skill: 1.2,
      guessers: 0.25,
      constants: 0.15,
    })
    expect(mean.hierarchical).toBeGreaterThan(mean.votes + 0.03)
  })

  test('few answers per worker: plain Dawid-Skene falls below the votes, the hierarchy does not', () => {
    const mean = compare({ tasks: 500, workers: 400, classes: 4, overlap: 3, skill: 1, guessers: 0.1 })
    expect(mean.dawidSkene).toBeLessThan(mean.votes)
    expect(mean.hierarchical).toBeGreaterThan(mean.votes)
  })

  test('a rare class', () => {
    const mean = compare({
      tasks: 1000,
      workers: 60,
      classes: 2,
      overlap: 3,
      skill: 1.2,
      prior: [0.93, 0.07],
      leaning: 0.6,
    })
    expect(mean.hierarchical).toBeGreaterThan(mean.votes + 0.02)
  })

  test('ordered classes with leaning workers', () => {
    const mean = compare({ tasks: 600, workers: 60, classes: 5, overlap: 5, skill: -0.9, leaning: 0.7, ordered: true })
    expect(mean.hierarchical).toBeGreaterThan(mean.votes + 0.02)
  })

  test('32 classes', () => {
    const mean = compare({ tasks: 600, workers: 40, classes: 32, overlap: 3, skill: -0.5, guessers: 0.2 }, 1)
    expect(mean.hierarchical).toBeGreaterThan(mean.votes + 0.03)
  })

  test('informative votes tell guessers from workers', () => {
    const crowd = simulateCrowd({ tasks: 600, workers: 60, classes: 3, overlap: 5, seed: 5, skill: 1.5, guessers: 0.3 })
    const weights = informativeWeights(answersByTask(crowd))
    const of = (kind: string) => [...weights].filter((_, w) => crowd.kind[w] === kind)
    expect(Math.max(...of('guesser'))).toBeLessThan(Math.max(...of('honest')) / 4)
  })
})

describe('crowds that are drawn and counted in several blocks', () => {
  test('every answer and every task is counted, gold and tasks without answers as well', () => {
    const random = seededRandom(3)
    const tasks = 400_000
    const collector = collectAnswers(tasks, 2000, 4, tasks * 4)
    const gold = new Int16Array(tasks).fill(-1)
    for (let t = 0; t < tasks; t++) {
      const truth = Math.floor(random() * 4)
      if (t % 1000 === 0) gold[t] = truth
      if (t % 100 === 7) continue
      const first = Math.floor(random() * 2000)
      for (let n = 0; n < 4; n++) {
        const who = (first + n * 37) % 2000
        // Every tenth worker guesses; the others are right 7 times of 8, so that a lost block would be seen in their counts.
        const right = who % 10 > 0 && random() < 0.875
        collector.add(t, who, right ? truth : Math.floor(random() * 4))
      }
    }
    const answers = collector.finish()
    const model = fitHierarchical(answers, { gold })
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
    expect(sum(model.classCounts)).toBeCloseTo(tasks - tasks / 100, 3)
    expect(sum(model.counts) / answers.start[tasks]!).toBeCloseTo(1, 6)
    // The answers of each worker, as many as there are.
    const given = new Float64Array(2000)
    for (let i = 0; i < answers.start[tasks]!; i++) given[answers.worker[i]!]!++
    for (let w = 0; w < 2000; w++) {
      expect(sum(model.counts.subarray(w * 16, w * 16 + 16))).toBeCloseTo(given[w]!, 2)
    }
  })

  test('a sample of the tasks begins the weighing of 20 million answers, all of them end it', () => {
    const random = seededRandom(4)
    const tasks = 5_000_000
    const collector = collectAnswers(tasks, 1000, 4, tasks * 4)
    for (let t = 0; t < tasks; t++) {
      const truth = t & 3
      const first = Math.floor(random() * 997)
      for (let n = 0; n < 3; n++) {
        const right = random() < 0.8
        collector.add(t, first + n, right ? truth : (truth + 1 + Math.floor(random() * 3)) & 3)
      }
      // The last worker is always wrong, and answers only every second task, which no sample reads.
      if (t % 2) collector.add(t, 999, (truth + 2) & 3)
      else collector.add(t, 998, truth)
    }
    const weights = informativeWeights(collector.finish())
    expect(weights[999]).toBeLessThan(0.02)
    // ln 4 + 0.8 ln 0.8 + 0.2 ln(0.2 / 3) = 0.66 nats would be an agreement of 0.8; with votes that err it is less.
    expect(weights[500]).toBeGreaterThan(0.2)
    expect(weights[500]).toBeLessThan(0.66)
  })
})

describe('edges', () => {
  const fit = (columns: Partial<Parameters<typeof answersByTask>[0]>) =>
    labelsOf(answersByTask({ tasks: 1, workers: 1, classes: 2, task: [], worker: [], label: [], ...columns }))

  test('no answers, one answer', () => {
    expect(fit({}).confidence[0]).toBe(0)
    const one = fit({ task: [0], worker: [0], label: [1] })
    expect(one.label[0]).toBe(1)
    expect(one.confidence[0]).toBeGreaterThan(0.6)
    expect(one.confidence[0]).toBeLessThan(0.95)
  })

  test('everyone always says the same class', () => {
    const { tasks, workers } = { tasks: 50, workers: 5 }
    const task = Array.from({ length: 150 }, (_, i) => Math.floor(i / 3))
    const labels = fit({
      tasks,
      workers,
      classes: 3,
      task,
      worker: task.map((t, i) => (t + i) % 5),
      label: task.map(() => 2),
    })
    expect(new Set(labels.label)).toEqual(new Set([2]))
    expect(Math.min(...labels.confidence)).toBeGreaterThan(0.95)
  })

  test('two thousand answers to one task stay finite', () => {
    const worker = Array.from({ length: 2000 }, (_, w) => w)
    const labels = fit({
      workers: 2000,
      classes: 4,
      task: worker.map(() => 0),
      worker,
      label: worker.map((w) => w % 4),
    })
    expect(labels.confidence[0]).toBeGreaterThan(0)
  })
})

describe('properties', () => {
  const crowd = simulateCrowd({ tasks: 120, workers: 25, classes: 3, overlap: 4, seed: 9, skill: 0.8, guessers: 0.2 })
  const answers = answersByTask(crowd)
  const before = labelsOf(answers)

  test('renaming the classes renames the results and nothing else', () => {
    const swap = [2, 0, 1]
    const after = labelsOf(answersByTask({ ...crowd, label: Int32Array.from(crowd.label, (k) => swap[k]!) }))
    expect([...after.label]).toEqual([...before.label].map((k) => swap[k]!))
    for (let t = 0; t < answers.tasks; t++) expect(after.confidence[t]).toBeCloseTo(before.confidence[t]!, 5)
  })

  test('renaming the workers and shuffling the tasks changes nothing', () => {
    const random = seededRandom(4)
    const order = (n: number) => {
      const places = Array.from({ length: n }, (_, i) => i)
      return places
        .map((value) => ({ value, at: random() }))
        .sort((a, b) => a.at - b.at)
        .map((each) => each.value)
    }
    const workerName = order(crowd.workers)
    const taskName = order(crowd.tasks)
    const after = labelsOf(
      answersByTask({
        ...crowd,
        task: Int32Array.from(crowd.task, (t) => taskName[t]!),
        worker: Int32Array.from(crowd.worker, (w) => workerName[w]!),
      }),
    )
    for (let t = 0; t < answers.tasks; t++) {
      expect(after.label[taskName[t]!]).toBe(before.label[t])
      expect(after.confidence[taskName[t]!]).toBeCloseTo(before.confidence[t]!, 5)
    }
  })

  test('the same answers give the same bits', () => {
    const again = labelsOf(answersByTask(crowd))
    expect(again.label).toEqual(before.label)
    expect(again.confidence).toEqual(before.confidence)
  })

  test('one more trustworthy vote for the winner never makes it less sure', () => {
    const best = crowd.kind.indexOf('honest')
    for (let t = 0; t < 20; t++) {
      const has = Array.from(crowd.task).some((task, i) => task === t && crowd.worker[i] === best)
      if (has) continue
      const more = labelsOf(
        answersByTask({
          ...crowd,
          task: [...Array.from(crowd.task), t],
          worker: [...Array.from(crowd.worker), best],
          label: [...Array.from(crowd.label), before.label[t]!],
        }),
      )
      expect(more.label[t]).toBe(before.label[t])
      expect(more.confidence[t]).toBeGreaterThan(before.confidence[t]! - 1e-3)
    }
  })
})

describe('gold', () => {
  /** A crowd that is wrong together: four of five take class 0 for class 1. Only gold can tell. */
  function wrongTogether() {
    const random = seededRandom(3)
    const tasks = 400
    const columns = {
      tasks,
      workers: 40,
      classes: 2,
      task: [] as number[],
      worker: [] as number[],
      label: [] as number[],
    }
    const truth = Int16Array.from({ length: tasks }, () => Number(random() < 0.5))
    for (let t = 0; t < tasks; t++) {
      for (let n = 0; n < 5; n++) {
        const worker = (t * 7 + n * 8) % 40
        const misled = worker % 5 !== 0
        columns.task.push(t)
        columns.worker.push(worker)
        columns.label.push(
          truth[t] === 1 || (misled && random() < 0.7) ? Number(random() < 0.9) : Number(random() < 0.1),
        )
      }
    }
    return { columns, truth }
  }

  test('60 gold tasks of 400 repair a crowd that is wrong together', () => {
    const { columns, truth } = wrongTogether()
    const answers = answersByTask(columns)
    const gold = truth.map((label, t) => (t < 60 ? label : -1))
    const evidence = new Float64Array(answers.workers).fill(1)
    const without = fitHierarchical(answers)
    const withGold = fitHierarchical(answers, { gold, evidence: evidence.fill(1 / (1 + 60 / 8 / 2)) })
    const rest = (label: ArrayLike<number>) => accuracy(Array.from(label).slice(60), truth.slice(60))
    expect(rest(publishLabels(answers, withGold).label)).toBeGreaterThan(
      rest(publishLabels(answers, without).label) + 0.1,
    )
  })
})
