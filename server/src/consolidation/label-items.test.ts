import type { FieldValue } from '@whisker/api/fields.ts'
import { describe, expect, test } from 'vitest'
import { answersByTask } from './answers.ts'
import type { ConsolidatedField, ModelledField } from './field.ts'
import { fitTables } from './fit-tables.ts'
import { type FieldAnswers, labelItems } from './label-items.ts'
import { namingFor } from './naming.fixture.ts'
import { defaultRho } from './publish.ts'
import { seededRandom, simulateCrowd } from './simulate-crowd.ts'

const naming = namingFor()

/** One row per item, one value per worker in each. */
function answersOf(rows: (FieldValue | null)[][]): FieldAnswers {
  const flat = rows.flatMap((row, item) => row.map((value, worker) => ({ item, worker, value })))
  return {
    items: rows.length,
    workers: Math.max(0, ...rows.map((row) => row.length)),
    item: flat.map((each) => each.item),
    worker: flat.map((each) => each.worker),
    value: flat.map((each) => each.value),
  }
}

function consolidated(field: ConsolidatedField, answers: FieldAnswers, gold?: ReadonlyMap<number, FieldValue>) {
  const versions: ModelledField[] = [{ required: false, ...field }]
  const { results, fit } = labelItems(versions, answers, naming, gold && { gold })
  return { results, ...fit }
}

const animals: ConsolidatedField = { type: 'select', options: ['cat', 'dog', 'fox', 'owl'].map((value) => ({ value })) }

describe('select', () => {
  const crowd = simulateCrowd({ tasks: 300, workers: 50, classes: 4, overlap: 5, seed: 12, guessers: 0.3 })
  const names = animals.options!.map((option) => option.value)
  const { tasks: items, task: item, workers, worker } = crowd
  const answers = { items, item, workers, worker, value: Array.from(crowd.label, (k) => names[k]!) }

  test('the model decides, the votes explain, the workers are measured', () => {
    const { results, workers, alpha } = consolidated(animals, answers)
    const right = results.filter((result, t) => result.value === names[crowd.truth[t]!]).length
    const byVotes = results.filter((result, t) => result.votes[0]!.value === names[crowd.truth[t]!]).length
    expect(right).toBeGreaterThan(byVotes)
    expect(results[0]!.votes.reduce((sum, vote) => sum + vote.count, 0)).toBe(5)
    expect(alpha).toBeGreaterThan(0)
    const bits = (kind: string) => workers.filter((_, w) => crowd.kind[w] === kind).map((worker) => worker.bits!.bits)
    expect(Math.max(...bits('guesser'))).toBeLessThan(mean(bits('honest')))
  })

  test('a value that is no longer among the options, and "no answer", are classes like any other', () => {
    const { results } = consolidated(
      animals,
      answersOf([['cat', 'cat'], ['bear', 'bear', 'cat'], [null, null, 'cat'], []]),
    )
    expect(results.map((result) => result.value)).toEqual(['cat', 'bear', null, null])
    expect(results[3]!.confidence).toBe(0)
  })

  test('one option only', () => {
    const { results } = consolidated({ type: 'radio', options: [{ value: 'yes' }] }, answersOf([['yes', 'yes']]))
    expect(results[0]!.value).toBe('yes')
  })
})

describe('checkbox', () => {
  const field: ConsolidatedField = { type: 'checkbox', options: ['fur', 'tail', 'wings'].map((value) => ({ value })) }

  test('each option is a question of its own', () => {
    const random = seededRandom(5)
    const truths = Array.from({ length: 200 }, () => ['fur', 'tail', 'wings'].filter(() => random() < 0.4))
    // Workers 0 to 2 mostly look; 3 and 4 tick at random.
    const rows = truths.map((truth) =>
      [0.9, 0.9, 0.85, 0.5, 0.5].map((skill) =>
        ['fur', 'tail', 'wings'].filter((option) => random() < skill === truth.includes(option)),
      ),
    )
    const { results } = consolidated(field, answersOf(rows))
    const right = (value: unknown, t: number) => JSON.stringify(value) === JSON.stringify(truths[t])
    const byModel = results.filter((result, t) => right(result.value ?? [], t)).length
    const byVotes = results.filter((result, t) => {
      const ticked = result.votes.filter((vote) => vote.count > 2).map((vote) => vote.value as string)
      return right(
        field.options!.map((option) => option.value).filter((option) => ticked.includes(option)),
        t,
      )
    }).length
    expect(byModel).toBeGreaterThan(byVotes + 10)
  })

  test('left empty by most, and ticked by nobody, is no answer', () => {
    const { results } = consolidated(
      field,
      answersOf([
        [null, null, ['fur']],
        [[], [], ['fur']],
      ]),
    )
    expect(results.map((result) => result.value)).toEqual([null, null])
  })
})

describe('numbers and ratings', () => {
  test('a careless worker among careful ones moves nothing', () => {
    const random = seededRandom(8)
    const rows = Array.from({ length: 60 }, (_, t) => [t + random(), t + random(), 100 * random(), 100 * random()])
    const { results, alpha } = consolidated({ type: 'number' }, answersOf(rows))
    const far = results.filter((result, t) => Math.abs((result.value as number) - t - 0.5) > 3).length
    expect(far).toBeLessThan(3)
    expect(results[0]!.spread).toBeGreaterThan(0)
    expect(alpha).toBeGreaterThan(0)
  })

  test('stars, and a field that most left empty', () => {
    const { results, alpha } = consolidated(
      { type: 'rating' },
      answersOf([
        [4, 4, 5],
        [null, null, 1],
        [1, 2, 1],
      ]),
    )
    expect(results.map((result) => result.value)).toEqual([4, null, 1])
    expect(results[0]!.confidence).toBeCloseTo(2 / 3, 1)
    expect(alpha).not.toBeNull()
  })
})

test('gold measures the workers, whatever the others answered', () => {
  const rows = (good: FieldValue, bad: FieldValue) => Array.from({ length: 80 }, () => [good, bad, bad])
  const cases: [ConsolidatedField, FieldValue, FieldValue][] = [
    [{ type: 'input' }, 'cat', 'dog'],
    [{ type: 'number' }, 3, 7],
    [{ type: 'rating' }, 5, 1],
    [{ type: 'checkbox', options: [{ value: 'fur' }] }, ['fur'], []],
    [animals, 'owl', 'fox'],
  ]
  for (const [field, good, bad] of cases) {
    const gold = new Map(Array.from({ length: 60 }, (_, t) => [t, good]))
    const { results, workers } = consolidated(field, answersOf(rows(good, bad)), gold)
    expect(workers[0]!.accuracy).toBeGreaterThan(workers[1]!.accuracy)
    expect(results[79]!.value).toEqual(good)
  }
})

test('no answers at all, for every type', () => {
  for (const type of ['input', 'textarea', 'number', 'select', 'radio', 'checkbox', 'rating'] as const) {
    const { results } = consolidated({ type }, answersOf([[], []]))
    expect(results.map((result) => result.value)).toEqual([null, null])
  }
})

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('the correlation of the workers', () => {
  const crowd = simulateCrowd({ tasks: 1500, workers: 80, classes: 4, overlap: 5, seed: 8, hardness: 1.5, skill: 0.9 })
  const value = Array.from(crowd.label, String)
  const field = { type: 'select', options: ['0', '1', '2', '3'].map((each) => ({ value: each })) } as const
  const answers = { items: crowd.tasks, workers: crowd.workers, item: crowd.task, worker: crowd.worker, value }
  const goldOf = (count: number) => new Map(Array.from(crowd.truth.subarray(0, count), (label, t) => [t, `${label}`]))

  function calibrationError(gold: ReadonlyMap<number, FieldValue>): number {
    const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
    consolidated(field, answers, gold).results.forEach(({ value, confidence }, t) => {
      if (t < 80) return
      const bin = bins[Math.min(9, Math.floor(confidence * 10))]!
      bin.sure += confidence
      bin.right += Number(value === String(crowd.truth[t]))
    })
    return bins.reduce((sum, bin) => sum + Math.abs(bin.sure - bin.right), 0) / (crowd.tasks - 80)
  }

  test('published confidence keeps its word where workers fail together, with gold and without', () => {
    expect(calibrationError(new Map())).toBeLessThan(0.07)
    expect(calibrationError(goldOf(80))).toBeLessThan(0.06)
  })

  test('it is fitted on 50 gold tasks and more, and stays the default below', () => {
    const rhoOf = (made: typeof crowd, count: number) =>
      fitTables(
        answersByTask(made),
        made.truth.map((label, t) => (t < count ? label : -1)),
      ).online.rho
    expect(rhoOf(crowd, 49)).toBe(defaultRho)
    const easy = simulateCrowd({ tasks: 800, workers: 60, classes: 3, overlap: 5, seed: 3, hardness: 0, skill: 1.2 })
    expect(rhoOf(easy, 200)).toBeLessThan(defaultRho)
  })
})

test('40 classes: one coin per worker beats the votes', () => {
  const spec = { tasks: 500, workers: 50, classes: 40, overlap: 4, seed: 3, skill: -0.5, guessers: 0.3, leaning: 0.2 }
  const crowd = simulateCrowd(spec)
  const options = Array.from({ length: 40 }, (_, k) => ({ value: String(k) }))
  const value = Array.from(crowd.label, String)
  const answers = { items: crowd.tasks, workers: crowd.workers, item: crowd.task, worker: crowd.worker, value }
  // The same crowd with every worker a stranger: what votes alone can do.
  const strangers = { ...answers, workers: value.length, worker: value.map((_, i) => i) }
  const share = (said: FieldAnswers) =>
    consolidated({ type: 'radio', options }, said).results.filter((result, t) => result.value === `${crowd.truth[t]}`)
      .length / crowd.tasks
  expect(share(answers)).toBeGreaterThan(share(strangers) + 0.02)
  const { method, workers } = consolidated({ type: 'radio', options }, answers)
  expect(method).toBe('one-coin')
  const guessers = workers.filter((_, w) => crowd.kind[w] === 'guesser')
  expect(Math.max(...guessers.map((worker) => worker.accuracy))).toBeLessThan(0.3)
})
