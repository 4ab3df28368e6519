import { describe, expect, test } from 'vitest'
import { consolidateField, type FieldAnswers } from './by-field.ts'
import type { ConsolidatedField, FieldValue } from './majority.ts'
import { seededRandom, simulateCrowd } from './simulate-crowd.ts'

/** One row per task, one value per worker in each. */
function answersOf(rows: (FieldValue | null)[][]): FieldAnswers {
  const flat = rows.flatMap((row, task) => row.map((value, worker) => ({ task, worker, value })))
  return {
    tasks: rows.length,
    workers: Math.max(0, ...rows.map((row) => row.length)),
    task: flat.map((each) => each.task),
    worker: flat.map((each) => each.worker),
    value: flat.map((each) => each.value),
  }
}

function consolidated(field: ConsolidatedField, answers: FieldAnswers, options = {}) {
  const result = consolidateField(field, answers, options)
  if (!result.ok) throw new Error(result.problem)
  return result
}

const animals: ConsolidatedField = { type: 'select', options: ['cat', 'dog', 'fox', 'owl'].map((value) => ({ value })) }

describe('select', () => {
  const crowd = simulateCrowd({ tasks: 300, workers: 50, classes: 4, overlap: 5, seed: 12, guessers: 0.3 })
  const names = animals.options!.map((option) => option.value)
  const answers = { ...crowd, value: Array.from(crowd.label, (k) => names[k]!) }

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

  test('the result of a gold task is what is known', () => {
    const gold = new Map(Array.from({ length: 60 }, (_, t) => [t, names[crowd.truth[t]!]!]))
    const { results } = consolidated(animals, answers, { gold })
    for (const [task, value] of gold) expect(results[task]).toMatchObject({ value, confidence: 1 })
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
    const byModel = results.filter((result, t) => right(result.value, t)).length
    const byVotes = results.filter((result, t) => {
      const most = result.votes.filter((vote) => vote.count > 2).map((vote) => vote.value as string)
      return right(
        field.options!.map((option) => option.value).filter((option) => most.includes(option)),
        t,
      )
    }).length
    expect(byModel).toBeGreaterThan(byVotes + 10)
  })

  test('left empty by most is no answer; ticked by nobody is an answer', () => {
    const { results } = consolidated(
      field,
      answersOf([
        [null, null, ['fur']],
        [[], [], ['fur']],
      ]),
    )
    expect(results.map((result) => result.value)).toEqual([null, []])
  })
})

describe('numbers and ratings', () => {
  test('a careless worker among careful ones moves nothing', () => {
    const random = seededRandom(8)
    const rows = Array.from({ length: 60 }, (_, t) => [t + random(), t + random(), 100 * random(), 100 * random()])
    const { results, alpha } = consolidated({ type: 'number', min: 0, max: 100 }, answersOf(rows))
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

describe('text', () => {
  test('names with the project synonyms; the synonyms can be at fault', () => {
    const answers = answersOf([['Kitty', 'cat', 'kitty', 'dog']])
    const synonyms = [{ from: 'kitty', to: 'cat' }]
    expect(consolidated({ type: 'input' }, answers, { synonyms }).results[0]!.value).toBe('cat')
    const circle = [...synonyms, { from: 'cat', to: 'kitty' }]
    expect(consolidateField({ type: 'input' }, answers, { synonyms: circle }).ok).toBe(false)
  })
})

test('gold is its own result, whatever was answered, and measures the workers', () => {
  const rows = (good: FieldValue, bad: FieldValue) => Array.from({ length: 80 }, () => [good, bad, bad])
  const cases: [ConsolidatedField, FieldValue, FieldValue][] = [
    [{ type: 'input' }, 'cat', 'dog'],
    [{ type: 'number' }, 3, 7],
    [{ type: 'rating' }, 5, 1],
    [{ type: 'checkbox' }, ['fur'], []],
    [animals, 'owl', 'fox'],
  ]
  for (const [field, good, bad] of cases) {
    const gold = new Map(Array.from({ length: 60 }, (_, t) => [t, good]))
    const { results, workers } = consolidated(field, answersOf(rows(good, bad)), { gold })
    expect(results[0]).toMatchObject({ value: good, confidence: 1 })
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
